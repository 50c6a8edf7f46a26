import type * as sns from "@pulumi/aws/sns";
import ATTRIBUTES from "../attributes.json";
import { DROPPED, resourceType } from "../resource-type";
import { attributes, declaredAttributes, documentText, tagList, tagMap } from "../words";

/** Amazon SNS. */
export const snsTypes = {
  "aws:sns/topic:Topic": resourceType<sns.TopicArgs>({
    async create(inputs, { clients }) {
      const { TopicArn } = await clients.sns.createTopic({
        Name: inputs.name,
        Attributes: attributes(inputs, ATTRIBUTES.topic),
        Tags: tagList(inputs.tags),
      });
      return { id: TopicArn, arn: TopicArn };
    },
    async read(TopicArn, inputs, { clients }) {
      const found = await clients.sns.getTopicAttributes({ TopicArn });
      const { Tags } = await clients.sns.listTagsForResource({ ResourceArn: TopicArn });
      const name = TopicArn.split(":").pop();
      return {
        name,
        ...declaredAttributes(inputs, ATTRIBUTES.topic, found.Attributes),
        tags: tagMap(Tags),
      };
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
        Attributes: attributes(inputs, ATTRIBUTES.subscription),
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
        ...declaredAttributes(inputs, ATTRIBUTES.subscription, found.Attributes),
      };
    },
    unread: { redrivePolicy: DROPPED },
  }),
};
