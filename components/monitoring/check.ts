import { withDefaults } from "../shared/args";
import { Problems } from "../shared/problems";
import { type MonitoringArgs } from "./args";
import { MONITORING_DEFAULTS } from "./resolve";

/**
 * Checks the arguments of a monitoring.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkMonitoringArgs(args: MonitoringArgs): void {
  const { functions, thresholds } = withDefaults(args, MONITORING_DEFAULTS);
  const problems = new Problems().required(args, "prefix", "environment", "name").tags(args.tags);
  for (const [key, { timeoutSeconds }] of Object.entries(functions)) {
    problems.wholeNumber(`functions.${key}.timeoutSeconds`, timeoutSeconds, 1, 900);
  }
  for (const [key, value] of Object.entries(thresholds)) {
    problems.add(`thresholds.${key}`, !(Number(value) > 0) && `is ${value}: must be more than 0`);
  }
  problems.done("Monitoring");
}
