import type { Checks } from "../shared/checks";
import type { StackResource } from "../../host/resource";
import {
  type ConditionTest,
  isLimiting,
  isOfAnyOwner,
  isOfCallers,
  isOfSources,
} from "../../iam/conditions";
import { refuseForeign, refuseOpenAccounts } from "../shared/accounts";
import {
  BUCKET_POLICIES,
  listed,
  onStatements,
  OTHER_POLICIES,
  type Properties,
  QUEUE_POLICIES,
  refuseNegated,
  refusesEveryone,
  RESOURCE_POLICIES,
  TOPIC_POLICIES,
} from "../shared/documents";
import t from "../shared/resource-types.json";
import LOG_ACCOUNTS from "./log-accounts.json";

/** Topics have a rule of their own on other accounts, buckets and queues one on what is not listed. */
const OPEN_TO_ACCOUNTS = resourcePoliciesBut(TOPIC_POLICIES);
const NOT_LISTED = resourcePoliciesBut({ ...BUCKET_POLICIES, ...QUEUE_POLICIES });

export const generalResourcePolicies = {
  "aws-policy-public": refusesEveryone(
    OTHER_POLICIES,
    "lets everyone in, with no condition on who asks.",
  ),
  "aws-policy-foreign-account": {
    scope: "stack",
    types: [...Object.keys(OPEN_TO_ACCOUNTS), t.PERMISSION, t.EVENT_PERMISSION],
    settings: {
      trusted: {
        type: "array",
        items: { type: "string" },
        default: LOG_ACCOUNTS.accounts,
        description:
          "Accounts that may be let in. Default: AWS's own, from which load balancers write logs.",
      },
    },
    check: (context) => {
      const { stack, report, each, setting } = context;
      const trusted = setting<string[]>("trusted");
      const check = (permission: StackResource): void =>
        refuseForeign(stack, permission.texts("principal"), trusted, (message) =>
          report(permission, `${permission.label} ${message}`),
        );
      refuseOpenAccounts(context, OPEN_TO_ACCOUNTS, trusted);
      each(stack.of(t.PERMISSION), (permission) => {
        if (!permission.has("principalOrgId")) check(permission);
      });
      each(stack.of(t.EVENT_PERMISSION), (permission) => {
        if (!permission.has("condition")) check(permission);
      });
    },
  },
  "aws-policy-service-source": onStatements(
    RESOURCE_POLICIES,
    (statement, report, _document, setting) => {
      if (!statement.allows) return;
      const exempt = setting<string[]>("exempt");
      const services = statement.principalsOf("Service").filter((id) => !exempt.includes(id));
      if (services.length === 0) return;
      const sources = statement.conditions.filter(
        (test) => (isOfCallers(test) || isOfSources(test)) && isLimiting(test),
      );
      if (sources.length === 0) report(`lets ${listed(services)} in on behalf of anybody.`);
      else if (sources.every(isOfBuckets))
        report(`lets ${listed(services)} in for a bucket, whoever owns it.`);
    },
  ),
  "aws-policy-negated": onStatements(NOT_LISTED, (statement, report) => {
    if (statement.allows) refuseNegated(statement, ["NotAction"], report);
  }),
} satisfies Checks;

function resourcePoliciesBut(others: Properties): Properties {
  const entries = Object.entries(RESOURCE_POLICIES).filter(([type]) => !(type in others));
  return Object.fromEntries(entries);
}

/** Whether a test asks for a bucket, and does not say whose it is. */
function isOfBuckets({ key, values }: ConditionTest): boolean {
  return key === "aws:sourcearn" && values.some(isOfAnyOwner);
}
