import type { ConditionTest, Document, Statement } from "../iam/document";
import { matches } from "../iam/document";
import { isTiedToCallers } from "../iam/grants";
import type { Resource, ResourceRule, StackRule } from "../host/rule";
import type { Stack, StackResource } from "../host/stack";
import * as t from "../types";
import { KEY_POLICIES, listed, onStatements } from "./documents";
import { keyOf, keyPolicies, rolePolicies } from "./links";

const GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide";

export const kmsKeyRotation: ResourceRule = {
  name: "kms-key-rotation",
  description: "A symmetric key rotates.",
  group: "security",
  level: "mandatory",
  severity: "medium",
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
  url: `${GUIDE}/rotate-keys.html`,
  types: [t.KEY],
  example: { violation: "enableKeyRotation: false", fix: "enableKeyRotation: true" },
  check: (key, judge) => {
    if (key.flag("enableKeyRotation") === true || !isSymmetric(key)) return;
    judge.report("enableKeyRotation is not true: the key material stays the same for ever.");
  },
  remediate: (key) =>
    key.flag("enableKeyRotation") !== true && isSymmetric(key)
      ? { enableKeyRotation: true }
      : undefined,
};

export const kmsKeyPublic: ResourceRule = {
  name: "kms-key-public",
  description: "No key policy lets everyone in.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["CKV_AWS_33", "KMS.5", "kms_no_wildcard_principal", "CKV_AWS_283"],
  remedy: "Name the principals in `policy`, or add a condition such as `kms:CallerAccount`.",
  url: `${GUIDE}/key-policies.html`,
  example: { violation: 'Principal: "*"', fix: "Principal: { AWS: role.arn }" },
  ...onStatements(KEY_POLICIES, (statement, report) => {
    if (statement.allows && statement.isForEveryone && !isTiedToCallers(statement)) {
      report("lets everyone use the key, with no condition on who asks.");
    }
  }),
};

export const kmsKeyPolicy: StackRule = {
  name: "kms-key-policy",
  description: "A key has a policy of its own.",
  group: "security",
  level: "mandatory",
  severity: "medium",
  controls: ["CKV2_AWS_64"],
  remedy: "Set `policy`, or make an aws.kms.KeyPolicy for the key.",
  url: `${GUIDE}/key-policy-default.html`,
  types: [t.KEY],
  example: { violation: "// policy unset", fix: "policy: pulumi.jsonStringify(document)" },
  checkStack: (stack, judge) => {
    judge.each(stack.of(t.KEY), (key) => {
      if (key.value("policy") !== undefined) return;
      if (stack.users(key, "keyId", t.KEY_POLICY).length > 0) return;
      judge.report(
        key,
        `${key.label} has AWS's default policy, which opens it to the whole account.`,
      );
    });
  },
};

export const kmsKeyEnabled: ResourceRule = {
  name: "kms-key-enabled",
  description: "A key is enabled.",
  group: "reliability",
  level: "mandatory",
  severity: "medium",
  controls: ["CKV_AWS_227"],
  remedy: "Remove `isEnabled` or set it to true.",
  url: `${GUIDE}/enabling-keys.html`,
  types: [t.KEY],
  example: { violation: "isEnabled: false", fix: "isEnabled: true" },
  check: (key, judge) => {
    if (key.flag("isEnabled") === false) {
      judge.report("isEnabled is false: whatever it encrypts cannot be read.");
    }
  },
};

export const kmsKeyDeletionWindow: ResourceRule = {
  name: "kms-key-deletion-window",
  description: "A deleted key can be brought back for as long as the settings say.",
  group: "reliability",
  level: "advisory",
  severity: "medium",
  controls: ["KMS.3", "kms_cmk_not_deleted_unintentionally", "kms_cmk_not_scheduled_for_deletion"],
  remedy: "Set `deletionWindowInDays` to 30.",
  url: `${GUIDE}/deleting-keys.html`,
  types: [t.KEY],
  settings: {
    minDays: { type: "integer", minimum: 7, maximum: 30, default: 30, description: "Fewest days." },
    requireProtect: {
      type: "boolean",
      default: false,
      description: "Whether a key must also have the resource option `protect`.",
    },
  },
  example: { violation: "deletionWindowInDays: 7", fix: "deletionWindowInDays: 30" },
  check: (key, judge) => {
    const days = key.number("deletionWindowInDays") ?? 30;
    const least = judge.setting<number>("minDays");
    if (days < least) judge.report(`deletionWindowInDays is ${days}, fewer than ${least}.`);
    if (!key.protect && judge.setting<boolean>("requireProtect")) {
      judge.report("the resource option protect is not true.");
    }
  },
};

export const kmsKeyLockoutCheck: ResourceRule = {
  name: "kms-key-lockout-check",
  description: "AWS checks that a new key policy leaves somebody in charge.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["aws-kms-key-disallow-bypass-policy-lockout-safety-check"],
  remedy: "Remove `bypassPolicyLockoutSafetyCheck`.",
  url: `${GUIDE}/key-policy-default.html`,
  types: [t.KEY],
  example: { violation: "bypassPolicyLockoutSafetyCheck: true", fix: "// unset" },
  check: (key, judge) => {
    if (key.flag("bypassPolicyLockoutSafetyCheck") === true) {
      judge.report("bypassPolicyLockoutSafetyCheck is true: a policy may lock everybody out.");
    }
  },
};

export const kmsKeyDescription: ResourceRule = {
  name: "kms-key-description",
  description: "A key says what it is for.",
  group: "operations",
  level: "disabled",
  severity: "low",
  controls: ["aws-kms-key-missing-description"],
  remedy: "Set `description`.",
  url: `${GUIDE}/create-keys.html`,
  types: [t.KEY],
  example: { violation: "// description unset", fix: 'description: "Encrypts orders"' },
  check: (key, judge) => {
    if (!key.text("description")) judge.report("description is not set.");
  },
};

export const kmsKeyGrants: ResourceRule = {
  name: "kms-key-grants",
  description: "Grants on a key are made only by AWS services for their resources.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["CT.KMS.PR.3"],
  remedy:
    "Add the condition Bool `kms:GrantIsForAWSResource` to the statement with kms:CreateGrant.",
  url: `${GUIDE}/conditions-kms.html`,
  example: {
    violation: 'Action: "kms:CreateGrant"',
    fix: 'Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } }',
  },
  ...onStatements(KEY_POLICIES, (statement, report) => {
    if (!statement.allows || !allowsAction(statement, "kms:CreateGrant")) return;
    const bound = statement.conditions.some(
      ({ key, values }) => key === "kms:grantisforawsresource" && values.includes("true"),
    );
    if (!bound) report("allows kms:CreateGrant to more than AWS services.");
  }),
};

export const kmsKeyRsaLength: ResourceRule = {
  name: "kms-key-rsa-length",
  description: "An RSA key that encrypts is longer than 2048 bits.",
  group: "security",
  level: "disabled",
  severity: "low",
  controls: ["CT.KMS.PR.2"],
  remedy: "Set `customerMasterKeySpec` to RSA_3072 or RSA_4096.",
  url: `${GUIDE}/symm-asymm-choose-key-spec.html`,
  types: [t.KEY],
  example: {
    violation: 'customerMasterKeySpec: "RSA_2048"',
    fix: 'customerMasterKeySpec: "RSA_4096"',
  },
  check: (key, judge) => {
    const signs = key.text("keyUsage") === "SIGN_VERIFY";
    if (!signs && key.text("customerMasterKeySpec") === "RSA_2048") {
      judge.report("customerMasterKeySpec is RSA_2048.");
    }
  },
};

export const kmsKeyMultiRegion: ResourceRule = {
  name: "kms-key-multi-region",
  description: "A key stays in its region.",
  group: "security",
  level: "disabled",
  severity: "medium",
  controls: ["kms_cmk_not_multi_region"],
  remedy: "Remove `multiRegion`.",
  url: `${GUIDE}/multi-region-keys-overview.html`,
  types: [t.KEY],
  example: { violation: "multiRegion: true", fix: "// unset" },
  check: (key, judge) => {
    if (key.flag("multiRegion") === true) judge.report("multiRegion is true.");
  },
};

/** What CloudWatch Logs does with a key (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html). */
const LOGS_ACTIONS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
];

export const kmsKeyLogsAccess: StackRule = {
  name: "kms-key-logs-access",
  description: "The key of a log group lets CloudWatch Logs in, for log groups only.",
  group: "reliability",
  level: "mandatory",
  severity: "high",
  controls: ["cloudwatch-logs-user-guide#23"],
  remedy:
    "Allow logs.<region>.amazonaws.com kms:Encrypt*, Decrypt*, ReEncrypt*, GenerateDataKey* and Describe* in `policy`, under ArnLike `kms:EncryptionContext:aws:logs:arn`.",
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  types: [t.LOG_GROUP],
  example: {
    violation:
      "new aws.cloudwatch.LogGroup(name, { kmsKeyId: key.arn }) // key.policy without logs",
    fix: 'Principal: { Service: "logs.eu-west-1.amazonaws.com" }',
  },
  checkStack: (stack, judge) => {
    judge.each(stack.of(t.LOG_GROUP), (group) => {
      const key = keyOf(stack, group, "kmsKeyId");
      if (key === undefined) return;
      const fault = accessFault(keyPolicies(stack, key), {
        service: /^logs(\.[a-z0-9-]+)?\.amazonaws\.com/,
        actions: LOGS_ACTIONS,
        context: "kms:encryptioncontext:aws:logs:arn",
      });
      if (fault !== undefined) {
        judge.report(
          key,
          `${key.label} encrypts the log group ${group.label}, but its policy ${fault}.`,
        );
      }
    });
  },
};

/** Step Functions' use of a key (https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html). */
const STATES_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"];

export const kmsKeyMachineAccess: StackRule = {
  name: "kms-key-machine-access",
  description:
    "The key of a state machine lets the machine's role in, and log delivery when it logs.",
  group: "reliability",
  level: "mandatory",
  severity: "high",
  controls: [],
  remedy:
    "Allow the role kms:Decrypt and kms:GenerateDataKey under `kms:EncryptionContext:aws:states:stateMachineArn`, and delivery.logs.amazonaws.com kms:Decrypt* under `kms:EncryptionContext:SourceArn`.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html",
  types: [t.MACHINE],
  example: {
    violation: "encryptionConfiguration: { kmsKeyId: key.arn } // key.policy without the role",
    fix: 'Condition: { StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": machineArn } }',
  },
  checkStack: (stack, judge) => {
    judge.each(stack.of(t.MACHINE), (machine) => {
      const key = keyOf(stack, machine, "encryptionConfiguration.kmsKeyId");
      if (key === undefined) return;
      const policies = keyPolicies(stack, key);
      const logs =
        machine.has("loggingConfiguration") && machine.text("loggingConfiguration.level") !== "OFF";
      if (logs) {
        const fault = accessFault(policies, {
          service: /^delivery\.logs\.amazonaws\.com/,
          actions: ["kms:Decrypt"],
          context: "kms:encryptioncontext:sourcearn",
        });
        if (fault !== undefined)
          judge.report(key, `${machine.label} logs, but the policy of ${key.label} ${fault}.`);
      }
      if (!roleMayUse(stack, machine, policies)) {
        judge.report(
          key,
          `The role of ${machine.label} may not use ${key.label} for its executions: ${listed(STATES_ACTIONS)} under kms:EncryptionContext:aws:states:stateMachineArn are not allowed.`,
        );
      }
    });
  },
};

interface Access {
  readonly service: RegExp;
  readonly actions: readonly string[];
  readonly context: string;
}

/** What a service lacks in a key's policies to use the key for its own resources only. */
function accessFault(policies: readonly Document[], access: Access): string | undefined {
  const statements = policies
    .flatMap(({ statements }) => statements)
    .filter(
      (statement) =>
        statement.allows &&
        statement.principals.some(({ kind, id }) => kind === "Service" && access.service.test(id)),
    );
  const name = access.service.source.replace(/[\\^]|\(.*\)\?/g, "");
  if (statements.length === 0) return `does not let ${name} in`;
  const missing = access.actions.filter(
    (action) => !statements.some((statement) => allowsAction(statement, action)),
  );
  if (missing.length > 0) return `does not allow ${name} ${listed(missing)}`;
  return statements.every((statement) => hasKey(statement.conditions, access.context))
    ? undefined
    : `lets ${name} use the key for anything, without a condition on ${access.context}`;
}

/** Whether the role of a machine can use its key: by the key's policy, or by its own where the key's leaves that to IAM. */
function roleMayUse(stack: Stack, machine: StackResource, policies: readonly Document[]): boolean {
  const [role] = stack.linked(machine, "roleArn", t.ROLE);
  if (role === undefined) return true;
  const own = rolePolicies(stack, role).flatMap(({ statements }) => statements);
  const ofKey = policies.flatMap(({ statements }) => statements);
  const fits = (statement: Statement): boolean =>
    statement.allows &&
    STATES_ACTIONS.every((action) => allowsAction(statement, action)) &&
    hasKey(statement.conditions, "kms:encryptioncontext:aws:states:statemachinearn");
  return [...own, ...ofKey].some(fits);
}

function hasKey(conditions: readonly ConditionTest[], key: string): boolean {
  return conditions.some((condition) => condition.key === key);
}

function allowsAction(statement: Statement, action: string): boolean {
  return statement.actions.some((pattern) => matches(pattern, action));
}

function isSymmetric(key: Resource): boolean {
  const spec = key.text("customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT";
  return spec === "SYMMETRIC_DEFAULT";
}
