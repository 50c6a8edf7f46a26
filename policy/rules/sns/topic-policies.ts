import { TOPIC_POLICIES, listed, onStatements } from "../shared/documents";
import { isPublic } from "../../iam/grants";
import * as t from "../shared/types";
import { deniesPlainHttp } from "../shared/policies";
import type { PolicyRule } from "../../host/rule";

const SNS = "https://docs.aws.amazon.com/sns/latest/dg";

export const snsTopicPolicies: readonly PolicyRule[] = [
  {
    id: "sns-topic-policy-public",
    meta: {
      description: "No topic policy lets everyone in.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_169", "SNS.4", "CKV_AWS_283", "sns_topic_policy_no_wildcard_principal"],
      remedy: "Name the principals in `policy`, or add a condition such as `aws:SourceAccount`.",
      docs: { url: `${SNS}/sns-security-best-practices.html` },
    },
    ...onStatements(TOPIC_POLICIES, (statement, report, document) => {
      if (isPublic(statement, document)) report("lets everyone in.");
    }),
  },
  {
    id: "sns-topic-policy-cross-account",
    meta: {
      description: "Other accounts reach a topic under a condition only.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["CKV_AWS_385"],
      remedy: "Add a condition such as `aws:PrincipalOrgID` to the statement of `policy`.",
      docs: { url: `${SNS}/sns-access-policy-use-cases.html` },
    },
    ...onStatements(TOPIC_POLICIES, (statement, report) => {
      if (!statement.allows || statement.has("Condition")) return;
      const accounts = statement.principals.filter(
        ({ kind, id }) => kind === "AWS" && /\d{12}/.test(id),
      );
      if (accounts.length > 0)
        report(`lets ${listed(accounts.map(({ id }) => id))} in without a condition.`);
    }),
  },
  {
    id: "sns-topic-tls",
    meta: {
      description: "A topic refuses to be published to without TLS.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["AwsSolutions-SNS3"],
      remedy:
        "Add a Deny of sns:Publish under Bool `aws:SecureTransport` false to the topic's `policy`.",
      docs: { url: `${SNS}/sns-security-best-practices.html` },
    },
    ...deniesPlainHttp(t.TOPIC, "arn", t.TOPIC_POLICY, "sns:Publish"),
  },
];
