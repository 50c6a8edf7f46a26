import * as sns from "@pulumi/aws/sns";
import type * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { type Context } from "../shared/context";
import { type Senders, sendingPolicy } from "../shared/access/senders";
import { named, type Tags } from "../shared/tags";

/** One topic of a component. */
interface TopicSpec extends sns.TopicArgs {
  /** The topic's name in AWS. */
  readonly name: string;
  /** Services that may publish, for this account. */
  readonly senders: Senders;
}

/** Creates a topic with the policy of those who publish to it. */
export function createTopic(
  { args, account, parent }: Context<{ readonly baseTags: Tags }>,
  resourceName: string,
  { senders, ...settings }: TopicSpec,
): sns.Topic {
  const tags = named(args.baseTags, settings.name);
  const topic = new sns.Topic(resourceName, { ...settings, tags }, { parent });
  const policy = sendingPolicy(topic.arn, account, {
    send: "sns:Publish",
    denied: "sns:Publish",
    senders,
  });
  new sns.TopicPolicy(resourceName, { arn: topic.arn, policy }, { parent });
  return topic;
}

/** Creates a subscription; what it does not take is kept in the queue. */
export function createSubscription(
  parent: pulumi.Resource,
  resourceName: string,
  settings: sns.TopicSubscriptionArgs,
  deadLetters: sqs.Queue,
): void {
  const redrivePolicy = pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn });
  new sns.TopicSubscription(resourceName, { ...settings, redrivePolicy }, { parent });
}
