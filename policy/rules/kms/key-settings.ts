import type { Checks } from "../shared/rows";
import type { Resource } from "../../host/resource";

export const kmsKeySettings = {
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
