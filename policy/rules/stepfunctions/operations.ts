import { display } from "asl-toolkit/json";
import type { Reader } from "../../host/reader";
import type { ResourceRule } from "../../host/rule";
import type { StackResource } from "../../host/resource";
import { listed } from "../shared/documents";
import { type Checks, onEach, onResource } from "../shared/checks";
import t from "../shared/resource-types.json";
import { typeOf } from "./definition";

/** Log levels from nothing to everything. */
const LEVELS = ["OFF", "FATAL", "ERROR", "ALL"];

export const stepfunctionsOperations = {
  "sfn-machine-tags": ({ resource, report }) => {
    if (Object.keys(resource.record("tags")).length === 0) report("tags is not set.");
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
  "sfn-machine-logging": ({ resource: machine, report, part, setting }) => {
    void part(() => {
      const level = machine.text("loggingConfiguration.level") ?? "OFF";
      const least = setting<string>("minLogLevel");
      if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) {
        report(`loggingConfiguration.level is ${level}, less than ${least}.`);
      }
    });
    void part(() => {
      const off =
        !machine.pending("loggingConfiguration.level") &&
        !machine.has("loggingConfiguration.level");
      if (off || machine.pending("loggingConfiguration")) return;
      if (!machine.has("loggingConfiguration.logDestination")) {
        report("loggingConfiguration.logDestination is not set: the logs go nowhere.");
      }
    });
  },
  "sfn-machine-log-all": logAll("STANDARD"),
  "sfn-express-log-all": logAll("EXPRESS"),
  "sfn-machine-execution-data-private": onEach([t.MACHINE], (machine, stack, setting) => {
    if (machine.flag("loggingConfiguration.includeExecutionData") !== true) return undefined;
    const allowed = setting<string>("allowExecutionData");
    if (allowed === "always") return undefined;
    const words = setting<string[]>("sensitiveTags");
    const tag = Object.entries(machine.record("tags")).find(([, value]) =>
      words.includes(display(value).toLowerCase()),
    );
    if (tag !== undefined)
      return `logs execution data and is tagged ${tag.map(display).join(" = ")}`;
    if (allowed === "never") return "logs execution data";
    const [group] = stack.linked(machine, "loggingConfiguration.logDestination", t.LOG_GROUP);
    return group !== undefined && group.value("kmsKeyId") === undefined
      ? `logs execution data to ${group.label}, which has no key`
      : undefined;
  }),
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

function logAll(type: "STANDARD" | "EXPRESS"): ResourceRule["check"] {
  return onResource((machine) => {
    const level = machine.text("loggingConfiguration.level");
    // No logging at all is the finding of the rule on logging.
    if (level === undefined || level === "ALL" || level === "OFF") return undefined;
    return typeOf(machine) === type ? `loggingConfiguration.level is ${level}.` : undefined;
  });
}
