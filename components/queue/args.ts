import type * as pulumi from "@pulumi/pulumi";
import { type CommonArgs } from "../shared/arguments/args";
import { type Senders } from "../shared/access/senders";

/** What a queue needs to know. It is named `<prefix>-<environment>-<name>-queue`, a FIFO queue with `.fifo`. */
export interface QueueArgs extends CommonArgs {
  /** What the queue is for, in a word. */
  readonly name: string;
  /** Keeps the order and drops what is sent twice within five minutes. Defaults to false; a change replaces. */
  readonly fifo?: boolean;
  /** Seconds that a received message is hidden from others, 0 to 43,200: six times what handling takes. Defaults to 180. */
  readonly visibilityTimeoutSeconds?: pulumi.Input<number>;
  /** Seconds that a message waits at most, 60 to 1,209,600. Defaults to 345,600, four days. */
  readonly retentionSeconds?: pulumi.Input<number>;
  /** Receives after which a message is put aside, 1 to 1,000. Defaults to 5. */
  readonly maxReceiveCount?: pulumi.Input<number>;
  /** AWS services that may send, by a name of your choice; IAM decides about the account's roles. Defaults to none. */
  readonly senders?: Senders;
  /** The key to encrypt with, which admits the senders. Defaults to one of the queue's own. */
  readonly kmsKeyArn?: pulumi.Input<string>;
}
