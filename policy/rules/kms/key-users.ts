import { matchesPattern } from "asl-toolkit/iam";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/resource";
import { type Document, statementsOf } from "../../iam/document";
import { listed } from "../shared/documents";
import {
  certainPolicies,
  hasForeignPolicies,
  keyOf,
  keyPolicies,
  rolePolicies,
} from "../shared/links";
import { type Checks, eachOf } from "../shared/checks";
import t from "../shared/resource-types.json";
import { applies, asksFor, contextOf, type EncryptionContext, mayUse } from "./key-access";

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

/** A service's use of a key for one resource. */
interface Access {
  /** What the service's principals are called, its region left out. */
  readonly service: string;
  readonly actions: readonly string[];
  readonly context: EncryptionContext;
}

/** What a service lacks in a key's policies to use the key for one resource, and only for such resources. */
function accessFault(policies: readonly Document[], access: Access): string | undefined {
  const { service, actions, context } = access;
  const statements = statementsOf(policies).filter(
    (statement) =>
      statement.allows && statement.principalsOf("Service").some((id) => isService(id, access)),
  );
  if (statements.length === 0) return `does not let ${service} in`;
  const missing = actions.filter(
    (action) => !statements.some((statement) => statement.actsOn(action)),
  );
  if (missing.length > 0) return `does not allow ${service} ${listed(missing)}`;
  const unfit = actions.filter(
    (action) => !statements.some((statement) => applies(statement, action, context)),
  );
  if (unfit.length > 0) {
    const tests = statements.flatMap(({ conditions }) =>
      conditions.filter((condition) => asksFor(condition, context)),
    );
    return tests.length > 0
      ? `lets ${service} use the key for ${listed(tests.flatMap(({ values }) => values))} only`
      : `lets ${service} use the key under conditions that it does not meet`;
  }
  return statements.every(({ conditions }) => conditions.some((each) => asksFor(each, context)))
    ? undefined
    : `lets ${service} use the key for anything, without a condition on ${context.key}`;
}

/** Whether a principal is the service, of all regions or of the resource's. */
function isService(id: string, { service, context }: Access): boolean {
  const [name, ...suffix] = service.split(".");
  const regional = `${name}.${context.arn.region}.${suffix.join(".")}`;
  return [service, regional].some((principal) => matchesPattern(`${principal}*`, id));
}
