import type { Action } from "../../iam/actions";
import { listed } from "../shared/documents";
import { type HeldDocument, onHeldStatements } from "../shared/held-documents";
import { isEverything, isWholeAccount, unlimitedActions } from "../../iam/grants";
import { CREDENTIALS, DATA_EXFILTRATION, JOINING_VPC, KMS_DECRYPT } from "./actions";
import { PRIVILEGE_ESCALATION } from "./escalation-paths";
import type { StackCheck } from "../../host/rule";
import type { Checks } from "../shared/checks";

export const iamUnlimitedActions = {
  "iam-policy-permissions-management": category(
    "manages permissions on every resource",
    ({ name, access, onlyStar }) =>
      access === "permissions" &&
      !onlyStar &&
      !PRIVILEGE_ESCALATION.has(name) &&
      !CREDENTIALS.has(name),
  ),
  "iam-policy-credentials-exposure": category(
    "hands out credentials",
    ({ name, onlyStar }) => CREDENTIALS.has(name) && !onlyStar,
    isWholeAccount,
  ),
  "iam-policy-data-exfiltration": category(
    "reads data of every resource",
    ({ name }) => DATA_EXFILTRATION.has(name),
    isWholeAccount,
  ),
  "iam-policy-resource-wildcard": category(
    "covers every resource, though AWS can limit it",
    (action, document) => !action.onlyStar && !hasOwnRule(action) && !isForVpc(action, document),
  ),
} satisfies Checks;

/** The actions on every resource that fall into a category, one finding for each statement. */
function category(
  what: string,
  belongs: (action: Action, document: HeldDocument) => boolean,
  isAll: (resource: string) => boolean = isEverything,
): StackCheck {
  return onHeldStatements(async (statement, report, document) => {
    const actions = await unlimitedActions(statement, document, isAll);
    const found = actions.filter((action) => belongs(action, document));
    if (found.length > 0) report(`${what}: ${listed(found.map(({ name }) => name))}.`);
  });
}

/** Whether another rule, more telling than that of wildcard resources, speaks of the action. */
function hasOwnRule({ name, access }: Action): boolean {
  return (
    PRIVILEGE_ESCALATION.has(name) ||
    CREDENTIALS.has(name) ||
    DATA_EXFILTRATION.has(name) ||
    KMS_DECRYPT.has(name) ||
    access === "permissions" ||
    name === "iam:PassRole" ||
    name === "sts:AssumeRole"
  );
}

/** Whether only functions in a VPC have the action, and need it on every interface. */
function isForVpc({ name }: Action, { holders }: HeldDocument): boolean {
  return JOINING_VPC.has(name) && holders.every(({ joinsVpc }) => joinsVpc);
}
