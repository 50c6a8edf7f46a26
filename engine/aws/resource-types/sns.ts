import type * as sns from "@pulumi/aws/sns";
import { DROPPED, resourceType } from "../resource-type";
import { attributes, declaredAttributes, documentText, tagList, tagMap } from "../words";

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

/** Amazon SNS. */
export const snsTypes = {
  "aws:sns/topic:Topic": resourceType<sns.TopicArgs>({
    async create(inputs, { clients }) {
      const { TopicArn } = await clients.sns.createTopic({
        Name: inputs.name,
        Attributes: attributes(inputs, TOPIC),
        Tags: tagList(inputs.tags),
      });
      return { id: TopicArn, arn: TopicArn };
    },
    async read(TopicArn, inputs, { clients }) {
      const found = await clients.sns.getTopicAttributes({ TopicArn });
      const { Tags } = await clients.sns.listTagsForResource({ ResourceArn: TopicArn });
      const name = TopicArn.split(":").pop();
      return { name, ...declaredAttributes(inputs, TOPIC, found.Attributes), tags: tagMap(Tags) };
    },
  }),

  "aws:sns/topicPolicy:TopicPolicy": resourceType<sns.TopicPolicyArgs>({
    async create({ arn: TopicArn, policy }, { clients }) {
      await clients.sns.setTopicAttributes({
        TopicArn,
        AttributeName: "Policy",
        AttributeValue: documentText(policy),
      });
    },
    async read(TopicArn, _, { clients }) {
      const found = await clients.sns.getTopicAttributes({ TopicArn });
      return { arn: TopicArn, policy: found.Attributes?.["Policy"] };
    },
  }),

  "aws:sns/topicSubscription:TopicSubscription": resourceType<sns.TopicSubscriptionArgs>({
    async create(inputs, { clients }) {
      const { SubscriptionArn } = await clients.sns.subscribe({
        TopicArn: inputs.topic as string,
        Protocol: inputs.protocol,
        Endpoint: inputs.endpoint,
        Attributes: attributes(inputs, SUBSCRIPTION),
        ReturnSubscriptionArn: true,
      });
      return { id: SubscriptionArn, arn: SubscriptionArn };
    },
    async read(SubscriptionArn, inputs, { clients }) {
      const found = await clients.sns.getSubscriptionAttributes({ SubscriptionArn });
      const { TopicArn, Protocol, Endpoint } = found.Attributes ?? {};
      return {
        topic: TopicArn,
        protocol: Protocol,
        endpoint: Endpoint,
        ...declaredAttributes(inputs, SUBSCRIPTION, found.Attributes),
      };
    },
    unread: { redrivePolicy: DROPPED },
  }),
};
