import type { StackResource } from "../../host/resource";
import type { StackCheck, StackContext } from "../../host/rule";
import type { Document } from "../../iam/document";
import { type Checks, onEach } from "../shared/checks";
import { BUS_POLICIES, listed, refusesEveryone } from "../shared/documents";
import { rolePolicies } from "../shared/links";
import t from "../shared/resource-types.json";

const openBus = refusesEveryone(BUS_POLICIES, "lets everyone in.");

/** Where a rule's target and a schedule say what they start. */
const TRIGGERS: readonly Trigger[] = [
  { type: t.EVENT_TARGET, arn: "arn", role: "roleArn", retry: "retryPolicy" },
  { type: t.SCHEDULE, arn: "target.arn", role: "target.roleArn", retry: "target.retryPolicy" },
];

export const eventsBusesAndTriggers = {
  "events-bus-policy-public": (context) => {
    if (context.resource.type === t.EVENT_BUS_POLICY) return openBus.check(context);
    if (context.resource.text("principal") === "*" && !context.resource.has("condition")) {
      context.report("principal is *, without a condition.");
    }
  },
  "events-bus-policy": onEach([t.EVENT_BUS], (bus, stack) =>
    stack.users(bus, "eventBusName", t.EVENT_BUS_POLICY, t.EVENT_PERMISSION).length === 0
      ? "has no policy"
      : undefined,
  ),
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

/** What a trigger's role is for; IAM does not look at the letter case. */
const START = /^states:Start(Sync)?Execution$/i;

/** A schedule's role also writes to its dead-letter queue and uses its key. */
const DELIVERY = /^(sqs:SendMessage|kms:Decrypt|kms:GenerateDataKey\*?)$/i;

/** What a policy allows besides starting executions, in the words of its statements. */
function beyondStart(document: Document): string[] {
  return document.statements
    .filter(({ allows }) => allows)
    .flatMap(({ actions, resources }) => {
      const others = actions.filter((action) => !START.test(action) && !DELIVERY.test(action));
      const wide = resources.some((each) => each === "*" || /:stateMachine:\*$/.test(each));
      const starts = actions.some((action) => START.test(action));
      return wide && starts ? [...others, "start any machine"] : others;
    });
}
