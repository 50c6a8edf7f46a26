import { TOPIC_POLICIES, listed, onStatements, refusesEveryone } from "../shared/documents";
import { deniesPlainHttp } from "../shared/policies";
import * as t from "../shared/types";
import type { Checks } from "../shared/rows";

export const snsTopics = {
  "sns-topic-delivery-status": ({ resource: topic, report }) => {
    const protocols = ["application", "firehose", "http", "lambda", "sqs"];
    const roles = protocols.map((protocol) => topic.value(`${protocol}FailureFeedbackRoleArn`));
    if (roles.every((role) => role === undefined)) report("no failure feedback role is set.");
  },
  "sns-subscription-redrive": ({ resource: subscription, report }) => {
    // People read their mail or do not: there is nothing to deliver again.
    if (/^(email|email-json|sms)$/.test(subscription.text("protocol") ?? "")) return;
    if (!subscription.text("redrivePolicy")) report("redrivePolicy is not set.");
  },
  "sns-topic-policy-public": refusesEveryone(TOPIC_POLICIES, "lets everyone in."),
  "sns-topic-policy-cross-account": onStatements(TOPIC_POLICIES, (statement, report) => {
    if (!statement.allows || statement.has("Condition")) return;
    const accounts = statement.principals.filter(
      ({ kind, id }) => kind === "AWS" && /\d{12}/.test(id),
    );
    if (accounts.length > 0)
      report(`lets ${listed(accounts.map(({ id }) => id))} in without a condition.`);
  }),
  "sns-topic-tls": deniesPlainHttp(t.TOPIC, "arn", t.TOPIC_POLICY, "sns:Publish"),
} satisfies Checks;
