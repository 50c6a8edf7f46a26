import * as t from "../shared/types";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import type { PolicyRule } from "../../host/rule";

const SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";

/** Where each type names the queue that takes what it could not deliver. */
const DEAD_LETTERS = [
  ["deadLetterConfig.targetArn", t.FUNCTION],
  ["deadLetterConfig.arn", t.EVENT_TARGET],
  ["target.deadLetterConfig.arn", t.SCHEDULE],
  ["destinationConfig.onFailure.destinationArn", t.EVENT_SOURCE],
  ["destinationConfig.onFailure.destination", t.INVOKE_CONFIG],
] as const;

export const sqsQueues: readonly PolicyRule[] = [
  {
    id: "sqs-queue-encryption",
    meta: {
      description: "A queue is encrypted.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_27", "AwsSolutions-SQS2", "AWS-0096", "SQS.1"],
      remedy: "Set `kmsMasterKeyId` to the key's ARN, or remove `sqsManagedSseEnabled`.",
      docs: { url: `${SQS}/sqs-server-side-encryption.html` },
    },
    types: [t.QUEUE],
    check: ({ resource: queue, report }) => {
      // SQS encrypts new queues by itself (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html).
      if (queue.flag("sqsManagedSseEnabled") !== false || queue.text("kmsMasterKeyId")) return;
      report("sqsManagedSseEnabled is false, and kmsMasterKeyId is not set.");
    },
  },
  {
    id: "sqs-queue-customer-key",
    meta: {
      description: "A queue is encrypted with a key of our own.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["AWS-0135", "CKV2_AWS_73"],
      remedy: "Set `kmsMasterKeyId` to the ARN of your own key.",
      docs: { url: `${SQS}/sqs-key-management.html` },
    },
    types: [t.QUEUE],
    check: ({ resource: queue, report }) => {
      const key = queue.text("kmsMasterKeyId");
      if (key && /(^|:)alias\/aws\/sqs$/.test(key)) report(`kmsMasterKeyId is ${key}.`);
      else if (!key && queue.flag("sqsManagedSseEnabled") === true) report("the key is SQS's own.");
    },
  },
  {
    id: "sqs-queue-dead-letter",
    meta: {
      description:
        "A queue puts aside what cannot be handled, unless it is a dead-letter queue itself.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: ["AwsSolutions-SQS3", "SR ES6000", "SQSRedrivePolicy"],
      remedy: "Set `redrivePolicy` with a deadLetterTargetArn and maxReceiveCount.",
      docs: { url: `${SQS}/sqs-dead-letter-queues.html` },
    },
    scope: "stack",
    types: [t.QUEUE],
    check: ({ stack, report, each }) => {
      each(stack.of(t.QUEUE), (queue) => {
        if (
          queue.value("redrivePolicy") !== undefined ||
          queue.value("redriveAllowPolicy") !== undefined
        )
          return;
        if (
          stack.users(queue, "queueUrl", t.REDRIVE_POLICY).length > 0 ||
          isDeadLetterQueue(stack, queue)
        )
          return;
        report(queue, `${queue.label} has no redrive policy.`);
      });
    },
  },
  {
    id: "sqs-queue-dead-letter-type",
    meta: {
      description: "A queue and its dead-letter queue are both FIFO or both not.",
      pillar: "reliability",
      severity: "medium",
      level: "mandatory",
      controls: ["E3502"],
      remedy: "Set `fifoQueue` alike on both queues.",
      docs: { url: `${SQS}/sqs-dead-letter-queues.html` },
    },
    scope: "stack",
    types: [t.QUEUE],
    check: ({ stack, report, each }) => {
      each(stack.of(t.QUEUE), (queue) => {
        for (const dead of deadLetterQueuesOf(stack, queue)) {
          const [one, other] = [queue.flag("fifoQueue") ?? false, dead.flag("fifoQueue") ?? false];
          if (one !== other)
            report(queue, `fifoQueue is ${one} on ${queue.label} and ${other} on ${dead.label}.`);
        }
      });
    },
  },
];

function isDeadLetterQueue(stack: Stack, queue: StackResource): boolean {
  const named = DEAD_LETTERS.some(([property, type]) =>
    // A block's dependencies are those of all its properties: what is not set names nothing.
    stack.users(queue, property, type).some((user) => user.has(property)),
  );
  if (named) return true;
  const redriven = stack.once("redriven to", () => {
    const users = stack.of(t.QUEUE, t.SUBSCRIPTION, t.REDRIVE_POLICY);
    return new Set(users.flatMap((user) => deadLetterQueuesOf(stack, user)));
  });
  return redriven.has(queue);
}

function deadLetterQueuesOf(stack: Stack, user: StackResource): readonly StackResource[] {
  if (!user.has("redrivePolicy")) return [];
  return stack.linked(user, "redrivePolicy", t.QUEUE).filter((queue) => queue !== user);
}
