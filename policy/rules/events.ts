import type { Document } from "../iam/document";
import { isTiedToCallers } from "../iam/grants";
import type { ResourceRule, StackJudge, StackRule } from "../host/rule";
import type { Stack, StackResource } from "../host/stack";
import * as t from "../types";
import { BUS_POLICIES, listed, onStatements } from "./documents";
import { rolePolicies } from "./links";

const EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/userguide";
const SCHEDULER = "https://docs.aws.amazon.com/scheduler/latest/UserGuide";

export const eventsTargetDeadLetter: ResourceRule = {
  name: "events-target-dead-letter",
  description: "An event that a target does not take is kept.",
  group: "reliability",
  level: "mandatory",
  severity: "medium",
  controls: ["SR ES4000", "EventBusDLQ"],
  remedy: "Set `deadLetterConfig.arn`.",
  url: `${EVENTS}/eb-rule-dlq.html`,
  types: [t.EVENT_TARGET],
  example: { violation: "// deadLetterConfig unset", fix: "deadLetterConfig: { arn: queue.arn }" },
  check: (target, judge) => {
    if (target.value("deadLetterConfig.arn") === undefined)
      judge.report("deadLetterConfig.arn is not set.");
  },
};

export const schedulerScheduleDeadLetter: ResourceRule = {
  name: "scheduler-schedule-dead-letter",
  description: "A start that a schedule could not make is kept.",
  group: "reliability",
  level: "advisory",
  severity: "medium",
  controls: [],
  remedy: "Set `target.deadLetterConfig.arn`.",
  url: `${SCHEDULER}/configuring-schedule-dlq.html`,
  types: [t.SCHEDULE],
  example: {
    violation: "// target.deadLetterConfig unset",
    fix: "deadLetterConfig: { arn: queue.arn }",
  },
  check: (schedule, judge) => {
    if (schedule.value("target.deadLetterConfig.arn") === undefined) {
      judge.report("target.deadLetterConfig.arn is not set.");
    }
  },
};

export const eventsBusPolicyPublic: ResourceRule = {
  name: "events-bus-policy-public",
  description: "No event bus takes events from everyone.",
  group: "security",
  level: "advisory",
  severity: "high",
  controls: ["AwsSolutions-EVB1", "eventbridge_bus_exposed", "CKV_AWS_283"],
  remedy: "Name the accounts in `policy` or `principal`, or add a condition on aws:PrincipalOrgID.",
  url: `${EVENTS}/eb-event-bus-perms.html`,
  types: [t.EVENT_BUS_POLICY, t.EVENT_PERMISSION],
  example: { violation: 'principal: "*"', fix: 'principal: "111122223333"' },
  check: (resource, judge) => {
    if (resource.type === t.EVENT_BUS_POLICY) return openBus.check(resource, judge);
    if (resource.text("principal") === "*" && !resource.has("condition")) {
      judge.report("principal is *, without a condition.");
    }
  },
};

const openBus = onStatements(BUS_POLICIES, (statement, report) => {
  if (statement.allows && statement.isForEveryone && !isTiedToCallers(statement))
    report("lets everyone in.");
});

export const eventsBusPolicy: StackRule = {
  name: "events-bus-policy",
  description: "A custom event bus has a policy of its own.",
  group: "security",
  level: "advisory",
  severity: "low",
  controls: ["EventBridge.3"],
  remedy: "Make an aws.cloudwatch.EventBusPolicy for the bus.",
  url: `${EVENTS}/eb-event-bus-perms.html`,
  types: [t.EVENT_BUS],
  example: {
    violation: "new aws.cloudwatch.EventBus(name)",
    fix: "new aws.cloudwatch.EventBusPolicy(name, { eventBusName: bus.name, policy })",
  },
  checkStack: (stack, judge) => {
    judge.each(stack.of(t.EVENT_BUS), (bus) => {
      const policies = stack.users(bus, "eventBusName", t.EVENT_BUS_POLICY, t.EVENT_PERMISSION);
      if (policies.length === 0) judge.report(bus, `${bus.label} has no policy.`);
    });
  },
};

export const schedulerScheduleEncryption: ResourceRule = {
  name: "scheduler-schedule-encryption",
  description: "A schedule is encrypted with a key of our own.",
  group: "security",
  level: "advisory",
  severity: "low",
  controls: ["CKV_AWS_297"],
  remedy: "Set `kmsKeyArn`.",
  url: `${SCHEDULER}/encryption-rest.html`,
  types: [t.SCHEDULE],
  example: { violation: "// kmsKeyArn unset", fix: "kmsKeyArn: key.arn" },
  check: (schedule, judge) => {
    if (!schedule.text("kmsKeyArn")) judge.report("kmsKeyArn is not set.");
  },
};

interface Trigger {
  readonly type: string;
  readonly arn: string;
  readonly role: string;
  readonly retry: string;
}

/** Where a rule's target and a schedule say what they start. */
const TRIGGERS: readonly Trigger[] = [
  { type: t.EVENT_TARGET, arn: "arn", role: "roleArn", retry: "retryPolicy" },
  { type: t.SCHEDULE, arn: "target.arn", role: "target.roleArn", retry: "target.retryPolicy" },
];

export const sfnTriggerRole: StackRule = {
  name: "sfn-trigger-role",
  description:
    "The role of a rule or schedule that starts a state machine may do that and nothing else.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: [],
  remedy:
    "Allow states:StartExecution on the machine's ARN only in the policy of the trigger's `roleArn`.",
  url: `${EVENTS}/eb-use-identity-based.html`,
  types: [t.MACHINE],
  example: {
    violation: 'Action: "states:*"',
    fix: 'Action: "states:StartExecution", Resource: machine.arn',
  },
  checkStack: (stack, judge) => {
    eachTrigger(stack, judge, (trigger, machine, { role: property }) => {
      const [role] = stack.linked(trigger, property, t.ROLE);
      if (role === undefined) return;
      const more = rolePolicies(stack, role).flatMap(beyondStart);
      if (more.length > 0) {
        judge.report(
          role,
          `${role.label} starts ${machine.label} for ${trigger.name}, and may also ${listed(more)}.`,
        );
      }
    });
  },
};

export const sfnTriggerRetry: StackRule = {
  name: "sfn-trigger-retry",
  description: "A rule or schedule that starts a state machine says how long it tries.",
  group: "reliability",
  level: "mandatory",
  severity: "medium",
  controls: [],
  remedy: "Set `retryPolicy` with `maximumEventAgeInSeconds` and `maximumRetryAttempts`.",
  url: `${EVENTS}/eb-rule-retry-policy.html`,
  types: [t.MACHINE],
  example: {
    violation: "// retryPolicy unset",
    fix: "retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 }",
  },
  checkStack: (stack, judge) => {
    eachTrigger(stack, judge, (trigger, machine, { retry }) => {
      if (trigger.number(`${retry}.maximumEventAgeInSeconds`) !== undefined) return;
      const unset = trigger.has(retry) ? `${retry}.maximumEventAgeInSeconds` : retry;
      judge.report(trigger, `${trigger.name} starts ${machine.label}, and ${unset} is not set.`);
    });
  },
};

export const sfnTriggerQualified: StackRule = {
  name: "sfn-trigger-qualified",
  description:
    "A rule or schedule starts a version or alias of a state machine, so that a deployment can be rolled back.",
  group: "reliability",
  level: "advisory",
  severity: "low",
  controls: [],
  remedy: "Set the target's `arn` to the ARN of an aws.sfn.Alias.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html",
  types: [t.MACHINE],
  example: { violation: "arn: machine.arn", fix: "arn: alias.arn" },
  checkStack: (stack, judge) => {
    eachTrigger(stack, judge, (trigger, machine, { arn }) => {
      const through = trigger.pending(arn)
        ? stack.linked(trigger, arn, t.MACHINE_ALIAS).length > 0
        : /:stateMachine:[^:]+:[^:]+$/.test(trigger.text(arn) ?? "");
      if (!through)
        judge.report(
          trigger,
          `${trigger.name} starts ${machine.label} without a version or alias.`,
        );
    });
  },
};

/** Each rule's target and schedule that starts a machine of the stack, directly or through an alias. */
function eachTrigger(
  stack: Stack,
  judge: StackJudge,
  check: (trigger: StackResource, machine: StackResource, where: Trigger) => void,
): void {
  for (const where of TRIGGERS) {
    judge.each(stack.of(where.type), (trigger) => {
      const [machine] = stack.linked(trigger, where.arn, t.MACHINE, t.MACHINE_ALIAS);
      if (machine !== undefined) check(trigger, machine, where);
    });
  }
}

/** What a policy allows besides starting executions, in the words of its statements. */
function beyondStart(document: Document): string[] {
  return document.statements
    .filter(({ allows }) => allows)
    .flatMap((statement) => {
      const start = /^states:Start(Sync)?Execution$/;
      const others = statement.actions.filter(
        (action) => !start.test(action) && !isDelivery(action),
      );
      const wide = statement.resources.some(
        (resource) => resource === "*" || /:stateMachine:\*$/.test(resource),
      );
      const starts = statement.actions.some((action) => start.test(action));
      return wide && starts ? [...others, "start any machine"] : others;
    });
}

/** A schedule's role also writes to its dead-letter queue and uses its key. */
function isDelivery(action: string): boolean {
  return ["sqs:SendMessage", "kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKey*"].includes(
    action,
  );
}
