import type * as sqs from "@pulumi/aws/sqs";
import { resourceType } from "../resource-type";
import { attributes, declaredAttributes, documentText } from "../words";

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

/** Amazon SQS. */
export const sqsTypes = {
  "aws:sqs/queue:Queue": resourceType<sqs.QueueArgs>({
    async create(inputs, { clients }) {
      const { QueueUrl } = await clients.sqs.createQueue({
        QueueName: inputs.name,
        Attributes: attributes(inputs, QUEUE),
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
      return { name, ...declaredAttributes(inputs, QUEUE, Attributes), tags: Tags };
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
