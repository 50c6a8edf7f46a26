import {
  onStatements,
  QUEUE_POLICIES,
  refuseNegated,
  refusesEveryone,
  refuseWholeServices,
} from "../shared/documents";
import { deniesPlainHttp } from "../shared/links";
import t from "../shared/resource-types.json";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/resource";
import { type Checks, eachOf, isKeyOfAws, onEach } from "../shared/checks";

/** Where each type names the queue that takes what it could not deliver. */
const DEAD_LETTERS = [
  ["deadLetterConfig.targetArn", t.FUNCTION],
  ["deadLetterConfig.arn", t.EVENT_TARGET],
  ["target.deadLetterConfig.arn", t.SCHEDULE],
  ["destinationConfig.onFailure.destinationArn", t.EVENT_SOURCE],
  ["destinationConfig.onFailure.destination", t.INVOKE_CONFIG],
] as const;

export const sqsQueues = {
  "sqs-queue-encryption": ({ resource: queue, report }) => {
    // SQS encrypts new queues by itself (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html).
    if (queue.flag("sqsManagedSseEnabled") !== false || queue.text("kmsMasterKeyId")) return;
    report("sqsManagedSseEnabled is false, and kmsMasterKeyId is not set.");
  },
  "sqs-queue-customer-key": ({ resource: queue, report }) => {
    const key = queue.text("kmsMasterKeyId");
    if (key && isKeyOfAws(key)) report(`kmsMasterKeyId is ${key}.`);
    // Without encryption there is no key to ask about; what is unset is encrypted with SQS's own.
    else if (!key && queue.flag("sqsManagedSseEnabled") !== false) report("the key is SQS's own.");
  },
  "sqs-queue-dead-letter": onEach([t.QUEUE], (queue, stack) => {
    const properties = ["redrivePolicy", "redriveAllowPolicy"];
    if (properties.some((property) => queue.value(property) !== undefined)) return undefined;
    return stack.users(queue, "queueUrl", t.REDRIVE_POLICY).length > 0 ||
      isDeadLetterQueue(stack, queue)
      ? undefined
      : "has no redrive policy";
  }),
  "sqs-queue-dead-letter-type": eachOf([t.QUEUE], (queue, { stack, report }) => {
    for (const dead of deadLetterQueuesOf(stack, queue)) {
      const [one, other] = [queue.flag("fifoQueue") ?? false, dead.flag("fifoQueue") ?? false];
      if (one !== other)
        report(queue, `fifoQueue is ${one} on ${queue.label} and ${other} on ${dead.label}.`);
    }
  }),
  "sqs-queue-policy-public": refusesEveryone(QUEUE_POLICIES, "lets everyone in."),
  "sqs-queue-policy-wildcard": onStatements(QUEUE_POLICIES, (statement, report) => {
    refuseWholeServices(statement, report);
    if (statement.allows) refuseNegated(statement, ["NotAction"], report);
  }),
  "sqs-queue-tls": deniesPlainHttp(t.QUEUE, "queueUrl", t.QUEUE_POLICY, "sqs:SendMessage"),
} satisfies Checks;

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
