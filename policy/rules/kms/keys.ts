import type { Resource } from "../../host/resource";
import { KEY_POLICIES, onStatements, refusesEveryone } from "../shared/documents";
import { type Checks, onEach } from "../shared/checks";
import t from "../shared/resource-types.json";
import { isAccount } from "./key-access";

export const kmsKeys = {
  "kms-key-public": refusesEveryone(
    KEY_POLICIES,
    "lets everyone use the key, with no condition on who asks.",
  ),
  "kms-key-policy": onEach([t.KEY], (key, stack) =>
    key.value("policy") === undefined && stack.users(key, "keyId", t.KEY_POLICY).length === 0
      ? "has AWS's default policy, which opens it to the whole account"
      : undefined,
  ),
  "kms-key-grants": onStatements(KEY_POLICIES, (statement, report) => {
    if (!statement.allows || !statement.actsOn("kms:CreateGrant")) return;
    // The statement that leaves the key to IAM: with the condition on it nobody could manage the key any more.
    if (statement.principals.length > 0 && statement.principals.every(isAccount)) return;
    const bound = statement.conditions.some(
      ({ key, values }) => key === "kms:grantisforawsresource" && values.includes("true"),
    );
    if (!bound) report("allows kms:CreateGrant to more than AWS services.");
  }),
  "kms-grant-scope": onEach([t.KEY_GRANT], (grant, stack) => {
    if (grant.texts("operations").includes("CreateGrant") && !grant.has("constraints"))
      return "lets its grantee hand on grants, under no constraint";
    const grantee = grant.knownText("granteePrincipal") ?? "";
    const account = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(grantee)?.[1];
    return account !== undefined && stack.account !== undefined && account !== stack.account
      ? `lets account ${account} use the key`
      : undefined;
  }),
  "kms-key-rotation": {
    scope: "resource",
    check: ({ resource: key, report }) => {
      if (key.flag("enableKeyRotation") === true || !isSymmetric(key)) return;
      report("enableKeyRotation is not true: the key material stays the same for ever.");
    },
    remediate: (key) =>
      key.flag("enableKeyRotation") !== true && isSymmetric(key)
        ? { enableKeyRotation: true }
        : undefined,
  },
  "kms-key-deletion-window": ({ resource: key, report, setting }) => {
    const days = key.number("deletionWindowInDays") ?? 30;
    const least = setting<number>("minDays");
    if (days < least) report(`deletionWindowInDays is ${days}, fewer than ${least}.`);
    if (!key.protect && setting<boolean>("requireProtect")) {
      report("the resource option protect is not true.");
    }
  },
  "kms-key-rsa-length": ({ resource: key, report }) => {
    const signs = key.text("keyUsage") === "SIGN_VERIFY";
    if (!signs && key.text("customerMasterKeySpec") === "RSA_2048") {
      report("customerMasterKeySpec is RSA_2048.");
    }
  },
} satisfies Checks;

/** A key of KMS's own material: what a key store holds, KMS cannot rotate. */
function isSymmetric(key: Resource): boolean {
  if (key.has("customKeyStoreId") || key.has("xksKeyId")) return false;
  const spec = key.text("customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT";
  return spec === "SYMMETRIC_DEFAULT";
}
