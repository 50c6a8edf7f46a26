import type { Action } from "../../iam/actions";
import { IDENTITY_POLICIES, listed, onDocuments } from "../shared/documents";
import type { Document } from "../../iam/document";
import { type Grant, unlimitedGrants, isEverything, isWholeAccount } from "../../iam/grants";
import { CREDENTIALS, DATA_EXFILTRATION, KMS_DECRYPT } from "./actions";
import { PRIVILEGE_ESCALATION } from "./escalation-paths";
import type { ResourceContext, ResourceRule } from "../../host/rule";
import type { Checks } from "../shared/rows";

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
    (action) => !action.onlyStar && !hasOwnRule(action),
  ),
} satisfies Checks;

/** The actions on every resource that fall into a category, one finding for each statement. */
function category(
  what: string,
  belongs: (action: Action) => boolean,
  isAll: (resource: string) => boolean = isEverything,
): Pick<ResourceRule, "types" | "check"> {
  return onDocuments(IDENTITY_POLICIES, (document, context) =>
    mayBeUnlimited(document, context, isAll) ? checkGrants(document, context) : undefined,
  );

  async function checkGrants(document: Document, context: ResourceContext): Promise<void> {
    const found = new Map<string, string[]>();
    for (const { statement, action } of await grantsOf(document, context, isAll)) {
      if (!belongs(action)) continue;
      found.set(statement.label, [...(found.get(statement.label) ?? []), action.name]);
    }
    for (const [label, actions] of found) {
      context.report(`${document.property}, ${label}, ${what}: ${listed(actions)}.`);
    }
  }
}

/** The unlimited grants of each statement, each by itself: an unknown Resource hides no other statement. */
async function grantsOf(
  document: Document,
  context: ResourceContext,
  isAll: (resource: string) => boolean,
): Promise<Grant[]> {
  const grants: Grant[] = [];
  const denials = document.statements.filter((statement) => !statement.allows);
  for (const statement of document.statements.filter(({ allows }) => allows)) {
    await context.part(async () => {
      const alone = { ...document, statements: [statement, ...denials] };
      grants.push(...(await unlimitedGrants(alone, isAll)));
    });
  }
  return grants;
}

/** Whether a statement may be about everything. When none is, which most documents are, there is nothing to expand. */
function mayBeUnlimited(
  document: Document,
  context: ResourceContext,
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
