import { display } from "asl-toolkit/json";
import { onEach, onResource } from "../shared/on-each";
import { tagsOf } from "../shared/tags";
import t from "../shared/resource-types.json";
import type { ResourceRule } from "../../host/rule";
import type { Checks } from "../shared/rows";
import { typeOf } from "./tasks";

/** Log levels from nothing to everything. */
const LEVELS = ["OFF", "FATAL", "ERROR", "ALL"];

export const stepfunctionsLogging = {
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
    const tag = Object.entries(tagsOf(machine)).find(([, value]) =>
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

function logAll(type: "STANDARD" | "EXPRESS"): ResourceRule["check"] {
  return onResource((machine) => {
    const level = machine.text("loggingConfiguration.level");
    // No logging at all is the finding of the rule on logging.
    if (level === undefined || level === "ALL" || level === "OFF") return undefined;
    return typeOf(machine) === type ? `loggingConfiguration.level is ${level}.` : undefined;
  });
}
