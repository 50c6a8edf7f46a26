import { matchesAction } from "asl-toolkit/iam";
import { IDENTITY_POLICIES, listed, onStatements } from "../shared/documents";
import {
  isAllActions,
  isDenied,
  isUnlimited,
  isWholeAccount,
  isWholeService,
} from "../../iam/grants";
import { KMS_DECRYPT } from "./actions";
import { isPassedToService } from "./escalation-paths";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

const URL = `${GUIDE}/best-practices.html`;

export const iamRolesAndKeys: readonly PolicyRule[] = [
  {
    id: "iam-policy-pass-role",
    meta: {
      description: "iam:PassRole names exact roles and the service that they are passed to.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["AWS-0342", "no_wildcard_resource_on_passrole", "CKV_AWS_110"],
      remedy:
        "Name the role ARNs in `Resource` and the service in the condition `iam:PassedToService`.",
      docs: { url: `${GUIDE}/id_roles_use_passrole.html` },
    },
    ...onStatements(IDENTITY_POLICIES, (statement, report, document) => {
      if (!statement.allows || !passesRoles(statement.actions)) return;
      if (isDenied(document, "iam:PassRole", statement)) return;
      const wide = statement.resources.filter((resource) => /[*?]/.test(resource));
      if (wide.length > 0) report(`passes any role that ${listed(wide)} matches.`);
      else if (!statement.conditions.some(isPassedToService)) {
        report("passes a role to any service.");
      }
    }),
  },
  {
    id: "iam-policy-kms-decrypt",
    meta: {
      description: "No policy decrypts with every key.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["KMS.1", "KMS.2", "iam_policy_no_full_access_to_kms"],
      remedy: "Name the key ARNs in `Resource`.",
      docs: {
        url: "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
      },
    },
    ...onStatements(IDENTITY_POLICIES, (statement, report, document) => {
      if (!statement.allows || !isUnlimited(statement, isWholeAccount)) return;
      const actions = statement.actions.filter(
        (pattern) =>
          /^kms:/i.test(pattern) &&
          [...KMS_DECRYPT].some(
            (action) => matchesAction(pattern, action) && !isDenied(document, action, statement),
          ),
      );
      if (actions.length > 0) report(`allows ${listed(actions)} with every key.`);
    }),
  },
  {
    id: "iam-policy-assume-any-role",
    meta: {
      description: "No policy assumes every role.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: [
        "iam_no_custom_policy_permissive_role_assumption",
        "CKV_AWS_107",
        "CKV_AWS_355",
        "CKV_AWS_287",
      ],
      remedy: "Name the role ARNs in `Resource`.",
      docs: { url: URL },
    },
    ...onStatements(IDENTITY_POLICIES, (statement, report, document) => {
      if (
        !statement.allows ||
        !isUnlimited(statement, isWholeAccount) ||
        isDenied(document, "sts:AssumeRole", statement)
      )
        return;
      const assumes = statement.actions.some(
        (action) => matchesAction(action, "sts:AssumeRole") && !isWholeService(action),
      );
      if (assumes) report("assumes any role that trusts the account.");
    }),
  },
];

function passesRoles(actions: readonly string[]): boolean {
  return actions.some(
    (action) =>
      matchesAction(action, "iam:PassRole") && !isAllActions(action) && !/^iam:\*+$/i.test(action),
  );
}
