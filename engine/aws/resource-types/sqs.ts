import type * as sqs from "@pulumi/aws/sqs";
import ATTRIBUTES from "../attributes.json";
import { resourceType } from "../resource-type";
import { attributes, declaredAttributes, documentText } from "../words";

/** Amazon SQS. */
export const sqsTypes = {
  "aws:sqs/queue:Queue": resourceType<sqs.QueueArgs>({
    async create(inputs, { clients }) {
      const { QueueUrl } = await clients.sqs.createQueue({
        QueueName: inputs.name,
        Attributes: attributes(inputs, ATTRIBUTES.queue),
        tags: inputs.tags,
      });
      return { id: QueueUrl, url: QueueUrl };
    },
    async read(QueueUrl, inputs, { clients }) {
      const { Attributes } = await clients.sqs.getQueueAttributes({
        QueueUrl,
        AttributeNames: ["All"],
      });
      const { Tags } = await clients.sqs.listQueueTags({ QueueUrl });
      const name = Attributes?.["QueueArn"]?.split(":").pop();
      return { name, ...declaredAttributes(inputs, ATTRIBUTES.queue, Attributes), tags: Tags };
    },
  }),

  "aws:sqs/queuePolicy:QueuePolicy": resourceType<sqs.QueuePolicyArgs>({
    async create({ queueUrl: QueueUrl, policy }, { clients }) {
      const Policy = documentText(policy);
      await clients.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
    },
    async read(QueueUrl, _, { clients }) {
      const { Attributes } = await clients.sqs.getQueueAttributes({
        QueueUrl,
        AttributeNames: ["Policy"],
      });
      return { queueUrl: QueueUrl, policy: Attributes?.["Policy"] };
    },
  }),
};
