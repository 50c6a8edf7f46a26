import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { named } from "../shared/tags";
import { alarmsOf, type AlarmToMake, type Watched } from "./alarms";
import { type MonitoringContext, type ResolvedMonitoring } from "./resolve";
import { type Alerts } from "./topic";

/** One part of the workflow, and the alarms it gets. */
interface Part {
  readonly watched: Watched;
  /** What the names of its alarms begin with. */
  readonly key: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  /** Seconds after which it is ended; undefined for no alarm on the duration. */
  readonly timeoutSeconds?: pulumi.Input<number>;
}

/** Creates the alarms on every part, and the one over all of them. */
export function createAlarms(
  context: MonitoringContext,
  alerts: Alerts,
): aws.cloudwatch.CompositeAlarm {
  const alarms = partsOf(context.args, alerts.deadLetters.name).flatMap((part) =>
    createPartAlarms(context, part, alerts),
  );
  return createComposite(context, alarms, alerts);
}

/** The name of every alarm on a part, which are known before the resources. */
export function alarmNames(args: ResolvedMonitoring): string[] {
  return partsOf(args, args.names.deadLetters).flatMap((part) =>
    rulesOf(args, part).map(({ id }) => alarmName(args, part, id)),
  );
}

/** The rule of the alarm over the others. */
export function compositeRule(names: readonly string[]): string {
  return names.map((each) => `ALARM("${each}")`).join(" OR ");
}

function alarmName({ base }: ResolvedMonitoring, { key }: Part, id: string): string {
  return `${base}-${key}${id}`;
}

function rulesOf(args: ResolvedMonitoring, { watched, timeoutSeconds }: Part): AlarmToMake[] {
  const timeout = args.durationAlarms ? timeoutSeconds : undefined;
  return alarmsOf(watched, timeout, args.thresholds);
}

function partsOf(args: ResolvedMonitoring, alertsQueue: pulumi.Input<string>): Part[] {
  const { arn, timeoutSeconds } = args.stateMachine;
  const machine = { key: "", dimensions: { StateMachineArn: arn } };
  return [
    { watched: "stateMachine", ...machine, timeoutSeconds },
    ...(args.express ? [{ watched: "express", ...machine } as const] : []),
    ...Object.entries(args.functions).map(([key, each]) => ({
      watched: "function" as const,
      key: `${key}-`,
      dimensions: { FunctionName: each.name },
      timeoutSeconds: each.timeoutSeconds,
    })),
    deadLetters("alerts", alertsQueue),
    ...Object.entries(args.deadLetterQueues).map(([key, queue]) => deadLetters(key, queue)),
  ];
}

function deadLetters(key: string, queue: pulumi.Input<string>): Part {
  return { watched: "deadLetterQueue", key: `${key}-`, dimensions: { QueueName: queue } };
}

function createPartAlarms(
  { name, args, parent }: MonitoringContext,
  part: Part,
  { topic }: Alerts,
): aws.cloudwatch.MetricAlarm[] {
  return rulesOf(args, part).map((rule) => {
    const called = alarmName(args, part, rule.id);
    const percentile = rule.statistic.startsWith("p");
    return new aws.cloudwatch.MetricAlarm(
      `${name}-${part.key}${rule.id}`,
      {
        name: called,
        alarmDescription: rule.description,
        namespace: rule.namespace,
        metricName: rule.metric,
        dimensions: part.dimensions,
        ...(percentile ? { extendedStatistic: rule.statistic } : { statistic: rule.statistic }),
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: rule.at,
        period: rule.period,
        evaluationPeriods: rule.periods,
        treatMissingData: rule.missing,
        alarmActions: [topic.arn],
        tags: named(args.baseTags, called),
      },
      { parent },
    );
  });
}

function createComposite(
  { name, args, parent }: MonitoringContext,
  alarms: readonly aws.cloudwatch.MetricAlarm[],
  { topic }: Alerts,
): aws.cloudwatch.CompositeAlarm {
  const { workflow } = args.names;
  const alarmRule = pulumi.all(alarms.map((alarm) => alarm.name)).apply(compositeRule);
  return new aws.cloudwatch.CompositeAlarm(
    `${name}-workflow`,
    {
      alarmName: workflow,
      alarmDescription: "Some part of the workflow is in alarm.",
      alarmRule,
      alarmActions: [topic.arn],
      okActions: [topic.arn],
      tags: named(args.baseTags, workflow),
    },
    { parent },
  );
}
