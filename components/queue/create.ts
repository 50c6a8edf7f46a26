import * as sqs from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import { type Context } from "../shared/context";
import { type Senders, sendingPolicy } from "../shared/access/senders";
import { named, type Tags } from "../shared/tags";

/** The longest that SQS keeps a message, 14 days: what could not be handled waits to be looked at. */
const LONGEST_RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** One queue of a component. */
interface QueueSpec extends sqs.QueueArgs {
  /** The queue's name in AWS. */
  readonly name: string;
  /** Services that may send, for this account. */
  readonly senders: Senders;
}

/** Creates a queue that is encrypted, also without a key of the caller's, with the policy of those who send to it. */
export function createQueue(
  { args, account, parent }: Context<{ readonly baseTags: Tags }>,
  resourceName: string,
  { senders, ...settings }: QueueSpec,
): sqs.Queue {
  const queue = new sqs.Queue(
    resourceName,
    {
      // The provider keeps what is missing, and a queue must not be left unencrypted when its key is taken away.
      sqsManagedSseEnabled: settings.kmsMasterKeyId === undefined ? true : undefined,
      tags: named(args.baseTags, settings.name),
      ...settings,
    },
    { parent },
  );
  const policy = sendingPolicy(queue.arn, account, {
    send: "sqs:SendMessage",
    denied: "sqs:*",
    senders,
  });
  new sqs.QueuePolicy(resourceName, { queueUrl: queue.url, policy }, { parent });
  return queue;
}

/** Creates the queue for what could not be delivered or handled. */
export function createDeadLetters(
  context: Context<{ readonly baseTags: Tags }>,
  settings: { readonly name: string; readonly kmsKeyArn: pulumi.Input<string> | undefined } & Pick<
    QueueSpec,
    "senders" | "fifoQueue" | "redriveAllowPolicy"
  >,
): sqs.Queue {
  const { kmsKeyArn, ...rest } = settings;
  return createQueue(context, `${context.name}-dead-letters`, {
    ...rest,
    kmsMasterKeyId: kmsKeyArn,
    messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
  });
}
