import { checkArguments } from "../shared/arguments/argument-rules";
import { isDeferredInput } from "../shared/arguments/inputs";
import { format, type Problems } from "../shared/problems";
import { ALARMS } from "./alarms";
import { type MonitoringArgs } from "./args";
import { alarmNames, compositeRule } from "./parts";
import { resolveMonitoring } from "./resolve";

/**
 * Checks the arguments of a monitoring.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkMonitoringArgs(args: MonitoringArgs): void {
  const problems = checkArguments("Monitoring", args).tags(args);
  const resolved = resolveMonitoring(args);
  const { thresholds, names, express, dashboard } = resolved;
  problems
    .name("name", "topic", names.topic)
    .name("name", "queue", names.deadLetters)
    .name("name", "alarm", names.workflow);
  if (!express) problems.name("name", "trigger", names.statusRule);
  if (dashboard) problems.name("name", "dashboard", names.workflow);
  checkAlarms(alarmNames(resolved), problems);
  for (const [key, value] of Object.entries(thresholds)) {
    const path = `thresholds.${key}`;
    problems
      .add(
        path,
        !Object.hasOwn(ALARMS, key) &&
          `is not an alarm: there are ${Object.keys(ALARMS).join(", ")}`,
      )
      .add(
        path,
        !isDeferredInput(value) &&
          !(Number(value) > 0) &&
          `is ${format(value)}: must be more than 0`,
      );
  }
  problems.done("Monitoring");
}

/** Every alarm has a name that no other has, and one alarm takes them all. */
function checkAlarms(names: readonly string[], problems: Problems): void {
  for (const [index, name] of names.entries()) {
    const twice = names.indexOf(name) < index;
    problems
      .name("functions", "alarm", name)
      .add("functions", twice && `two alarms are named ${name}: rename a function or queue`);
  }
  problems
    .size("functions", "alarmChildren", names.length)
    .size("functions", "alarmRule", compositeRule(names).length);
}
