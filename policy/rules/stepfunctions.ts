import { coverage } from "asl-toolkit/permissions";
import type { Resource, ResourceRule, RuleInfo, StackRule } from "../host/rule";
import type { Stack, StackResource } from "../host/stack";
import * as t from "../types";
import { lambdaTasks, secretsOf, sideEffects } from "./definitions";
import { listed } from "./documents";
import { rolePolicies } from "./links";
import { documentAt } from "../iam/document";

const GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg";

/** Log levels from nothing to everything. */
const LEVELS = ["OFF", "FATAL", "ERROR", "ALL"];

export const sfnMachineLogging: ResourceRule = {
  name: "sfn-machine-logging",
  description: "A state machine logs its failures, at the level of the settings or better.",
  group: "operations",
  level: "mandatory",
  severity: "medium",
  controls: [
    "StepFunctions.1",
    "CKV_AWS_285",
    "CT.STEPFUNCTIONS.PR.1",
    "STEP_FUNCTIONS_STATE_MACHINE_LOGGING_ENABLED",
    "stepfunctions_statemachine_logging_enabled",
  ],
  remedy: "Set `loggingConfiguration` with `level` ERROR or ALL and a `logDestination`.",
  url: `${GUIDE}/cw-logs.html`,
  types: [t.MACHINE],
  settings: {
    minLogLevel: {
      type: "string",
      enum: LEVELS.slice(1),
      default: "ERROR",
      description: "The least level.",
    },
  },
  example: {
    violation: 'loggingConfiguration: { level: "OFF" }',
    fix: 'loggingConfiguration: { level: "ERROR", logDestination }',
  },
  check: (machine, judge) => {
    void judge.part(() => {
      const level = machine.text("loggingConfiguration.level") ?? "OFF";
      const least = judge.setting<string>("minLogLevel");
      if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) {
        judge.report(`loggingConfiguration.level is ${level}, less than ${least}.`);
      }
    });
    void judge.part(() => {
      const off =
        !machine.pending("loggingConfiguration.level") &&
        !machine.has("loggingConfiguration.level");
      if (off || machine.pending("loggingConfiguration")) return;
      if (!machine.has("loggingConfiguration.logDestination")) {
        judge.report("loggingConfiguration.logDestination is not set: the logs go nowhere.");
      }
    });
  },
};

export const sfnMachineLogAll: ResourceRule = logAll({
  name: "sfn-machine-log-all",
  type: "STANDARD",
  level: "advisory",
  description: "A standard state machine logs every event.",
});

export const sfnExpressLogAll: ResourceRule = logAll({
  name: "sfn-express-log-all",
  type: "EXPRESS",
  level: "mandatory",
  description: "An express state machine logs every event: it has no other history.",
});

export const sfnMachineLogDestination: ResourceRule = {
  name: "sfn-machine-log-destination",
  description: "A state machine's log destination is the log group's ARN with `:*` at its end.",
  group: "operations",
  level: "mandatory",
  severity: "medium",
  controls: [],
  remedy: "Set `loggingConfiguration.logDestination` to the log group's ARN followed by `:*`.",
  url: `${GUIDE}/cw-logs.html`,
  types: [t.MACHINE],
  example: {
    violation: "logDestination: group.arn",
    fix: "logDestination: pulumi.interpolate`${group.arn}:*`",
  },
  check: (machine, judge) => {
    const destination = machine.text("loggingConfiguration.logDestination");
    if (destination && !destination.endsWith(":*")) {
      judge.report(`loggingConfiguration.logDestination is ${destination}.`);
    }
  },
};

export const sfnMachineExecutionDataLogged: ResourceRule = {
  name: "sfn-machine-execution-data-logged",
  description: "A state machine logs what its executions work on.",
  group: "operations",
  level: "disabled",
  severity: "low",
  controls: ["CKV_AWS_285"],
  remedy: "Set `loggingConfiguration.includeExecutionData` to true, if the data may be in a log.",
  url: `${GUIDE}/cw-logs.html`,
  types: [t.MACHINE],
  example: { violation: "// includeExecutionData unset", fix: "includeExecutionData: true" },
  check: (machine, judge) => {
    if (machine.flag("loggingConfiguration.includeExecutionData") !== true) {
      judge.report("loggingConfiguration.includeExecutionData is not true.");
    }
  },
};

export const sfnMachineExecutionDataPrivate: StackRule = machineRule(
  {
    name: "sfn-machine-execution-data-private",
    description:
      "Execution data is logged only where the settings allow it: by default to an encrypted log group.",
    group: "security",
    level: "advisory",
    severity: "medium",
    controls: [],
    remedy:
      "Remove `loggingConfiguration.includeExecutionData`, or set `kmsKeyId` on the log group.",
    url: `${GUIDE}/cw-logs.html`,
    settings: {
      allowExecutionData: {
        type: "string",
        enum: ["always", "encrypted", "never"],
        default: "encrypted",
        description: "Where execution data may be logged.",
      },
      sensitiveTags: {
        type: "array",
        items: { type: "string" },
        default: ["sensitive", "confidential", "restricted"],
        description: "Tag values that mark a machine whose data must not be logged at all.",
      },
    },
    example: {
      violation: "includeExecutionData: true // log group without kmsKeyId",
      fix: "kmsKeyId: key.arn",
    },
  },
  (machine, stack, setting) => {
    if (machine.flag("loggingConfiguration.includeExecutionData") !== true) return undefined;
    const allowed = setting<string>("allowExecutionData");
    if (allowed === "always") return undefined;
    const words = setting<string[]>("sensitiveTags");
    const tag = Object.entries(tagsOf(machine)).find(([, value]) =>
      words.includes(String(value).toLowerCase()),
    );
    if (tag !== undefined) return `logs execution data and is tagged ${tag.join(" = ")}`;
    if (allowed === "never") return "logs execution data";
    const [group] = stack.linked(machine, "loggingConfiguration.logDestination", t.LOG_GROUP);
    return group !== undefined && group.value("kmsKeyId") === undefined
      ? `logs execution data to ${group.label}, which has no key`
      : undefined;
  },
);

export const sfnMachineTracing: ResourceRule = {
  name: "sfn-machine-tracing",
  description: "A state machine is traced.",
  group: "operations",
  level: "mandatory",
  severity: "low",
  controls: [
    "CKV_AWS_284",
    "AwsSolutions-SF2",
    "CT.STEPFUNCTIONS.PR.2",
    "SR WS5000",
    "StepFunctionStateMachineXray",
  ],
  remedy: "Set `tracingConfiguration.enabled` to true.",
  url: `${GUIDE}/concepts-xray-tracing.html`,
  types: [t.MACHINE],
  example: {
    violation: "// tracingConfiguration unset",
    fix: "tracingConfiguration: { enabled: true }",
  },
  check: (machine, judge) => {
    if (machine.flag("tracingConfiguration.enabled") !== true) {
      judge.report("tracingConfiguration.enabled is not true.");
    }
  },
};

export const sfnMachineEncryption: ResourceRule = {
  name: "sfn-machine-encryption",
  description: "A state machine is encrypted with a key of our own.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["stepfunctions_statemachine_encrypted_with_cmk"],
  remedy: "Set `encryptionConfiguration` with `type` CUSTOMER_MANAGED_KMS_KEY and a `kmsKeyId`.",
  url: `${GUIDE}/encryption-at-rest.html`,
  types: [t.MACHINE],
  example: {
    violation: "// encryptionConfiguration unset",
    fix: 'encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: key.arn }',
  },
  check: (machine, judge) => {
    const type = machine.text("encryptionConfiguration.type");
    if (type !== "CUSTOMER_MANAGED_KMS_KEY")
      judge.report(`encryptionConfiguration.type is ${type ?? "unset"}.`);
  },
};

export const sfnMachineKeyReuse: ResourceRule = {
  name: "sfn-machine-key-reuse",
  description: "A state machine reuses a data key for 60 to 900 seconds, as AWS takes it.",
  group: "operations",
  level: "mandatory",
  severity: "low",
  controls: [],
  remedy: "Set `encryptionConfiguration.kmsDataKeyReusePeriodSeconds` within 60 to 900.",
  url: "https://docs.aws.amazon.com/step-functions/latest/apireference/API_EncryptionConfiguration.html",
  types: [t.MACHINE],
  example: {
    violation: "kmsDataKeyReusePeriodSeconds: 30",
    fix: "kmsDataKeyReusePeriodSeconds: 300",
  },
  check: (machine, judge) => {
    const seconds = machine.number("encryptionConfiguration.kmsDataKeyReusePeriodSeconds");
    if (seconds !== undefined && (seconds < 60 || seconds > 900)) {
      judge.report(`encryptionConfiguration.kmsDataKeyReusePeriodSeconds is ${seconds}.`);
    }
  },
};

export const sfnMachineName: ResourceRule = {
  name: "sfn-machine-name",
  description:
    "A state machine's name has 1 to 80 letters, digits, hyphens and underscores, which its metrics and logs take.",
  group: "operations",
  level: "mandatory",
  severity: "low",
  controls: [],
  remedy: "Set `name` to such a one.",
  url: `${GUIDE}/service-quotas.html`,
  types: [t.MACHINE],
  example: { violation: 'name: "bestellungen-prüfen"', fix: 'name: "bestellungen-pruefen"' },
  check: (machine, judge) => {
    for (const property of ["name", "namePrefix"]) {
      void judge.part(() => {
        const name = machine.text(property);
        if (name && !/^[0-9A-Za-z_-]{1,80}$/.test(name)) judge.report(`${property} is ${name}.`);
      });
    }
  },
};

export const sfnMachineTags: ResourceRule = {
  name: "sfn-machine-tags",
  description: "State machines and activities are tagged, so that their cost finds its owner.",
  group: "cost",
  level: "advisory",
  severity: "low",
  controls: ["StepFunctions.2"],
  remedy: "Set `tags`.",
  url: `${GUIDE}/sfn-best-practices.html`,
  types: [t.MACHINE, t.ACTIVITY],
  example: { violation: "// tags unset", fix: 'tags: { Environment: "prod" }' },
  check: (resource, judge) => {
    if (Object.keys(tagsOf(resource)).length === 0) judge.report("tags is not set.");
  },
};

export const sfnMachineExpressReason: ResourceRule = {
  name: "sfn-machine-express-reason",
  description: "An express state machine with side effects says why it may run twice.",
  group: "reliability",
  level: "advisory",
  severity: "medium",
  controls: [],
  remedy: "Set `type` to STANDARD, or name the reason in the tag of the rule's setting.",
  url: `${GUIDE}/choosing-workflow-type.html`,
  types: [t.MACHINE],
  settings: {
    tag: {
      type: "string",
      default: "ExecutionModeReason",
      description: "The tag that holds the reason.",
    },
  },
  example: {
    violation: 'type: "EXPRESS"',
    fix: 'tags: { ExecutionModeReason: "tasks are idempotent" }',
  },
  check: (machine, judge) => {
    if ((machine.text("type") ?? "STANDARD").toUpperCase() !== "EXPRESS") return;
    const tag = judge.setting<string>("tag");
    if (tagsOf(machine)[tag] !== undefined) return;
    const tasks = sideEffects(machine.text("definition"));
    if (tasks.length > 0) {
      judge.report(
        `type is EXPRESS, tag ${tag} is not set, and these states may act twice: ${listed(tasks)}.`,
      );
    }
  },
};

export const sfnDefinitionSecrets: ResourceRule = {
  name: "sfn-definition-secrets",
  description: "A definition holds no secrets: whoever may describe the machine reads them.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["stepfunctions_statemachine_no_secrets_in_definition"],
  remedy: "Read the value from Secrets Manager in a task, and name it in `definition`.",
  url: `${GUIDE}/security-best-practices.html`,
  types: [t.MACHINE],
  example: { violation: '"ApiKey": "AKIA..."', fix: '"SecretId": "orders/api-key"' },
  check: (machine, judge) => {
    for (const [path, what] of secretsOf(machine)) judge.report(`definition${path} ${what}.`);
  },
};

/** What an operator must hear of (https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html). */
const ALARMS = ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"];

export const sfnMachineAlarms: StackRule = machineRule(
  {
    name: "sfn-machine-alarms",
    description: "A state machine has alarms on failed, timed out and throttled executions.",
    group: "operations",
    level: "mandatory",
    severity: "high",
    controls: [],
    remedy: `Make an aws.cloudwatch.MetricAlarm for each of ${ALARMS.join(", ")} with \`dimensions.StateMachineArn\`.`,
    url: `${GUIDE}/procedure-cw-metrics.html`,
    settings: {
      metrics: {
        type: "array",
        items: { type: "string" },
        default: ALARMS,
        description: "The metrics to watch.",
      },
    },
    example: {
      violation: "new aws.sfn.StateMachine(name, args) // no alarms",
      fix: 'new aws.cloudwatch.MetricAlarm(name, { metricName: "ExecutionsFailed", dimensions: { StateMachineArn: machine.arn } })',
    },
  },
  (machine, stack, setting) => {
    const alarms = ["dimensions", "metricQueries"].flatMap((property) =>
      stack.users(machine, property, t.ALARM),
    );
    const watched = alarms.flatMap(metricsOf);
    const missing = setting<string[]>("metrics").filter((metric) => !watched.includes(metric));
    if (missing.length === 0) return undefined;
    for (const property of ["dimensions", "metricQueries"])
      stack.certain(machine, property, t.ALARM);
    return `has no alarm on ${listed(missing)}`;
  },
);

export const sfnMachineVersion: StackRule = machineRule(
  {
    name: "sfn-machine-version",
    description:
      "A state machine publishes versions and has an alias, so that a deployment can be rolled back.",
    group: "reliability",
    level: "advisory",
    severity: "low",
    controls: [],
    remedy: "Set `publish` to true and make an aws.sfn.Alias.",
    url: `${GUIDE}/concepts-cd-aliasing-versioning.html`,
    example: {
      violation: "publish: false",
      fix: "publish: true, and new aws.sfn.Alias(name, args)",
    },
  },
  (machine, stack) => {
    if (machine.flag("publish") !== true) return "publishes no versions";
    const aliases = stack.users(machine, "routingConfigurations", t.MACHINE_ALIAS);
    return aliases.length === 0 ? "has no alias" : undefined;
  },
);

export const sfnMachineRoleTrust: StackRule = machineRule(
  {
    name: "sfn-machine-role-trust",
    description: "The role of a state machine trusts Step Functions.",
    group: "reliability",
    level: "mandatory",
    severity: "high",
    controls: ["confused-deputy"],
    remedy: "Allow states.amazonaws.com to assume the role in its `assumeRolePolicy`.",
    url: `${GUIDE}/procedure-create-iam-role.html`,
    example: {
      violation: 'Principal: { Service: "lambda.amazonaws.com" }',
      fix: 'Principal: { Service: "states.amazonaws.com" }',
    },
  },
  (machine, stack) => {
    const [role] = stack.linked(machine, "roleArn", t.ROLE);
    const trust = role && documentAt(role, "assumeRolePolicy");
    if (role === undefined || trust === undefined) return undefined;
    const trusted = trust.statements.some(
      (statement) =>
        statement.allows &&
        statement.principals.some(({ id }) => /^states(\.[a-z0-9-]+)?\.amazonaws\.com/.test(id)),
    );
    return trusted ? undefined : `has the role ${role.label}, which does not trust Step Functions`;
  },
);

export const sfnRoleUnusedGrant: StackRule = machineRule(
  {
    name: "sfn-role-unused-grant",
    description: "The role of a state machine may do only what its states do.",
    group: "security",
    level: "advisory",
    severity: "medium",
    controls: [],
    remedy: "Remove the action or resource from the role's `policy`.",
    url: `${GUIDE}/procedure-create-iam-role.html`,
    example: {
      violation: 'Action: ["lambda:InvokeFunction", "sqs:SendMessage"]',
      fix: 'Action: "lambda:InvokeFunction"',
    },
  },
  (machine, stack) => {
    const compared = grantsOf(machine, stack);
    const unused = compared?.unused.map(({ action, resource }) => action ?? resource ?? "") ?? [];
    return unused.length > 0
      ? `has a role that may do what no state does: ${listed(unused)}`
      : undefined;
  },
);

export const sfnRoleMissingGrant: StackRule = machineRule(
  {
    name: "sfn-role-missing-grant",
    description: "The role of a state machine may do all that its states do.",
    group: "reliability",
    level: "advisory",
    severity: "medium",
    controls: [],
    remedy: "Allow the action on the resource in the role's `policy`.",
    url: `${GUIDE}/service-integration-iam-templates.html`,
    example: {
      violation: "// no statement with sqs:SendMessage",
      fix: 'Action: "sqs:SendMessage", Resource: queue.arn',
    },
  },
  (machine, stack) => {
    const compared = grantsOf(machine, stack);
    const uncovered =
      compared?.uncovered.map(({ state, action }) => `${action} (state ${state})`) ?? [];
    return uncovered.length > 0 ? `has a role that may not ${listed(uncovered)}` : undefined;
  },
);

export const sfnTaskLambdaTimeout: StackRule = machineRule(
  {
    name: "sfn-task-lambda-timeout",
    description:
      "A task waits for its function at least as long as the function may run, and not many times longer.",
    group: "reliability",
    level: "advisory",
    severity: "medium",
    controls: ["SLS step-functions task timeouts"],
    remedy: "Set the task's `TimeoutSeconds` to the function's `timeout` plus a few seconds.",
    url: `${GUIDE}/sfn-stuck-execution.html`,
    settings: {
      maxFactor: {
        type: "number",
        minimum: 1,
        default: 10,
        description: "How many times longer a task may wait.",
      },
    },
    example: {
      violation: '"TimeoutSeconds": 10 // function: timeout: 30',
      fix: '"TimeoutSeconds": 35',
    },
  },
  (machine, stack, setting) => {
    const faults = lambdaTasks(machine.text("definition")).flatMap(({ state, target, timeout }) => {
      const lambda = stack.find(target, t.FUNCTION);
      if (lambda === undefined || timeout === undefined) return [];
      const limit = lambda.number("timeout") ?? 3;
      if (timeout < limit)
        return [`${state} waits ${timeout} s for ${lambda.label}, which may run ${limit} s`];
      return timeout > limit * setting<number>("maxFactor")
        ? [`${state} waits ${timeout} s for ${lambda.label}, which ends after ${limit} s`]
        : [];
    });
    return faults.length > 0 ? `: ${faults.join("; ")}` : undefined;
  },
);

/** The tags of a resource; nothing when there are none. */
export function tagsOf(resource: Resource): Readonly<Record<string, unknown>> {
  const tags = resource.plain("tags") ?? {};
  return typeof tags === "object" ? (tags as Record<string, unknown>) : {};
}

function logAll(
  info: Pick<RuleInfo, "name" | "level" | "description"> & { type: string },
): ResourceRule {
  const { type, ...named } = info;
  return {
    ...named,
    group: "operations",
    severity: "medium",
    controls: ["AwsSolutions-SF1"],
    remedy: "Set `loggingConfiguration.level` to ALL.",
    url: `${GUIDE}/cw-logs.html`,
    types: [t.MACHINE],
    example: {
      violation: 'loggingConfiguration: { level: "ERROR" }',
      fix: 'loggingConfiguration: { level: "ALL" }',
    },
    check: (machine, judge) => {
      const level = machine.text("loggingConfiguration.level");
      // No logging at all is the finding of the rule on logging.
      if (level === undefined || level === "ALL" || level === "OFF") return;
      if ((machine.text("type") ?? "STANDARD").toUpperCase() !== type) return;
      judge.report(`loggingConfiguration.level is ${level}.`);
    },
  };
}

function machineRule(
  info: RuleInfo,
  fault: (
    machine: StackResource,
    stack: Stack,
    setting: <T>(name: string) => T,
  ) => string | undefined,
): StackRule {
  return {
    ...info,
    types: [t.MACHINE],
    checkStack: (stack, judge) => {
      judge.each(stack.of(t.MACHINE), (machine) => {
        const found = fault(machine, stack, (name) => judge.setting(name));
        if (found === undefined) return;
        judge.report(machine, `${machine.label}${found.startsWith(":") ? "" : " "}${found}.`);
      });
    },
  };
}

/** What the machine's role may do against what the machine does; nothing when the role is not wholly in the stack. */
function grantsOf(machine: StackResource, stack: Stack): ReturnType<typeof coverage> | undefined {
  const [role] = stack.linked(machine, "roleArn", t.ROLE);
  if (role === undefined) return undefined;
  const definition: unknown = JSON.parse(machine.text("definition") ?? "{}");
  for (const type of [t.ROLE_POLICY, t.ROLE_ATTACHMENT]) stack.certain(role, "role", type);
  const policies = rolePolicies(stack, role);
  const attachments = stack.users(role, "role", t.ROLE_ATTACHMENT);
  const foreign = attachments.filter(
    (attachment) => stack.linked(attachment, "policyArn", t.POLICY).length === 0,
  );
  const { unused, uncovered } = coverage(
    definition,
    policies.map(({ value }) => value),
  );
  return { unused, uncovered: foreign.length > 0 || policies.length === 0 ? [] : uncovered };
}

function metricsOf(alarm: StackResource): string[] {
  const single = alarm.text("metricName");
  const queried = alarm.blocks("metricQueries").map((query) => query.text("metric.metricName"));
  return [single, ...queried].filter((metric) => metric !== undefined);
}
