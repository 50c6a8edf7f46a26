import type { Action } from "../../iam/actions";
import { IDENTITY_POLICIES, listed, onDocuments } from "../shared/documents";
import type { Document } from "../../iam/document";
import { type Grant, unlimitedGrants, isEverything, isWholeAccount } from "../../iam/grants";
import { CREDENTIALS, DATA_EXFILTRATION, KMS_DECRYPT } from "./actions";
import { PRIVILEGE_ESCALATION } from "./escalation-paths";
import type { ResourceContext, ResourceRule, PolicyRule } from "../../host/rule";

const URL = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html";

export const iamUnlimitedActions: readonly PolicyRule[] = [
  {
    id: "iam-policy-permissions-management",
    meta: {
      description: "No policy allows managing permissions on every resource.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_289", "CKV_AWS_109", "CKV_AWS_355", "CKV_AWS_356"],
      remedy: "Name the ARNs in `Resource`.",
      docs: { url: URL },
    },
    ...category(
      "manages permissions on every resource",
      ({ name, access, onlyStar }) =>
        access === "permissions" &&
        !onlyStar &&
        !PRIVILEGE_ESCALATION.has(name) &&
        !CREDENTIALS.has(name),
    ),
  },
  {
    id: "iam-policy-credentials-exposure",
    meta: {
      description: "No policy hands out credentials of whatever identity or resource.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_287", "CKV_AWS_107", "CKV_AWS_355", "CKV_AWS_356"],
      remedy: "Name the ARNs in `Resource`.",
      docs: { url: URL },
    },
    ...category(
      "hands out credentials",
      ({ name, onlyStar }) => CREDENTIALS.has(name) && !onlyStar,
      isWholeAccount,
    ),
  },
  {
    id: "iam-policy-data-exfiltration",
    meta: {
      description: "No policy reads all objects, parameters, secrets or snapshots of the account.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["CKV_AWS_288", "CKV_AWS_108", "CKV_AWS_355", "CKV_AWS_356"],
      remedy: "Name the ARNs in `Resource`.",
      docs: { url: URL },
    },
    ...category(
      "reads data of every resource",
      ({ name }) => DATA_EXFILTRATION.has(name),
      isWholeAccount,
    ),
  },
  {
    id: "iam-policy-resource-wildcard",
    meta: {
      description: "An action that AWS can limit to resources is limited to them.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: [
        "CKV_AWS_355",
        "CKV_AWS_356",
        "CKV_AWS_290",
        "CKV_AWS_111",
        "AWS-0346",
        "AwsSolutions-IAM5",
      ],
      remedy: "Name the ARNs in `Resource`.",
      docs: { url: URL },
    },
    ...category(
      "covers every resource, though AWS can limit it",
      (action) => !action.onlyStar && !hasOwnRule(action),
    ),
  },
];

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
