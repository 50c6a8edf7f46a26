import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const SNS = "https://docs.aws.amazon.com/sns/latest/dg";

export const snsTopics: readonly PolicyRule[] = [
  {
    id: "sns-topic-encryption",
    meta: {
      description: "A topic is encrypted.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_26", "AWS-0095", "SNS.1"],
      remedy: "Set `kmsMasterKeyId` to the key's ARN.",
      docs: { url: `${SNS}/sns-server-side-encryption.html` },
    },
    types: [t.TOPIC],
    check: ({ resource: topic, report }) => {
      if (!topic.text("kmsMasterKeyId")) report("kmsMasterKeyId is not set.");
    },
  },
  {
    id: "sns-topic-customer-key",
    meta: {
      description:
        "A topic is encrypted with a key of our own: under AWS's key, alarms and events cannot publish.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["AWS-0136"],
      remedy: "Set `kmsMasterKeyId` to the ARN of your own key.",
      docs: { url: `${SNS}/sns-key-management.html` },
    },
    types: [t.TOPIC],
    check: ({ resource: topic, report }) => {
      const key = topic.text("kmsMasterKeyId");
      if (key !== undefined && /(^|:)alias\/aws\/sns$/.test(key))
        report(`kmsMasterKeyId is ${key}.`);
    },
  },
  {
    id: "sns-topic-delivery-status",
    meta: {
      description: "A topic logs what it could not deliver.",
      pillar: "operations",
      severity: "low",
      level: "disabled",
      controls: ["SNS.2"],
      remedy: "Set `lambdaFailureFeedbackRoleArn`, or that of the protocol used.",
      docs: { url: `${SNS}/sns-topic-attributes.html` },
    },
    types: [t.TOPIC],
    check: ({ resource: topic, report }) => {
      const protocols = ["application", "firehose", "http", "lambda", "sqs"];
      const roles = protocols.map((protocol) => topic.value(`${protocol}FailureFeedbackRoleArn`));
      if (roles.every((role) => role === undefined)) report("no failure feedback role is set.");
    },
  },
  {
    id: "sns-subscription-redrive",
    meta: {
      description: "A message that a subscription cannot deliver is kept.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: ["SR ES7000", "SNSRedrivePolicy"],
      remedy: "Set `redrivePolicy` with a deadLetterTargetArn.",
      docs: { url: `${SNS}/sns-dead-letter-queues.html` },
    },
    types: [t.SUBSCRIPTION],
    check: ({ resource: subscription, report }) => {
      // People read their mail or do not: there is nothing to deliver again.
      if (/^(email|email-json|sms)$/.test(subscription.text("protocol") ?? "")) return;
      if (!subscription.text("redrivePolicy")) report("redrivePolicy is not set.");
    },
  },
  {
    id: "sns-subscription-http",
    meta: {
      description: "No subscription sends over plain HTTP.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["sns_subscription_not_using_http_endpoints"],
      remedy: "Set `protocol` to https.",
      docs: { url: `${SNS}/sns-http-https-endpoint-as-subscriber.html` },
    },
    types: [t.SUBSCRIPTION],
    check: ({ resource: subscription, report }) => {
      if (subscription.text("protocol") === "http") report("protocol is http.");
    },
  },
];
