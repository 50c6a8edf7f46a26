import { onStatements, BUS_POLICIES } from "../shared/documents";
import { isPublic } from "../../iam/grants";
import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/userguide";

const openBus = onStatements(BUS_POLICIES, (statement, report, document) => {
  if (isPublic(statement, document)) report("lets everyone in.");
});

export const eventsBuses: readonly PolicyRule[] = [
  {
    id: "events-bus-policy-public",
    meta: {
      description: "No event bus takes events from everyone.",
      pillar: "security",
      severity: "high",
      level: "mandatory",
      controls: ["AwsSolutions-EVB1", "eventbridge_bus_exposed", "CKV_AWS_283"],
      remedy:
        "Name the accounts in `policy` or `principal`, or add a condition on aws:PrincipalOrgID.",
      docs: { url: `${EVENTS}/eb-event-bus-perms.html` },
    },
    types: [t.EVENT_BUS_POLICY, t.EVENT_PERMISSION],
    check: (context) => {
      if (context.resource.type === t.EVENT_BUS_POLICY) return openBus.check(context);
      if (context.resource.text("principal") === "*" && !context.resource.has("condition")) {
        context.report("principal is *, without a condition.");
      }
    },
  },
  {
    id: "events-bus-policy",
    meta: {
      description: "A custom event bus has a policy of its own.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: ["EventBridge.3"],
      remedy: "Make an aws.cloudwatch.EventBusPolicy for the bus.",
      docs: { url: `${EVENTS}/eb-event-bus-perms.html` },
    },
    scope: "stack",
    types: [t.EVENT_BUS],
    check: ({ stack, report, each }) => {
      each(stack.of(t.EVENT_BUS), (bus) => {
        const policies = stack.users(bus, "eventBusName", t.EVENT_BUS_POLICY, t.EVENT_PERMISSION);
        if (policies.length === 0) report(bus, `${bus.label} has no policy.`);
      });
    },
  },
];
