import type { Reader } from "../../host/reader";
import type { StackResource } from "../../host/stack-resource";
import t from "../shared/resource-types.json";
import { tagsOf } from "../shared/tags";
import { listed } from "../shared/documents";
import { onEach } from "../shared/on-each";
import type { Checks } from "../shared/rows";

export const stepfunctionsOperations = {
  "sfn-machine-tags": ({ resource, report }) => {
    if (Object.keys(tagsOf(resource)).length === 0) report("tags is not set.");
  },
  "sfn-machine-alarms": onEach([t.MACHINE], (machine, stack, setting) => {
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
  "sfn-machine-version": onEach([t.MACHINE], (machine, stack) => {
    if (machine.flag("publish") !== true) return "publishes no versions";
    const aliases = stack.users(machine, "routingConfigurations", t.MACHINE_ALIAS);
    return aliases.length === 0 ? "has no alias" : undefined;
  }),
  "sfn-machine-key-reuse": ({ resource: machine, report }) => {
    const seconds = machine.number("encryptionConfiguration.kmsDataKeyReusePeriodSeconds");
    if (seconds !== undefined && (seconds < 60 || seconds > 900)) {
      report(`encryptionConfiguration.kmsDataKeyReusePeriodSeconds is ${seconds}.`);
    }
  },
} satisfies Checks;

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
