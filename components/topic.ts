import * as pulumi from "@pulumi/pulumi";
import { keyOrOwn } from "./kms/own-key";
import { createDeadLetters } from "./queue/create";
import { contextOf } from "./shared/context";
import { keyServices } from "./shared/access/senders";
import { takeName } from "./shared/unique";
import { type TopicArgs } from "./topic/args";
import { checkTopicArgs } from "./topic/check";
import { createSubscription, createTopic } from "./topic/create";
import { resolveTopic } from "./topic/resolve";

/**
 * An encrypted SNS topic that refuses messages without TLS; what a subscriber does not take is kept in a
 * queue.
 */
export class Topic extends pulumi.ComponentResource {
  /** The topic's ARN. */
  public readonly arn: pulumi.Output<string>;
  /** The topic's name. */
  public readonly topicName: pulumi.Output<string>;
  /** Name of the queue of undelivered messages, for `Monitoring`; undefined without subscribers. */
  public readonly deadLetterQueueName: pulumi.Output<string> | undefined;
  /** ARN of the key that encrypts both. */
  public readonly kmsKeyArn: pulumi.Output<string>;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(name: string, args: TopicArgs, opts?: pulumi.ComponentResourceOptions) {
    checkTopicArgs(args);
    super("stepfunctions:index:Topic", name, {}, opts);
    const context = contextOf(this, name, resolveTopic(args));
    const { topicName, deadLettersName, fifo, senders, subscribers } = context.args;
    takeName(this, "aws:sns/topic:Topic", topicName);
    const fifoTopic = fifo ? true : undefined;
    const kmsKeyArn = keyOrOwn(context, "topic", keyServices("sns", senders).concat("sqs"));
    const topic = createTopic(context, name, {
      name: topicName,
      fifoTopic,
      contentBasedDeduplication: fifoTopic,
      kmsMasterKeyId: kmsKeyArn,
      senders,
    });
    const deadLetters =
      Object.keys(subscribers).length === 0
        ? undefined
        : createDeadLetters(context, {
            name: deadLettersName,
            kmsKeyArn,
            fifoQueue: fifoTopic,
            senders: { Sns: { service: "sns.amazonaws.com", sourceArn: topic.arn } },
          });
    for (const [key, { protocol, endpoint, filter }] of Object.entries(subscribers)) {
      const filterPolicy = filter && pulumi.jsonStringify(filter);
      const subscription = { topic: topic.arn, protocol, endpoint, filterPolicy };
      createSubscription(this, `${name}-${key}`, subscription, deadLetters!);
    }

    this.arn = topic.arn;
    this.topicName = topic.name;
    this.deadLetterQueueName = deadLetters?.name;
    this.kmsKeyArn = pulumi.output(kmsKeyArn);
    this.registerOutputs({ arn: this.arn, topicName: this.topicName, kmsKeyArn: this.kmsKeyArn });
  }
}
