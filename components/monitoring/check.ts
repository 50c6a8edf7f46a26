import { isDeferredInput } from "../shared/inputs";
import { format, Problems, requirePlain } from "../shared/problems";
import { type MonitoringArgs } from "./args";
import { alarmNames, compositeRule } from "./parts";
import { resolveMonitoring } from "./resolve";

/** Arguments that decide names, or which resources there are. */
const PLAIN = [
  "prefix",
  "environment",
  "name",
  "durationAlarms",
  "serviceAlarms",
  "notifications",
  "dashboard",
] as const;

/**
 * Checks the arguments of a monitoring.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkMonitoringArgs(args: MonitoringArgs): void {
  requirePlain("Monitoring", args, PLAIN);
  const resolved = resolveMonitoring(args);
  const { functions, thresholds, names, express, dashboard } = resolved;
  const problems = new Problems()
    .required(args, "prefix", "environment", "name")
    .form("stateMachine.arn", "stateMachine", args.stateMachine.arn)
    .form("kmsKeyArn", "kmsKey", args.kmsKeyArn)
    .tags(args)
    .oneOf("notifications", resolved.notifications, ["each", "workflow"])
    .name("name", "topic", names.topic)
    .name("name", "queue", names.deadLetters)
    .name("name", "alarm", names.workflow);
  if (!express) problems.name("name", "trigger", names.statusRule);
  if (dashboard) problems.name("name", "dashboard", names.workflow);
  checkAlarms(alarmNames(resolved), problems);
  for (const [key, { timeoutSeconds }] of Object.entries(functions)) {
    problems.wholeNumber(`functions.${key}.timeoutSeconds`, timeoutSeconds, 1, 900);
  }
  for (const [key, value] of Object.entries(thresholds)) {
    problems.add(
      `thresholds.${key}`,
      !isDeferredInput(value) && !(Number(value) > 0) && `is ${format(value)}: must be more than 0`,
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
