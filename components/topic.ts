import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { keyOrOwn } from "./kms/own-key";
import { createDeadLetters } from "./queue/create";
import { type Context, contextOf } from "./shared/context";
import { keyServices, sendingPolicy } from "./shared/access/senders";
import { named } from "./shared/tags";
import { type TopicArgs } from "./topic/args";
import { checkTopicArgs } from "./topic/check";
import { type ResolvedTopic, resolveTopic } from "./topic/resolve";

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
    const { topicName, deadLettersName, fifo, senders, subscribers, baseTags } = context.args;
    const fifoTopic = fifo ? true : undefined;
    const kmsKeyArn = keyOrOwn(context, "topic", keyServices("sns", senders).concat("sqs"));
    const topic = new sns.Topic(
      name,
      {
        name: topicName,
        fifoTopic,
        contentBasedDeduplication: fifoTopic,
        kmsMasterKeyId: kmsKeyArn,
        tags: named(baseTags, topicName),
      },
      { parent: this },
    );
    const policy = sendingPolicy(topic.arn, context.account, {
      send: "sns:Publish",
      denied: "sns:Publish",
      senders,
    });
    new sns.TopicPolicy(name, { arn: topic.arn, policy }, { parent: this });
    const deadLetters =
      Object.keys(subscribers).length === 0
        ? undefined
        : createDeadLetters(context, {
            name: deadLettersName,
            kmsKeyArn,
            fifoQueue: fifoTopic,
            senders: { Sns: { service: "sns.amazonaws.com", sourceArn: topic.arn } },
          });
    if (deadLetters) createSubscriptions(context, topic.arn, deadLetters.arn);

    this.arn = topic.arn;
    this.topicName = topic.name;
    this.deadLetterQueueName = deadLetters?.name;
    this.kmsKeyArn = pulumi.output(kmsKeyArn);
    this.registerOutputs({ arn: this.arn, topicName: this.topicName, kmsKeyArn: this.kmsKeyArn });
  }
}

function createSubscriptions(
  { name, args, parent }: Context<ResolvedTopic>,
  topic: pulumi.Output<string>,
  deadLetterTargetArn: pulumi.Output<string>,
): void {
  const redrivePolicy = pulumi.jsonStringify({ deadLetterTargetArn });
  for (const [key, { protocol, endpoint, filter }] of Object.entries(args.subscribers)) {
    const filterPolicy = filter && JSON.stringify(filter);
    new sns.TopicSubscription(
      `${name}-${key}`,
      { topic, protocol, endpoint, filterPolicy, redrivePolicy },
      { parent },
    );
  }
}
