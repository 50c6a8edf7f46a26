import { isTiedToCallers } from "../iam/grants";
import type { ResourceRule, RuleInfo, StackRule } from "../host/rule";
import type { Document } from "../iam/document";
import { documentAt } from "../iam/document";
import type { Stack, StackResource } from "../host/stack";
import * as t from "../types";
import { listed, onStatements, QUEUE_POLICIES, TOPIC_POLICIES } from "./documents";

const SNS = "https://docs.aws.amazon.com/sns/latest/dg";
const SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";

export const snsTopicEncryption: ResourceRule = {
  name: "sns-topic-encryption",
  description: "A topic is encrypted.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_26", "AWS-0095", "SNS.1"],
  remedy: "Set `kmsMasterKeyId` to the key's ARN.",
  url: `${SNS}/sns-server-side-encryption.html`,
  types: [t.TOPIC],
  example: { violation: "// kmsMasterKeyId unset", fix: "kmsMasterKeyId: key.arn" },
  check: (topic, judge) => {
    if (!topic.text("kmsMasterKeyId")) judge.report("kmsMasterKeyId is not set.");
  },
};

export const snsTopicCustomerKey: ResourceRule = {
  name: "sns-topic-customer-key",
  description:
    "A topic is encrypted with a key of our own: under AWS's key, alarms and events cannot publish.",
  group: "security",
  level: "mandatory",
  severity: "medium",
  controls: ["AWS-0136"],
  remedy: "Set `kmsMasterKeyId` to the ARN of your own key.",
  url: `${SNS}/sns-key-management.html`,
  types: [t.TOPIC],
  example: { violation: 'kmsMasterKeyId: "alias/aws/sns"', fix: "kmsMasterKeyId: key.arn" },
  check: (topic, judge) => {
    const key = topic.text("kmsMasterKeyId");
    if (key !== undefined && /(^|:)alias\/aws\/sns$/.test(key))
      judge.report(`kmsMasterKeyId is ${key}.`);
  },
};

export const snsTopicPolicyPublic: ResourceRule = {
  name: "sns-topic-policy-public",
  description: "No topic policy lets everyone in.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_169", "SNS.4", "CKV_AWS_283", "sns_topic_policy_no_wildcard_principal"],
  remedy: "Name the principals in `policy`, or add a condition such as `aws:SourceAccount`.",
  url: `${SNS}/sns-security-best-practices.html`,
  example: {
    violation: 'Principal: "*"',
    fix: 'Condition: { StringEquals: { "aws:SourceAccount": accountId } }',
  },
  ...onStatements(TOPIC_POLICIES, (statement, report) => {
    if (statement.allows && statement.isForEveryone && !isTiedToCallers(statement))
      report("lets everyone in.");
  }),
};

export const snsTopicPolicyCrossAccount: ResourceRule = {
  name: "sns-topic-policy-cross-account",
  description: "Other accounts reach a topic under a condition only.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["CKV_AWS_385"],
  remedy: "Add a condition such as `aws:PrincipalOrgID` to the statement of `policy`.",
  url: `${SNS}/sns-access-policy-use-cases.html`,
  example: {
    violation: 'Principal: { AWS: "arn:aws:iam::999999999999:root" }',
    fix: 'Condition: { StringEquals: { "aws:PrincipalOrgID": "o-example" } }',
  },
  ...onStatements(TOPIC_POLICIES, (statement, report) => {
    if (!statement.allows || statement.has("Condition")) return;
    const accounts = statement.principals.filter(
      ({ kind, id }) => kind === "AWS" && /\d{12}/.test(id),
    );
    if (accounts.length > 0)
      report(`lets ${listed(accounts.map(({ id }) => id))} in without a condition.`);
  }),
};

export const snsTopicTls: StackRule = withoutTls(
  {
    name: "sns-topic-tls",
    description: "A topic refuses to be published to without TLS.",
    group: "security",
    level: "advisory",
    severity: "medium",
    controls: ["AwsSolutions-SNS3"],
    remedy:
      "Add a Deny of sns:Publish under Bool `aws:SecureTransport` false to the topic's `policy`.",
    url: `${SNS}/sns-security-best-practices.html`,
    example: {
      violation: "// no statement on aws:SecureTransport",
      fix: 'Effect: "Deny", Action: "sns:Publish", Condition: { Bool: { "aws:SecureTransport": "false" } }',
    },
  },
  t.TOPIC,
  (topic, stack) => policiesOf(topic, stack, "arn", t.TOPIC_POLICY),
);

export const snsTopicDeliveryStatus: ResourceRule = {
  name: "sns-topic-delivery-status",
  description: "A topic logs what it could not deliver.",
  group: "operations",
  level: "disabled",
  severity: "low",
  controls: ["SNS.2"],
  remedy: "Set `lambdaFailureFeedbackRoleArn`, or that of the protocol used.",
  url: `${SNS}/sns-topic-attributes.html`,
  types: [t.TOPIC],
  example: { violation: "// no feedback role", fix: "lambdaFailureFeedbackRoleArn: role.arn" },
  check: (topic, judge) => {
    const protocols = ["application", "firehose", "http", "lambda", "sqs"];
    const roles = protocols.map((protocol) => topic.value(`${protocol}FailureFeedbackRoleArn`));
    if (roles.every((role) => role === undefined)) judge.report("no failure feedback role is set.");
  },
};

export const snsSubscriptionRedrive: ResourceRule = {
  name: "sns-subscription-redrive",
  description: "A message that a subscription cannot deliver is kept.",
  group: "reliability",
  level: "advisory",
  severity: "medium",
  controls: ["SR ES7000", "SNSRedrivePolicy"],
  remedy: "Set `redrivePolicy` with a deadLetterTargetArn.",
  url: `${SNS}/sns-dead-letter-queues.html`,
  types: [t.SUBSCRIPTION],
  example: {
    violation: "// redrivePolicy unset",
    fix: "redrivePolicy: jsonStringify({ deadLetterTargetArn: queue.arn })",
  },
  check: (subscription, judge) => {
    // People read their mail or do not: there is nothing to deliver again.
    if (/^(email|email-json|sms)$/.test(subscription.text("protocol") ?? "")) return;
    if (!subscription.text("redrivePolicy")) judge.report("redrivePolicy is not set.");
  },
};

export const snsSubscriptionHttp: ResourceRule = {
  name: "sns-subscription-http",
  description: "No subscription sends over plain HTTP.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["sns_subscription_not_using_http_endpoints"],
  remedy: "Set `protocol` to https.",
  url: `${SNS}/sns-http-https-endpoint-as-subscriber.html`,
  types: [t.SUBSCRIPTION],
  example: { violation: 'protocol: "http"', fix: 'protocol: "https"' },
  check: (subscription, judge) => {
    if (subscription.text("protocol") === "http") judge.report("protocol is http.");
  },
};

export const sqsQueueEncryption: ResourceRule = {
  name: "sqs-queue-encryption",
  description: "A queue is encrypted.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_27", "AwsSolutions-SQS2", "AWS-0096", "SQS.1"],
  remedy: "Set `kmsMasterKeyId` to the key's ARN, or `sqsManagedSseEnabled` to true.",
  url: `${SQS}/sqs-server-side-encryption.html`,
  types: [t.QUEUE],
  example: { violation: "// neither set", fix: "kmsMasterKeyId: key.arn" },
  check: (queue, judge) => {
    if (queue.flag("sqsManagedSseEnabled") === true || queue.text("kmsMasterKeyId")) return;
    judge.report("neither kmsMasterKeyId nor sqsManagedSseEnabled is set.");
  },
};

export const sqsQueueCustomerKey: ResourceRule = {
  name: "sqs-queue-customer-key",
  description: "A queue is encrypted with a key of our own.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["AWS-0135", "CKV2_AWS_73"],
  remedy: "Set `kmsMasterKeyId` to the ARN of your own key.",
  url: `${SQS}/sqs-key-management.html`,
  types: [t.QUEUE],
  example: { violation: "sqsManagedSseEnabled: true", fix: "kmsMasterKeyId: key.arn" },
  check: (queue, judge) => {
    const key = queue.text("kmsMasterKeyId");
    if (key && /(^|:)alias\/aws\/sqs$/.test(key)) judge.report(`kmsMasterKeyId is ${key}.`);
    else if (!key && queue.flag("sqsManagedSseEnabled") === true)
      judge.report("the key is SQS's own.");
  },
};

export const sqsQueuePolicyPublic: ResourceRule = {
  name: "sqs-queue-policy-public",
  description: "No queue policy lets everyone in.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["CKV_AWS_168", "CKV_AWS_387", "SQS.3", "CKV_AWS_283"],
  remedy: "Name the principals in `policy`, or add a condition such as `aws:SourceArn`.",
  url: `${SQS}/sqs-security-best-practices.html`,
  example: {
    violation: 'Principal: "*"',
    fix: 'Condition: { ArnEquals: { "aws:SourceArn": topic.arn } }',
  },
  ...onStatements(QUEUE_POLICIES, (statement, report) => {
    if (statement.allows && statement.isForEveryone && !isTiedToCallers(statement))
      report("lets everyone in.");
  }),
};

export const sqsQueuePolicyWildcard: ResourceRule = {
  name: "sqs-queue-policy-wildcard",
  description: "A queue policy lists what it allows.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_72", "AWS-0097"],
  remedy: "List the actions in `Action` of the statement.",
  url: `${SQS}/sqs-security-best-practices.html`,
  example: { violation: 'Action: "sqs:*"', fix: 'Action: "sqs:SendMessage"' },
  ...onStatements(QUEUE_POLICIES, (statement, report) => {
    const wide = statement.actions.filter((action) => action === "*" || /^sqs:\*$/i.test(action));
    if (statement.allows && wide.length > 0) report(`allows ${listed(wide)}.`);
  }),
};

export const sqsQueueDeadLetter: StackRule = {
  name: "sqs-queue-dead-letter",
  description:
    "A queue puts aside what cannot be handled, unless it is a dead-letter queue itself.",
  group: "reliability",
  level: "mandatory",
  severity: "medium",
  controls: ["AwsSolutions-SQS3", "SR ES6000", "SQSRedrivePolicy"],
  remedy: "Set `redrivePolicy` with a deadLetterTargetArn and maxReceiveCount.",
  url: `${SQS}/sqs-dead-letter-queues.html`,
  types: [t.QUEUE],
  example: {
    violation: "// redrivePolicy unset",
    fix: "redrivePolicy: jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 })",
  },
  checkStack: (stack, judge) => {
    judge.each(stack.of(t.QUEUE), (queue) => {
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
      judge.report(queue, `${queue.label} has no redrive policy.`);
    });
  },
};

export const sqsQueueDeadLetterType: StackRule = {
  name: "sqs-queue-dead-letter-type",
  description: "A queue and its dead-letter queue are both FIFO or both not.",
  group: "reliability",
  level: "mandatory",
  severity: "medium",
  controls: ["E3502"],
  remedy: "Set `fifoQueue` alike on both queues.",
  url: `${SQS}/sqs-dead-letter-queues.html`,
  types: [t.QUEUE],
  example: {
    violation: "fifoQueue: true // its dead-letter queue: not",
    fix: "fifoQueue: true // both",
  },
  checkStack: (stack, judge) => {
    judge.each(stack.of(t.QUEUE), (queue) => {
      for (const dead of deadLetterQueuesOf(stack, queue)) {
        const [one, other] = [queue.flag("fifoQueue") ?? false, dead.flag("fifoQueue") ?? false];
        if (one !== other)
          judge.report(
            queue,
            `fifoQueue is ${one} on ${queue.label} and ${other} on ${dead.label}.`,
          );
      }
    });
  },
};

export const sqsQueueTls: StackRule = withoutTls(
  {
    name: "sqs-queue-tls",
    description: "A queue refuses requests without TLS.",
    group: "security",
    level: "advisory",
    severity: "medium",
    controls: ["AwsSolutions-SQS4"],
    remedy: "Add a Deny of sqs:* under Bool `aws:SecureTransport` false to the queue's `policy`.",
    url: `${SQS}/sqs-security-best-practices.html`,
    example: {
      violation: "// no statement on aws:SecureTransport",
      fix: 'Effect: "Deny", Action: "sqs:*", Condition: { Bool: { "aws:SecureTransport": "false" } }',
    },
  },
  t.QUEUE,
  (queue, stack) => policiesOf(queue, stack, "queueUrl", t.QUEUE_POLICY),
);

/** Where each type names the queue that takes what it could not deliver. */
const DEAD_LETTERS = [
  ["deadLetterConfig.targetArn", t.FUNCTION],
  ["deadLetterConfig.arn", t.EVENT_TARGET],
  ["target.deadLetterConfig.arn", t.SCHEDULE],
  ["destinationConfig.onFailure.destinationArn", t.EVENT_SOURCE],
  ["destinationConfig.onFailure.destination", t.INVOKE_CONFIG],
] as const;

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

function policiesOf(
  resource: StackResource,
  stack: Stack,
  property: string,
  type: string,
): Document[] {
  return [
    documentAt(resource, "policy"),
    ...stack.users(resource, property, type).map((policy) => documentAt(policy, "policy")),
  ].filter((document) => document !== undefined);
}

function withoutTls(
  info: RuleInfo,
  type: string,
  policies: (resource: StackResource, stack: Stack) => Document[],
): StackRule {
  return {
    ...info,
    types: [type],
    checkStack: (stack, judge) => {
      judge.each(stack.of(type), (resource) => {
        const denied = policies(resource, stack).some(({ statements }) =>
          statements.some(
            (statement) =>
              statement.denies &&
              statement.isForEveryone &&
              statement.conditions.some(
                ({ operator, key, values }) =>
                  operator === "bool" && key === "aws:securetransport" && values.includes("false"),
              ),
          ),
        );
        if (!denied) judge.report(resource, `${resource.label} takes requests without TLS.`);
      });
    },
  };
}
