import t from "../shared/resource-types.json";
import type { StackResource } from "../../host/resource";
import type { Document } from "../../iam/document";
import { rolePolicies } from "../shared/links";
import { listed } from "../shared/documents";
import type { StackCheck, StackContext } from "../../host/rule";
import type { Checks } from "../shared/checks";

/** Where a rule's target and a schedule say what they start. */
const TRIGGERS: readonly Trigger[] = [
  { type: t.EVENT_TARGET, arn: "arn", role: "roleArn", retry: "retryPolicy" },
  { type: t.SCHEDULE, arn: "target.arn", role: "target.roleArn", retry: "target.retryPolicy" },
];

export const eventsTriggers = {
  "sfn-trigger-role": onTriggers((trigger, machine, { role: property }, { stack, report }) => {
    const [role] = stack.linked(trigger, property, t.ROLE);
    if (role === undefined) return;
    const more = rolePolicies(stack, role).flatMap(beyondStart);
    if (more.length > 0) {
      report(
        role,
        `${role.label} starts ${machine.label} for ${trigger.name}, and may also ${listed(more)}.`,
      );
    }
  }),
  "sfn-trigger-retry": onTriggers((trigger, machine, { retry }, { report }) => {
    if (trigger.number(`${retry}.maximumEventAgeInSeconds`) !== undefined) return;
    const unset = trigger.has(retry) ? `${retry}.maximumEventAgeInSeconds` : retry;
    report(trigger, `${trigger.name} starts ${machine.label}, and ${unset} is not set.`);
  }),
  "sfn-trigger-qualified": onTriggers((trigger, machine, { arn }, { stack, report }) => {
    const through = trigger.pending(arn)
      ? stack.linked(trigger, arn, t.MACHINE_ALIAS).length > 0
      : /:stateMachine:[^:]+:[^:]+$/.test(trigger.text(arn) ?? "");
    if (!through)
      report(trigger, `${trigger.name} starts ${machine.label} without a version or alias.`);
  }),
} satisfies Checks;

interface Trigger {
  readonly type: string;
  readonly arn: string;
  readonly role: string;
  readonly retry: string;
}

/** A check of each rule's target and schedule that starts a machine of the stack, directly or through an alias. */
function onTriggers(
  check: (
    trigger: StackResource,
    machine: StackResource,
    where: Trigger,
    context: StackContext,
  ) => void,
): StackCheck {
  return {
    scope: "stack",
    types: [t.MACHINE],
    check: (context) => {
      for (const where of TRIGGERS) {
        context.each(context.stack.of(where.type), (trigger) => {
          const [machine] = context.stack.linked(trigger, where.arn, t.MACHINE, t.MACHINE_ALIAS);
          if (machine !== undefined) check(trigger, machine, where, context);
        });
      }
    },
  };
}

/** What a policy allows besides starting executions, in the words of its statements. */
function beyondStart(document: Document): string[] {
  return document.statements
    .filter(({ allows }) => allows)
    .flatMap((statement) => {
      const start = /^states:Start(Sync)?Execution$/;
      const others = statement.actions.filter(
        (action) => !start.test(action) && !DELIVERY.includes(action),
      );
      const wide = statement.resources.some(
        (resource) => resource === "*" || /:stateMachine:\*$/.test(resource),
      );
      const starts = statement.actions.some((action) => start.test(action));
      return wide && starts ? [...others, "start any machine"] : others;
    });
}

/** A schedule's role also writes to its dead-letter queue and uses its key. */
const DELIVERY = ["sqs:SendMessage", "kms:Decrypt", "kms:GenerateDataKey", "kms:GenerateDataKey*"];
