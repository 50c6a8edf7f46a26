import * as pulumi from "@pulumi/pulumi";
import { regionalArn } from "asl-toolkit/iam";
import { keyOrOwn } from "./kms/own-key";
import { type QueueArgs } from "./queue/args";
import { checkQueueArgs } from "./queue/check";
import { createDeadLetters, createQueue } from "./queue/create";
import { resolveQueue } from "./queue/resolve";
import { contextOf } from "./shared/context";
import { keyServices } from "./shared/access/senders";
import { takeName } from "./shared/unique";

/**
 * An encrypted SQS queue that refuses requests without TLS, with a dead-letter queue that takes from it alone.
 */
export class Queue extends pulumi.ComponentResource {
  /** The queue's ARN. */
  public readonly arn: pulumi.Output<string>;
  /** The queue's URL, which calls of SQS name it by. */
  public readonly url: pulumi.Output<string>;
  /** The queue's name. */
  public readonly queueName: pulumi.Output<string>;
  /** Name of the dead-letter queue, for `Monitoring`. */
  public readonly deadLetterQueueName: pulumi.Output<string>;
  /** ARN of the dead-letter queue. */
  public readonly deadLetterQueueArn: pulumi.Output<string>;
  /** ARN of the key that encrypts both. */
  public readonly kmsKeyArn: pulumi.Output<string>;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(name: string, args: QueueArgs, opts?: pulumi.ComponentResourceOptions) {
    checkQueueArgs(args);
    super("stepfunctions:index:Queue", name, {}, opts);
    const context = contextOf(this, name, resolveQueue(args));
    const { queueName, deadLettersName, fifo, maxReceiveCount, ...settings } = context.args;
    takeName(this, "aws:sqs/queue:Queue", queueName);
    const fifoQueue = fifo ? true : undefined;
    const kmsKeyArn = keyOrOwn(context, "queue", keyServices("sqs", settings.senders));
    const source = context.account.apply((account) => regionalArn(account, "sqs", queueName));
    const deadLetters = createDeadLetters(context, {
      name: deadLettersName,
      kmsKeyArn,
      fifoQueue,
      senders: {},
      redriveAllowPolicy: pulumi.jsonStringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [source],
      }),
    });
    const queue = createQueue(context, name, {
      name: queueName,
      fifoQueue,
      contentBasedDeduplication: fifoQueue,
      kmsMasterKeyId: kmsKeyArn,
      visibilityTimeoutSeconds: settings.visibilityTimeoutSeconds,
      messageRetentionSeconds: settings.retentionSeconds,
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount,
      }),
      senders: settings.senders,
    });

    this.arn = queue.arn;
    this.url = queue.url;
    this.queueName = queue.name;
    this.deadLetterQueueName = deadLetters.name;
    this.deadLetterQueueArn = deadLetters.arn;
    this.kmsKeyArn = pulumi.output(kmsKeyArn);
    this.registerOutputs({ arn: this.arn, url: this.url, kmsKeyArn: this.kmsKeyArn });
  }
}
