import { listed } from "../shared/documents";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import t from "../shared/resource-types.json";
import { keyOf } from "../shared/links";
import { certainPolicies, hasForeignPolicies, keyPolicies, rolePolicies } from "../shared/policies";
import { eachOf } from "../shared/on-each";
import type { Checks } from "../shared/rows";
import { statementsOf } from "../../iam/document";
import { contextOf, type EncryptionContext, mayUse } from "./key-access";
import { accessFault } from "./service-access";

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

export const kmsKeyUsers = {
  "kms-key-logs-access": eachOf([t.LOG_GROUP], (group, { stack, report }) => {
    const key = keyOf(stack, group, "kmsKeyId");
    if (key === undefined) return;
    const fault = accessFault(keyPolicies(stack, key), {
      service: "logs.amazonaws.com",
      actions: LOGS_ACTIONS,
      context: contextOf(
        group,
        "kms:EncryptionContext:aws:logs:arn",
        "logs",
        named("log-group", group),
      ),
    });
    if (fault !== undefined) {
      report(key, `${key.label} encrypts the log group ${group.label}, but its policy ${fault}.`);
    }
  }),
  "kms-key-machine-access": eachOf([t.MACHINE], (machine, { stack, report, part }) => {
    const key = keyOf(stack, machine, "encryptionConfiguration.kmsKeyId");
    if (key === undefined) return;
    const tell = (purpose: string, fault: string | undefined): void => {
      if (fault === undefined) return;
      report(
        key,
        `The role of ${machine.label} may not use ${key.label} for ${purpose}: ${fault}.`,
      );
    };
    const ofMachine = contextOf(
      machine,
      "kms:EncryptionContext:aws:states:stateMachineArn",
      "states",
      named("stateMachine", machine),
    );
    void part(() =>
      tell("its executions", lackOfRole(stack, machine, key, STATES_ACTIONS, ofMachine)),
    );
    const logs =
      machine.has("loggingConfiguration") && machine.text("loggingConfiguration.level") !== "OFF";
    if (!logs) return;
    const context = contextOf(machine, "kms:EncryptionContext:SourceArn", "logs", "*");
    const fault = accessFault(keyPolicies(stack, key), {
      service: "delivery.logs.amazonaws.com",
      actions: ["kms:Decrypt"],
      context,
    });
    if (fault !== undefined)
      report(key, `${machine.label} logs, but the policy of ${key.label} ${fault}.`);
    tell("its logs", lackOfRole(stack, machine, key, ["kms:GenerateDataKey"], context));
  }),
} satisfies Checks;

/** What follows the account in a resource's ARN; undefined while its name is not known. */
function named(type: string, resource: StackResource): string | undefined {
  const name = resource.knownText("name");
  return name === undefined ? undefined : `${type}:${name}`;
}

/** What the role of a machine lacks to use the machine's key under a context; nothing where there is no telling. */
function lackOfRole(
  stack: Stack,
  machine: StackResource,
  key: StackResource,
  actions: readonly string[],
  context: EncryptionContext,
): string | undefined {
  const [role] = stack.linked(machine, "roleArn", t.ROLE);
  if (role === undefined) return undefined;
  const own = statementsOf(rolePolicies(stack, role));
  const policies = keyPolicies(stack, key);
  const isDefault = policies.length === 0;
  const user = { role, key, own, ofKey: statementsOf(policies), isDefault };
  const missing = actions.filter((action) => !mayUse(user, action, context));
  if (missing.length === 0) return undefined;
  certainPolicies(stack, role);
  if (hasForeignPolicies(stack, role)) return undefined;
  return `it lacks ${listed(missing)} under ${context.key}`;
}
