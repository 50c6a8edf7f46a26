import { UnknownValueError } from "../../host/reader";
import type { Checks } from "../shared/rows";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import {
  type ConditionTest,
  isLimiting,
  isOfAnyOwner,
  isOfCallers,
  isOfSources,
} from "../../iam/conditions";
import { documentAt, documentsOf } from "../../iam/document";
import { isTiedToCallers } from "../../iam/public";
import type { Statement } from "../../iam/statement";
import {
  KEY_POLICIES,
  listed,
  onStatements,
  OTHER_POLICIES,
  RESOURCE_POLICIES,
  TOPIC_POLICIES,
  refusesEveryone,
} from "../shared/documents";
import * as t from "../shared/types";
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
    check: ({ stack, report, each, part, setting }) => {
      const trusted = setting<string[]>("trusted");
      const say = (resource: StackResource, ids: readonly string[]): void => {
        const foreign = ids.filter((id) => isForeign(stack, id, trusted));
        if (foreign.length > 0)
          report(resource, `${resource.label} lets ${listed(foreign)} in without a condition.`);
      };
      each(stack.of(...Object.keys(OPEN_TO_ACCOUNTS)), (resource) => {
        for (const { reader, property } of documentsOf(resource, OPEN_TO_ACCOUNTS)) {
          for (const statement of documentAt(reader, property)?.statements ?? [])
            void part(() => say(resource, openAccounts(statement)));
        }
      });
      each(stack.of(t.PERMISSION), (permission) => {
        if (!permission.has("principalOrgId")) say(permission, permission.texts("principal"));
      });
      each(stack.of(t.EVENT_PERMISSION), (permission) => {
        if (!permission.has("condition")) say(permission, permission.texts("principal"));
      });
    },
  },
  "aws-policy-service-source": onStatements(
    RESOURCE_POLICIES,
    (statement, report, _document, setting) => {
      if (!statement.allows) return;
      const services = statement.principals
        .filter(({ kind, id }) => kind === "Service" && !setting<string[]>("exempt").includes(id))
        .map(({ id }) => id);
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

/** Whom a statement lets in by account, user or role, with no condition on who asks. */
function openAccounts(statement: Statement): readonly string[] {
  if (!statement.allows || isTiedToCallers(statement)) return [];
  return statement.principals.filter(({ kind }) => kind === "AWS").map(({ id }) => id);
}

/**
 * Whether somebody is of another account.
 * @throws UnknownValueError when the stack's own account is not known yet
 */
function isForeign(stack: Stack, id: string, trusted: readonly string[]): boolean {
  const account = /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})\b/.exec(id)?.[1];
  if (account === undefined || trusted.includes(account)) return false;
  return account !== stack.once("own account", () => ownAccount(stack));
}

/** The account of the stack: that of its ARNs, else the one to which its keys are left, else one that nobody knows. */
function ownAccount(stack: Stack): string | undefined {
  if (stack.account !== undefined) return stack.account;
  const owners = stack
    .of(...Object.keys(KEY_POLICIES))
    .filter((key) => !key.pending("policy"))
    .flatMap((key) => documentAt(key, "policy")?.statements ?? [])
    .filter((statement) => statement.allows && statement.actions.includes("kms:*"))
    .flatMap(({ principals }) => principals.map(({ id }) => /::(\d{12}):root$/.exec(id)?.[1]));
  const owner = owners.find((account) => account !== undefined);
  if (owner !== undefined) return owner;
  if (stack.isBeingMade) throw new UnknownValueError("the stack's account");
  return undefined;
}
