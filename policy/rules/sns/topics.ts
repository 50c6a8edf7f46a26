import { refuseOpenAccounts } from "../shared/accounts";
import { TOPIC_POLICIES, refusesEveryone } from "../shared/documents";
import { deniesPlainHttp } from "../shared/links";
import t from "../shared/resource-types.json";
import type { Checks } from "../shared/checks";

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
  "sns-topic-policy-cross-account": {
    scope: "stack",
    types: Object.keys(TOPIC_POLICIES),
    check: (context) => refuseOpenAccounts(context, TOPIC_POLICIES),
  },
  "sns-topic-tls": deniesPlainHttp(t.TOPIC, "arn", t.TOPIC_POLICY, "sns:Publish"),
} satisfies Checks;
