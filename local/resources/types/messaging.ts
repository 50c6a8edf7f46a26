import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import type * as aws from "@pulumi/aws";
import { DROPPED, entry, tagList, tagMap } from "../entry";

/** Provider's input -> attribute of a queue. */
const QUEUE = {
  delaySeconds: "DelaySeconds",
  fifoQueue: "FifoQueue",
  kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redriveAllowPolicy: "RedriveAllowPolicy",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
};

/** Provider's input -> attribute of a topic. */
const TOPIC = {
  deliveryPolicy: "DeliveryPolicy",
  displayName: "DisplayName",
  fifoTopic: "FifoTopic",
  kmsMasterKeyId: "KmsMasterKeyId",
  policy: "Policy",
  signatureVersion: "SignatureVersion",
};

/** Provider's input -> attribute of a subscription. */
const SUBSCRIPTION = {
  filterPolicy: "FilterPolicy",
  rawMessageDelivery: "RawMessageDelivery",
  redrivePolicy: "RedrivePolicy",
};

/** Amazon SNS and Amazon SQS. */
export const messagingEntries = {
  "aws:sns/topic:Topic": entry<aws.sns.TopicArgs>({
    async create(inputs, { clients }) {
      const { TopicArn } = await clients.sns.send(
        new sns.CreateTopicCommand({
          Name: inputs.name,
          Attributes: attributes(inputs, TOPIC),
          Tags: tagList(inputs.tags),
        }),
      );
      return { id: TopicArn, arn: TopicArn };
    },
    async read(TopicArn, inputs, { clients }) {
      const found = await clients.sns.send(new sns.GetTopicAttributesCommand({ TopicArn }));
      const { Tags } = await clients.sns.send(
        new sns.ListTagsForResourceCommand({ ResourceArn: TopicArn }),
      );
      const name = TopicArn.split(":").pop();
      return { name, ...declared(inputs, TOPIC, found.Attributes), tags: tagMap(Tags) };
    },
  }),

  "aws:sns/topicPolicy:TopicPolicy": entry<aws.sns.TopicPolicyArgs>({
    async create({ arn: TopicArn, policy }, { clients }) {
      await clients.sns.send(
        new sns.SetTopicAttributesCommand({
          TopicArn,
          AttributeName: "Policy",
          AttributeValue: typeof policy === "string" ? policy : JSON.stringify(policy),
        }),
      );
    },
    async read(TopicArn, _, { clients }) {
      const found = await clients.sns.send(new sns.GetTopicAttributesCommand({ TopicArn }));
      return { arn: TopicArn, policy: found.Attributes?.["Policy"] };
    },
  }),

  "aws:sns/topicSubscription:TopicSubscription": entry<aws.sns.TopicSubscriptionArgs>({
    async create(inputs, { clients }) {
      const { SubscriptionArn } = await clients.sns.send(
        new sns.SubscribeCommand({
          TopicArn: inputs.topic as string,
          Protocol: inputs.protocol,
          Endpoint: inputs.endpoint,
          Attributes: attributes(inputs, SUBSCRIPTION),
          ReturnSubscriptionArn: true,
        }),
      );
      return { id: SubscriptionArn, arn: SubscriptionArn };
    },
    async read(SubscriptionArn, inputs, { clients }) {
      const found = await clients.sns.send(
        new sns.GetSubscriptionAttributesCommand({ SubscriptionArn }),
      );
      const { TopicArn, Protocol, Endpoint } = found.Attributes ?? {};
      return {
        topic: TopicArn,
        protocol: Protocol,
        endpoint: Endpoint,
        ...declared(inputs, SUBSCRIPTION, found.Attributes),
      };
    },
    unread: { redrivePolicy: DROPPED },
  }),

  "aws:sqs/queue:Queue": entry<aws.sqs.QueueArgs>({
    async create(inputs, { clients }) {
      const { QueueUrl } = await clients.sqs.send(
        new sqs.CreateQueueCommand({
          QueueName: inputs.name,
          Attributes: attributes(inputs, QUEUE),
          tags: inputs.tags,
        }),
      );
      return { id: QueueUrl, url: QueueUrl };
    },
    async read(QueueUrl, inputs, { clients }) {
      const { Attributes } = await clients.sqs.send(
        new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
      );
      const { Tags } = await clients.sqs.send(new sqs.ListQueueTagsCommand({ QueueUrl }));
      const name = Attributes?.["QueueArn"]?.split(":").pop();
      return { name, ...declared(inputs, QUEUE, Attributes), tags: Tags };
    },
  }),

  "aws:sqs/queuePolicy:QueuePolicy": entry<aws.sqs.QueuePolicyArgs>({
    async create({ queueUrl: QueueUrl, policy }, { clients }) {
      const Policy = typeof policy === "string" ? policy : JSON.stringify(policy);
      await clients.sqs.send(
        new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }),
      );
    },
    async read(QueueUrl, _, { clients }) {
      const { Attributes } = await clients.sqs.send(
        new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }),
      );
      return { queueUrl: QueueUrl, policy: Attributes?.["Policy"] };
    },
  }),
};

/** The attributes among the inputs, as the texts that both services take. */
function attributes(
  inputs: object,
  names: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key, value]) => key in names && value !== undefined)
      .map(([key, value]) => [
        names[key] as string,
        typeof value === "object" ? JSON.stringify(value) : String(value),
      ]),
  );
}

/** Attributes in the program's words, each as the kind of value that it declared. */
function declared(
  inputs: object,
  names: Readonly<Record<string, string>>,
  found: Record<string, string> = {},
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs)
      .filter(([key]) => key in names)
      .map(([key, value]) => {
        const text = found[names[key] as string];
        return [key, text === undefined || typeof value === "string" ? text : JSON.parse(text)];
      }),
  );
}
