import { KEY_POLICIES, onStatements } from "../shared/documents";
import { isPublic } from "../../iam/grants";
import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide";

export const kmsKeyPolicy: readonly PolicyRule[] = [
  {
    id: "kms-key-public",
    meta: {
      description: "No key policy lets everyone in.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["CKV_AWS_33", "KMS.5", "kms_no_wildcard_principal", "CKV_AWS_283"],
      remedy: "Name the principals in `policy`, or add a condition such as `kms:CallerAccount`.",
      docs: { url: `${GUIDE}/key-policies.html` },
    },
    ...onStatements(KEY_POLICIES, (statement, report, document) => {
      if (isPublic(statement, document)) {
        report("lets everyone use the key, with no condition on who asks.");
      }
    }),
  },
  {
    id: "kms-key-policy",
    meta: {
      description: "A key has a policy of its own.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV2_AWS_64"],
      remedy: "Set `policy`, or make an aws.kms.KeyPolicy for the key.",
      docs: { url: `${GUIDE}/key-policy-default.html` },
    },
    scope: "stack",
    types: [t.KEY],
    check: ({ stack, report, each }) => {
      each(stack.of(t.KEY), (key) => {
        if (key.value("policy") !== undefined) return;
        if (stack.users(key, "keyId", t.KEY_POLICY).length > 0) return;
        report(key, `${key.label} has AWS's default policy, which opens it to the whole account.`);
      });
    },
  },
  {
    id: "kms-key-lockout-check",
    meta: {
      description: "AWS checks that a new key policy leaves somebody in charge.",
      pillar: "security",
      severity: "critical",
      level: "mandatory",
      controls: ["aws-kms-key-disallow-bypass-policy-lockout-safety-check"],
      remedy: "Remove `bypassPolicyLockoutSafetyCheck`.",
      docs: { url: `${GUIDE}/key-policy-default.html` },
    },
    types: [t.KEY],
    check: ({ resource: key, report }) => {
      if (key.flag("bypassPolicyLockoutSafetyCheck") === true) {
        report("bypassPolicyLockoutSafetyCheck is true: a policy may lock everybody out.");
      }
    },
  },
  {
    id: "kms-key-grants",
    meta: {
      description: "Grants on a key are made only by AWS services for their resources.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["CT.KMS.PR.3"],
      remedy:
        "Add the condition Bool `kms:GrantIsForAWSResource` to the statement with kms:CreateGrant.",
      docs: { url: `${GUIDE}/conditions-kms.html` },
    },
    ...onStatements(KEY_POLICIES, (statement, report) => {
      if (!statement.allows || !statement.actsOn("kms:CreateGrant")) return;
      // The statement that leaves the key to IAM: with the condition on it nobody could manage the key any more.
      if (
        statement.principals.length > 0 &&
        statement.principals.every(({ id }) => /^(arn:[^:]*:iam::)?\d{12}(:root)?$/.test(id))
      )
        return;
      const bound = statement.conditions.some(
        ({ key, values }) => key === "kms:grantisforawsresource" && values.includes("true"),
      );
      if (!bound) report("allows kms:CreateGrant to more than AWS services.");
    }),
  },
];
