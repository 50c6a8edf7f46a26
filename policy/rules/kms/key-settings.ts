import type { PolicyRule } from "../../host/rule";
import type { Resource } from "../../host/resource";
import * as t from "../shared/types";

const GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide";

export const kmsKeySettings: readonly PolicyRule[] = [
  {
    id: "kms-key-rotation",
    meta: {
      description: "A symmetric key rotates.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: [
        "CKV_AWS_7",
        "AwsSolutions-KMS5",
        "AWS-0065",
        "KMS.4",
        "CT.KMS.PR.1",
        "cmkBackingKeyRotationEnabled",
        "aws-kms-key-enable-key-rotation",
      ],
      remedy: "Set `enableKeyRotation` to true.",
      docs: { url: `${GUIDE}/rotate-keys.html` },
    },
    types: [t.KEY],
    check: ({ resource: key, report }) => {
      if (key.flag("enableKeyRotation") === true || !isSymmetric(key)) return;
      report("enableKeyRotation is not true: the key material stays the same for ever.");
    },
    remediate: (key) =>
      key.flag("enableKeyRotation") !== true && isSymmetric(key)
        ? { enableKeyRotation: true }
        : undefined,
  },
  {
    id: "kms-key-enabled",
    meta: {
      description: "A key is enabled.",
      pillar: "reliability",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV_AWS_227"],
      remedy: "Remove `isEnabled` or set it to true.",
      docs: { url: `${GUIDE}/enabling-keys.html` },
    },
    types: [t.KEY],
    check: ({ resource: key, report }) => {
      if (key.flag("isEnabled") === false) {
        report("isEnabled is false: whatever it encrypts cannot be read.");
      }
    },
  },
  {
    id: "kms-key-deletion-window",
    meta: {
      description: "A deleted key can be brought back for as long as the settings say.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: [
        "KMS.3",
        "kms_cmk_not_deleted_unintentionally",
        "kms_cmk_not_scheduled_for_deletion",
      ],
      remedy: "Set `deletionWindowInDays` to 30.",
      docs: { url: `${GUIDE}/deleting-keys.html` },
    },
    types: [t.KEY],
    settings: {
      minDays: {
        type: "integer",
        minimum: 7,
        maximum: 30,
        default: 30,
        description: "Fewest days.",
      },
      requireProtect: {
        type: "boolean",
        default: false,
        description: "Whether a key must also have the resource option `protect`.",
      },
    },
    check: ({ resource: key, report, setting }) => {
      const days = key.number("deletionWindowInDays") ?? 30;
      const least = setting<number>("minDays");
      if (days < least) report(`deletionWindowInDays is ${days}, fewer than ${least}.`);
      if (!key.protect && setting<boolean>("requireProtect")) {
        report("the resource option protect is not true.");
      }
    },
  },
  {
    id: "kms-key-description",
    meta: {
      description: "A key says what it is for.",
      pillar: "operations",
      severity: "low",
      level: "disabled",
      controls: ["aws-kms-key-missing-description"],
      remedy: "Set `description`.",
      docs: { url: `${GUIDE}/create-keys.html` },
    },
    types: [t.KEY],
    check: ({ resource: key, report }) => {
      if (!key.text("description")) report("description is not set.");
    },
  },
  {
    id: "kms-key-rsa-length",
    meta: {
      description: "An RSA key that encrypts is longer than 2048 bits.",
      pillar: "security",
      severity: "low",
      level: "disabled",
      controls: ["CT.KMS.PR.2"],
      remedy: "Set `customerMasterKeySpec` to RSA_3072 or RSA_4096.",
      docs: { url: `${GUIDE}/symm-asymm-choose-key-spec.html` },
    },
    types: [t.KEY],
    check: ({ resource: key, report }) => {
      const signs = key.text("keyUsage") === "SIGN_VERIFY";
      if (!signs && key.text("customerMasterKeySpec") === "RSA_2048") {
        report("customerMasterKeySpec is RSA_2048.");
      }
    },
  },
  {
    id: "kms-key-multi-region",
    meta: {
      description: "A key stays in its region.",
      pillar: "security",
      severity: "medium",
      level: "disabled",
      controls: ["kms_cmk_not_multi_region"],
      remedy: "Remove `multiRegion`.",
      docs: { url: `${GUIDE}/multi-region-keys-overview.html` },
    },
    types: [t.KEY],
    check: ({ resource: key, report }) => {
      if (key.flag("multiRegion") === true) report("multiRegion is true.");
    },
  },
];

/** A key of KMS's own material: what a key store holds, KMS cannot rotate. */
function isSymmetric(key: Resource): boolean {
  if (key.has("customKeyStoreId") || key.has("xksKeyId")) return false;
  const spec = key.text("customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT";
  return spec === "SYMMETRIC_DEFAULT";
}
