import type * as pulumi from "@pulumi/pulumi";
import { type CommonArgs } from "../shared/arguments/args";
import { type Senders } from "../shared/access/senders";

/** Who gets the messages of a topic. */
export interface TopicSubscriber {
  /** How they are sent: `email`, `https`, `lambda`, `sqs` and others, never `http`. */
  readonly protocol: string;
  /** The address, URL or ARN that they are sent to. */
  readonly endpoint: pulumi.Input<string>;
  /** Which messages, by their attributes (a filter policy). Defaults to all. */
  readonly filter?: Readonly<Record<string, unknown>>;
}

/** What a topic needs to know. It is named `<prefix>-<environment>-<name>-topic`, a FIFO topic with `.fifo`. */
export interface TopicArgs extends CommonArgs {
  /** What the topic is for, in a word. */
  readonly name: string;
  /** Keeps the order and drops what is sent twice within five minutes. Defaults to false; a change replaces. */
  readonly fifo?: boolean;
  /** AWS services that may publish, by a name of your choice; IAM decides about the account's roles. Defaults to none. */
  readonly senders?: Senders;
  /** Who gets the messages, by a key of the caller's. Defaults to nobody. */
  readonly subscribers?: Readonly<Record<string, TopicSubscriber>>;
  /** The key to encrypt with, which admits the senders. Defaults to one of the topic's own. */
  readonly kmsKeyArn?: pulumi.Input<string>;
}
