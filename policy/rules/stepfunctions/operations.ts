import { textList } from "../shared/settings";
import type { Reader } from "../../host/reader";
import type { StackResource } from "../../host/stack-resource";
import * as t from "../shared/types";
import { tagsOf } from "../shared/tags";
import { listed } from "../shared/documents";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/step-functions/latest/dg";

/** What an operator must hear of (https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html). */
const ALARMS = ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"];

export const stepfunctionsOperations: readonly PolicyRule[] = [
  {
    id: "sfn-machine-tracing",
    meta: {
      description: "A state machine is traced.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: [
        "CKV_AWS_284",
        "AwsSolutions-SF2",
        "CT.STEPFUNCTIONS.PR.2",
        "SR WS5000",
        "StepFunctionStateMachineXray",
      ],
      remedy: "Set `tracingConfiguration.enabled` to true.",
      docs: { url: `${GUIDE}/concepts-xray-tracing.html` },
    },
    types: [t.MACHINE],
    check: ({ resource: machine, report }) => {
      if (machine.flag("tracingConfiguration.enabled") !== true) {
        report("tracingConfiguration.enabled is not true.");
      }
    },
  },
  {
    id: "sfn-machine-name",
    meta: {
      description:
        "A state machine's name has 1 to 80 letters, digits, hyphens and underscores, which its metrics and logs take.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: [],
      remedy: "Set `name` to such a one.",
      docs: { url: `${GUIDE}/service-quotas.html` },
    },
    types: [t.MACHINE],
    check: ({ resource: machine, report, part }) => {
      for (const property of ["name", "namePrefix"]) {
        void part(() => {
          const name = machine.text(property);
          if (name && !/^[0-9A-Za-z_-]{1,80}$/.test(name)) report(`${property} is ${name}.`);
        });
      }
    },
  },
  {
    id: "sfn-machine-tags",
    meta: {
      description: "State machines and activities are tagged, so that their cost finds its owner.",
      pillar: "cost",
      severity: "low",
      level: "advisory",
      controls: ["StepFunctions.2"],
      remedy: "Set `tags`.",
      docs: { url: `${GUIDE}/sfn-best-practices.html` },
    },
    types: [t.MACHINE, t.ACTIVITY],
    check: ({ resource, report }) => {
      if (Object.keys(tagsOf(resource)).length === 0) report("tags is not set.");
    },
  },
  {
    id: "sfn-machine-alarms",
    meta: {
      description: "A state machine has alarms on failed, timed out and throttled executions.",
      pillar: "operations",
      severity: "high",
      level: "mandatory",
      controls: [],
      remedy: `Make an aws.cloudwatch.MetricAlarm for each of ${ALARMS.join(", ")} with \`dimensions.StateMachineArn\`.`,
      docs: { url: `${GUIDE}/procedure-cw-metrics.html` },
    },
    settings: {
      metrics: textList(ALARMS, "The metrics to watch."),
    },
    ...onEach([t.MACHINE], (machine, stack, setting) => {
      const alarms = ["dimensions", "metricQueries"].flatMap((property) =>
        stack.users(machine, property, t.ALARM),
      );
      const watched = alarms.flatMap(metricsOf);
      const missing = setting<string[]>("metrics").filter((metric) => !watched.includes(metric));
      if (missing.length === 0) return undefined;
      for (const property of ["dimensions", "metricQueries"])
        stack.certain(machine, property, t.ALARM);
      return `has no alarm on ${listed(missing)}`;
    }),
  },
  {
    id: "sfn-machine-version",
    meta: {
      description:
        "A state machine publishes versions and has an alias, so that a deployment can be rolled back.",
      pillar: "reliability",
      severity: "low",
      level: "advisory",
      controls: [],
      remedy: "Set `publish` to true and make an aws.sfn.Alias.",
      docs: { url: `${GUIDE}/concepts-cd-aliasing-versioning.html` },
    },
    ...onEach([t.MACHINE], (machine, stack) => {
      if (machine.flag("publish") !== true) return "publishes no versions";
      const aliases = stack.users(machine, "routingConfigurations", t.MACHINE_ALIAS);
      return aliases.length === 0 ? "has no alias" : undefined;
    }),
  },
];

function metricsOf(alarm: StackResource): string[] {
  const queried = alarm.blocks("metricQueries");
  return [
    ...(isOfStates(alarm, "namespace") ? [alarm.text("metricName")] : []),
    ...queried
      .filter((query) => isOfStates(query, "metric.namespace"))
      .map((query) => query.text("metric.metricName")),
  ].filter((metric) => metric !== undefined);
}

/** A metric of the same name elsewhere is another metric. */
function isOfStates(metric: Reader, property: string): boolean {
  return metric.text(property) === "AWS/States";
}
