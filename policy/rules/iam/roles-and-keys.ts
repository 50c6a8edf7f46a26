import { matchesAction } from "asl-toolkit/iam";
import { listed } from "../shared/documents";
import { onHeldStatements } from "../shared/held-documents";
import {
  isAllActions,
  isDenied,
  isUnlimited,
  isWholeAccount,
  isWholeService,
} from "../../iam/grants";
import { KMS_DECRYPT } from "./actions";
import { isPassedToService } from "./escalation-paths";
import type { Checks } from "../shared/checks";

export const iamRolesAndKeys = {
  "iam-policy-pass-role": onHeldStatements((statement, report, document) => {
    if (!statement.allows || !passesRoles(statement.actions)) return;
    if (isDenied(document, "iam:PassRole", statement)) return;
    const wide = statement.resources.filter((resource) => /[*?]/.test(resource));
    if (wide.length > 0) report(`passes any role that ${listed(wide)} matches.`);
    else if (!statement.conditions.some(isPassedToService)) {
      report("passes a role to any service.");
    }
  }),
  "iam-policy-kms-decrypt": onHeldStatements((statement, report, document) => {
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
  "iam-policy-assume-any-role": onHeldStatements((statement, report, document) => {
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
} satisfies Checks;

function passesRoles(actions: readonly string[]): boolean {
  return actions.some(
    (action) =>
      matchesAction(action, "iam:PassRole") && !isAllActions(action) && !/^iam:\*+$/i.test(action),
  );
}
