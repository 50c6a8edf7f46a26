import { UnknownValueError } from "../../host/reader";
import type { StackContext } from "../../host/rule";
import type { Stack } from "../../host/stack";
import { documentAt } from "../../iam/document";
import { isTiedToCallers } from "../../iam/public";
import type { Statement } from "../../iam/statement";
import { byStatement, eachDocumentOf, KEY_POLICIES, listed, type Properties } from "./documents";

/** Reports whom policies let in from other accounts, with no condition on who asks. */
export function refuseOpenAccounts(
  context: StackContext,
  properties: Properties,
  trusted: readonly string[] = [],
): void {
  const { stack } = context;
  const check = byStatement((statement, report) =>
    refuseForeign(stack, openAccounts(statement), trusted, report),
  );
  void eachDocumentOf(stack.of(...Object.keys(properties)), properties, context, check);
}

/** Reports which of those who are let in are of other accounts. */
export function refuseForeign(
  stack: Stack,
  ids: readonly string[],
  trusted: readonly string[],
  report: (message: string) => void,
): void {
  const foreign = ids.filter((id) => isForeign(stack, id, trusted));
  if (foreign.length > 0) report(`lets ${listed(foreign)} in without a condition on who asks.`);
}

/** Whom a statement lets in by account, user or role, with no condition on who asks. */
function openAccounts(statement: Statement): readonly string[] {
  return statement.allows && !isTiedToCallers(statement) ? statement.principalsOf("AWS") : [];
}

/**
 * Whether somebody is of another account.
 * @throws UnknownValueError when the stack's own account is not known yet
 */
export function isForeign(stack: Stack, id: string, trusted: readonly string[] = []): boolean {
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
