import type { Checks } from "../shared/rows";
import type { StackResource } from "../../host/stack-resource";
import {
  type ConditionTest,
  isLimiting,
  isOfAnyOwner,
  isOfCallers,
  isOfSources,
} from "../../iam/conditions";
import { refuseForeign, refuseOpenAccounts } from "../shared/accounts";
import {
  listed,
  onStatements,
  OTHER_POLICIES,
  RESOURCE_POLICIES,
  TOPIC_POLICIES,
  refusesEveryone,
} from "../shared/documents";
import t from "../shared/resource-types.json";
import LOG_ACCOUNTS from "./log-accounts.json";

/** Topics have a rule of their own on other accounts. */
const OPEN_TO_ACCOUNTS = Object.fromEntries(
  Object.entries(RESOURCE_POLICIES).filter(([type]) => !(type in TOPIC_POLICIES)),
);

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
} satisfies Checks;

/** Whether a test asks for a bucket, and does not say whose it is. */
function isOfBuckets({ key, values }: ConditionTest): boolean {
  return key === "aws:sourcearn" && values.some(isOfAnyOwner);
}
