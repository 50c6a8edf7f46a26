import { QUEUE_POLICIES, listed, onStatements } from "../shared/documents";
import { isPublic } from "../../iam/grants";
import * as t from "../shared/types";
import { deniesPlainHttp } from "../shared/policies";
import type { PolicyRule } from "../../host/rule";

const SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide";

export const sqsQueuePolicies: readonly PolicyRule[] = [
  {
    id: "sqs-queue-policy-public",
    meta: {
      description: "No queue policy lets everyone in.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["CKV_AWS_168", "CKV_AWS_387", "SQS.3", "CKV_AWS_283"],
      remedy: "Name the principals in `policy`, or add a condition such as `aws:SourceArn`.",
      docs: { url: `${SQS}/sqs-security-best-practices.html` },
    },
    ...onStatements(QUEUE_POLICIES, (statement, report, document) => {
      if (isPublic(statement, document)) report("lets everyone in.");
    }),
  },
  {
    id: "sqs-queue-policy-wildcard",
    meta: {
      description: "A queue policy lists what it allows.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_72", "AWS-0097"],
      remedy: "List the actions in `Action` of the statement.",
      docs: { url: `${SQS}/sqs-security-best-practices.html` },
    },
    ...onStatements(QUEUE_POLICIES, (statement, report) => {
      const wide = statement.actions.filter((action) => action === "*" || /^sqs:\*$/i.test(action));
      if (statement.allows && wide.length > 0) report(`allows ${listed(wide)}.`);
    }),
  },
  {
    id: "sqs-queue-tls",
    meta: {
      description: "A queue refuses requests without TLS.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["AwsSolutions-SQS4"],
      remedy: "Add a Deny of sqs:* under Bool `aws:SecureTransport` false to the queue's `policy`.",
      docs: { url: `${SQS}/sqs-security-best-practices.html` },
    },
    ...deniesPlainHttp(t.QUEUE, "queueUrl", t.QUEUE_POLICY, "sqs:SendMessage"),
  },
];
