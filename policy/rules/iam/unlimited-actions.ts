import { getOrMake } from "../../host/memory";
import type { Action } from "../../iam/actions";
import { type DocumentContext, listed } from "../shared/documents";
import { type HeldDocument, onHeldDocuments } from "../shared/held-documents";
import { type Grant, unlimitedGrants, isEverything, isWholeAccount } from "../../iam/grants";
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
  return onHeldDocuments((document, context) =>
    mayBeUnlimited(document, context, isAll) ? checkGrants(document, context) : undefined,
  );

  async function checkGrants(document: HeldDocument, context: DocumentContext): Promise<void> {
    const found = new Map<string, string[]>();
    for (const { statement, action } of await grantsOf(document, context, isAll)) {
      if (!belongs(action, document)) continue;
      getOrMake(found, statement.label, () => []).push(action.name);
    }
    for (const [label, actions] of found) {
      context.report(`${document.property}, ${label}, ${what}: ${listed(actions)}.`);
    }
  }
}

/** The unlimited grants of each statement, each by itself: an unknown Resource hides no other statement. */
async function grantsOf(
  document: HeldDocument,
  context: DocumentContext,
  isAll: (resource: string) => boolean,
): Promise<Grant[]> {
  const grants: Grant[] = [];
  for (const statement of document.statements) {
    await context.part(async () => {
      grants.push(...(await unlimitedGrants({ ...document, statements: [statement] }, isAll)));
    });
  }
  return grants;
}

/** Whether a statement may be about everything. When none is, which most documents are, there is nothing to expand. */
function mayBeUnlimited(
  document: HeldDocument,
  context: DocumentContext,
  isAll: (resource: string) => boolean,
): boolean {
  let may = false;
  for (const statement of document.statements) {
    void context.part(() => {
      may ||= statement.allows && statement.resources.some(isAll);
    });
  }
  return may;
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
