import { matchesPattern } from "asl-toolkit/iam";
import type { Document, Statement, ConditionTest } from "../../iam/document";
import { listed } from "../shared/documents";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import * as t from "../shared/types";
import { keyOf } from "../shared/links";
import { rolePolicies, keyPolicies } from "../shared/policies";
import type { PolicyRule } from "../../host/rule";

/** What CloudWatch Logs does with a key (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html). */
const LOGS_ACTIONS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
];

/** Step Functions' use of a key (https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html). */
const STATES_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"];

export const kmsKeyUsers: readonly PolicyRule[] = [
  {
    id: "kms-key-logs-access",
    meta: {
      description: "The key of a log group lets CloudWatch Logs in, for log groups only.",
      pillar: "reliability",
      severity: "high",
      level: "mandatory",
      controls: ["cloudwatch-logs-user-guide#23"],
      remedy:
        "Allow logs.<region>.amazonaws.com kms:Encrypt*, Decrypt*, ReEncrypt*, GenerateDataKey* and Describe* in `policy`, under ArnLike `kms:EncryptionContext:aws:logs:arn`.",
      docs: {
        url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
      },
    },
    scope: "stack",
    types: [t.LOG_GROUP],
    check: ({ stack, report, each }) => {
      each(stack.of(t.LOG_GROUP), (group) => {
        const key = keyOf(stack, group, "kmsKeyId");
        if (key === undefined) return;
        const fault = accessFault(keyPolicies(stack, key), {
          service: /^logs(\.[a-z0-9-]+)?\.amazonaws\.com/,
          actions: LOGS_ACTIONS,
          context: "kms:encryptioncontext:aws:logs:arn",
          fits: (value) => isOfGroup(value, group),
        });
        if (fault !== undefined) {
          report(
            key,
            `${key.label} encrypts the log group ${group.label}, but its policy ${fault}.`,
          );
        }
      });
    },
  },
  {
    id: "kms-key-machine-access",
    meta: {
      description:
        "The key of a state machine lets the machine's role in, and log delivery when it logs.",
      pillar: "reliability",
      severity: "high",
      level: "mandatory",
      controls: [],
      remedy:
        "Allow the role kms:Decrypt and kms:GenerateDataKey under `kms:EncryptionContext:aws:states:stateMachineArn`, and delivery.logs.amazonaws.com kms:Decrypt* under `kms:EncryptionContext:SourceArn`.",
      docs: { url: "https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html" },
    },
    scope: "stack",
    types: [t.MACHINE],
    check: ({ stack, report, each }) => {
      each(stack.of(t.MACHINE), (machine) => {
        const key = keyOf(stack, machine, "encryptionConfiguration.kmsKeyId");
        if (key === undefined) return;
        const policies = keyPolicies(stack, key);
        const logs =
          machine.has("loggingConfiguration") &&
          machine.text("loggingConfiguration.level") !== "OFF";
        if (logs) {
          const fault = accessFault(policies, {
            service: /^delivery\.logs\.amazonaws\.com/,
            actions: ["kms:Decrypt"],
            context: "kms:encryptioncontext:sourcearn",
          });
          if (fault !== undefined)
            report(key, `${machine.label} logs, but the policy of ${key.label} ${fault}.`);
        }
        if (!roleMayUse(stack, machine, policies)) {
          report(
            key,
            `The role of ${machine.label} may not use ${key.label} for its executions: ${listed(STATES_ACTIONS)} under kms:EncryptionContext:aws:states:stateMachineArn are not allowed.`,
          );
        }
      });
    },
  },
];

interface Access {
  readonly service: RegExp;
  readonly actions: readonly string[];
  readonly context: string;
  /** Whether a value of the context is of what the key encrypts; all are, by default. */
  readonly fits?: (value: string) => boolean;
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
    (action) => !statements.some((statement) => statement.actsOn(action)),
  );
  if (missing.length > 0) return `does not allow ${name} ${listed(missing)}`;
  const tests = statements.flatMap(({ conditions }) =>
    conditions.filter(({ key }) => key === access.context),
  );
  const { fits = () => true } = access;
  if (tests.length > 0 && !tests.some(({ values }) => values.some(fits)))
    return `lets ${name} use the key for ${listed(tests.flatMap(({ values }) => values))} only`;
  return statements.every((statement) => hasKey(statement.conditions, access.context))
    ? undefined
    : `lets ${name} use the key for anything, without a condition on ${access.context}`;
}

/** Whether a pattern of log groups' ARNs has the group among them, as far as its name is known. */
function isOfGroup(pattern: string, group: StackResource): boolean {
  const names = /:log-group:(.*?)(:\*)?$/.exec(pattern)?.[1] ?? "*";
  const name = group.pending("name") ? undefined : group.text("name");
  return name === undefined || matchesPattern(names, name);
}

/** Whether the role of a machine can use its key: by the key's policy, or by its own where the key's leaves that to IAM. */
function roleMayUse(stack: Stack, machine: StackResource, policies: readonly Document[]): boolean {
  const [role] = stack.linked(machine, "roleArn", t.ROLE);
  if (role === undefined) return true;
  const own = rolePolicies(stack, role).flatMap(({ statements }) => statements);
  const ofKey = policies.flatMap(({ statements }) => statements);
  const fits = (statement: Statement): boolean =>
    statement.allows &&
    STATES_ACTIONS.every((action) => statement.actsOn(action)) &&
    hasKey(statement.conditions, "kms:encryptioncontext:aws:states:statemachinearn");
  return [...own, ...ofKey].some(fits);
}

function hasKey(conditions: readonly ConditionTest[], key: string): boolean {
  return conditions.some((condition) => condition.key === key);
}
