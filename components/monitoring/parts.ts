import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../shared/arguments/inputs";
import { versionOf } from "../stepfunction/versions/shift";
import { alarmsOf, type AlarmToMake, type Counted, type Watched } from "./alarms";
import { type ResolvedMonitoring } from "./resolve";

/** The dimensions that metrics are counted by. */
export type Dimensions = Readonly<Record<string, pulumi.Input<string>>>;

/** One part of the workflow, and the alarms it gets. */
export interface Part {
  /** What the names of its alarms begin with. */
  readonly key: string;
  readonly dimensions: Readonly<Partial<Record<Counted, Dimensions>>>;
  readonly alarms: readonly AlarmToMake[];
}

/** Every part with its alarms. @param alertsQueue name of the topic's own dead-letter queue */
export function partsOf(args: ResolvedMonitoring, alertsQueue: pulumi.Input<string>): Part[] {
  const machine = (watched: Watched): Part => ({
    key: "",
    dimensions: machineDimensions(args),
    alarms: alarmsOf(watched, args.stateMachine.timeoutSeconds, args),
  });
  const queues = [["alerts", alertsQueue] as const, ...Object.entries(args.deadLetterQueues)];
  return [
    ...machineParts(args).map(machine),
    ...Object.entries(args.functions).map(([key, { functionName, timeoutSeconds }]) => ({
      key: `${key}-`,
      dimensions: { function: { FunctionName: functionName } },
      alarms: alarmsOf("function", timeoutSeconds, args),
    })),
    ...queues.map(([key, queue]) => ({
      key: `${key}-`,
      dimensions: { queue: { QueueName: queue } },
      alarms: alarmsOf("deadLetterQueue", undefined, args),
    })),
  ];
}

/** What there is to watch of the machine itself. */
function machineParts({ express, serviceAlarms, stateMachine }: ResolvedMonitoring): Watched[] {
  const { versionArn, logGroupName, batchesArn } = stateMachine;
  const parts: Readonly<Partial<Record<Watched, boolean>>> = {
    stateMachine: true,
    express,
    standard: !express,
    batch: batchesArn !== undefined,
    version: versionArn !== undefined,
    quota: serviceAlarms,
    standardQuota: serviceAlarms && !express,
    logs: serviceAlarms && logGroupName !== undefined,
  };
  return (Object.keys(parts) as Watched[]).filter((part) => parts[part]);
}

function machineDimensions({ stateMachine }: ResolvedMonitoring): Part["dimensions"] {
  const { arn, versionArn = "", logGroupName = "", batchesArn = "" } = stateMachine;
  const machine = { StateMachineArn: arn };
  return {
    machine,
    batches: { StateMachineArn: batchesArn },
    version: { ...machine, Version: mapInput(versionArn, versionOf) },
    startExecution: { APIName: "StartExecution" },
    account: {},
    logGroup: { LogGroupName: logGroupName },
  };
}

/** The name of an alarm on a part. */
export function alarmName({ base }: ResolvedMonitoring, { key }: Part, id: string): string {
  return `${base}-${key}${id}`;
}

/** The name of every alarm on a part, which are known before the resources. */
export function alarmNames(args: ResolvedMonitoring): string[] {
  return partsOf(args, args.names.deadLetters).flatMap((part) =>
    part.alarms.map(({ id }) => alarmName(args, part, id)),
  );
}

/** The rule of the alarm over the others. */
export function compositeRule(names: readonly string[]): string {
  return names.map((each) => `ALARM("${each}")`).join(" OR ");
}
