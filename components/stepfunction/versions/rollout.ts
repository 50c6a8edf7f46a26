import { type Problems } from "../../shared/problems";
import { type Rollout } from "../args";
import { type ResolvedMachine } from "../resolve";
import { display } from "asl-toolkit/json";

/** AWS's words for the types of a rollout. */
const TYPES = { canary: "CANARY", linear: "LINEAR", "all-at-once": "ALL_AT_ONCE" } as const;

/** The longest that AWS lets a rollout take, in minutes. */
const MOST_MINUTES = 2100;

/** The property `DeploymentPreference` of AWS::StepFunctions::StateMachineAlias. */
export interface DeploymentPreference {
  readonly StateMachineVersionArn: string;
  readonly Type: (typeof TYPES)[keyof typeof TYPES];
  readonly Percentage?: number;
  readonly Interval?: number;
  readonly Alarms: readonly string[];
}

/** A rollout with its alarms filled in. */
export type ResolvedRollout = NonNullable<ResolvedMachine["rollout"]>;

/** A rollout to a version, in AWS's words. */
export function deploymentPreference(
  { type, percentage, intervalMinutes, alarms }: ResolvedRollout,
  versionArn: string,
): DeploymentPreference {
  const steps = type === "all-at-once" ? {} : { Percentage: percentage, Interval: intervalMinutes };
  return {
    StateMachineVersionArn: versionArn,
    Type: TYPES[type],
    ...steps,
    Alarms: alarms,
  };
}

/** What will happen, for the preview. */
export function describeRollout(rollout: ResolvedRollout): string {
  const { type, percentage = 0, intervalMinutes = 0, alarms } = rollout;
  const each = `${intervalMinutes} min`;
  const steps = {
    canary: `${percentage} % of the executions first, the rest after ${each}`,
    linear: `${percentage} % more of the executions every ${each}, ${totalMinutes(rollout)} min in all`,
    "all-at-once": "all executions at once, without a look at alarms (AWS has none here)",
  };
  const back = type === "all-at-once" ? "" : `; back when ${alarms.join(" or ")} goes off`;
  return `${steps[type]}${back}`;
}

/** AWS counts the last step too. */
function totalMinutes({ percentage = 100, intervalMinutes = 0 }: Rollout): number {
  return Math.ceil(100 / percentage) * intervalMinutes;
}

/**
 * Notes what is wrong with a rollout.
 * Bounds: the registry's schema of AWS::StepFunctions::StateMachineAlias, and its update handler for the whole time
 * (https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-stepfunctions).
 */
export function checkRollout(rollout: ResolvedRollout, problems: Problems): void {
  const { type, percentage, intervalMinutes, alarms } = rollout;
  problems
    .oneOf("rollout.type", type, Object.keys(TYPES))
    .add("rollout.type", type === undefined && "is missing: say canary, linear or all-at-once");
  const steps = { percentage, intervalMinutes };
  for (const [name, value] of Object.entries(steps)) {
    const isGiven = value !== undefined;
    problems
      .add(
        `rollout.${name}`,
        type === "all-at-once" && isGiven && `is ${display(value)}: all-at-once takes none`,
      )
      .add(
        `rollout.${name}`,
        (type === "canary" || type === "linear") && !isGiven && `is missing: ${type} needs it`,
      );
  }
  problems
    .wholeNumber("rollout.percentage", percentage, 1, 99)
    .wholeNumber("rollout.intervalMinutes", intervalMinutes, 1, MOST_MINUTES);
  const total = totalMinutes(rollout);
  problems.add(
    "rollout.intervalMinutes",
    type === "linear" &&
      total > MOST_MINUTES &&
      `makes ${total} minutes in all: AWS allows ${MOST_MINUTES}; take larger steps or shorter intervals`,
  );
  checkAlarms(alarms, problems);
}

function checkAlarms(alarms: readonly string[], problems: Problems): void {
  if (!Array.isArray(alarms) || alarms.length < 1 || alarms.length > 100) {
    const found = Array.isArray(alarms) ? `has ${alarms.length} entries` : `is ${display(alarms)}`;
    problems.add("rollout.alarms", `${found}: must be 1 to 100 names of alarms`);
    return;
  }
  for (const [at, name] of alarms.entries()) {
    const path = `rollout.alarms[${at}]`;
    if (typeof name !== "string") problems.add(path, `is ${display(name)}: must be a name`);
    else problems.name(path, "alarm", name);
    problems.add(path, alarms.indexOf(name) < at && `is ${display(name)} again: name each once`);
  }
}
