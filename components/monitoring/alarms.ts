import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../shared/arguments/inputs";
import rules from "./alarm-rules.json";

// The one table of alarms is alarm-rules.json; docs/alarms.md prints it. A new alarm is a new row, and its key below.

/** `<watched>.<id>` of every alarm: the keys of a caller's thresholds. */
export type AlarmKey =
  | "stateMachine.failed"
  | "stateMachine.timed-out"
  | "stateMachine.aborted"
  | "stateMachine.throttled"
  | "stateMachine.slow"
  | "standard.redrive-failed"
  | "batch.batches-failed"
  | "express.billed-memory"
  | "express.sync-latency"
  | "version.version-failures"
  | "quota.start-rate"
  | "quota.start-throttled"
  | "standardQuota.open-executions"
  | "standardQuota.open-map-runs"
  | "standardQuota.map-run-backlog"
  | "logs.undelivered-logs"
  | "function.errors"
  | "function.throttles"
  | "function.slow"
  | "deadLetterQueue.depth"
  | "deadLetterQueue.age";

/** What an alarm watches: one of the workflow's parts, or what AWS allows it. */
export type Watched = AlarmKey extends `${infer Part}.${string}` ? Part : never;

/** What a metric is counted by: its dimensions in CloudWatch. */
export type Counted =
  | "machine"
  | "batches"
  | "version"
  | "startExecution"
  | "account"
  | "logGroup"
  | "function"
  | "queue";

/** One metric of an alarm. */
export interface AlarmMetric {
  /** Defaults to AWS/States. */
  readonly namespace?: string;
  readonly name: string;
  readonly of: Counted;
  /** A statistic, or a percentile such as p95. */
  readonly statistic: string;
}

/** One kind of alarm. */
export interface AlarmRule {
  /** What it means when it fires. */
  readonly happened: string;
  /** The first command; `{stack}` is the stack's name. Defaults to {@link FIRST_COMMAND}. */
  readonly first?: string;
  /** By the name that the expression has for each. */
  readonly metrics: Readonly<Record<string, AlarmMetric>>;
  /** CloudWatch metric math; without it there is one metric. */
  readonly expression?: string;
  /**
   * Fires at this value or above. `share` is a part of the timeout of what is watched, which AWS counts in
   * milliseconds; without a timeout there is no such alarm. `why` is the unit, or a reason.
   */
  readonly threshold: {
    readonly value?: number;
    readonly share?: number;
    readonly why?: string;
  };
  /** Seconds of one period. */
  readonly period: number;
  /** Periods in a row that must be at the threshold. */
  readonly periods: number;
  /** What no data means for this metric: nothing ran (notBreaching), or the last state still holds (ignore). */
  readonly missing: string;
  /** Whether it also tells the topic itself, beside the workflow's composite alarm, unless that alone is wanted. */
  readonly ringsAlone?: boolean;
  /** Title of the graph that shows it on the dashboard, beside the standard ones. */
  readonly graph?: string;
}

/**
 * Every alarm of a workflow.
 * Metrics: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html,
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-examine-map-run.html (batches),
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html,
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
export const ALARMS: Readonly<Record<AlarmKey, AlarmRule>> = rules as Record<AlarmKey, AlarmRule>;

/** What to run first where an alarm does not say: who failed, where and why. */
export const FIRST_COMMAND = "npm run -s ops -- failures --stack {stack}";

/** The caller's own thresholds: the metric's unit, so milliseconds for the slow ones. */
export type Thresholds = Readonly<Partial<Record<AlarmKey, pulumi.Input<number>>>>;

/** An alarm with its threshold as a number. */
export type AlarmToMake = AlarmRule & {
  /** Suffix of the alarm's name, unique in its part. */
  readonly id: string;
  readonly at: pulumi.Input<number>;
};

/** What decides which alarms a part has. */
export interface AlarmChoice {
  readonly thresholds: Thresholds;
  /** Whether there are alarms on the time that things take, unless a caller gives one a threshold. */
  readonly durationAlarms: boolean;
}

/** The alarms of one part, with their thresholds as numbers. */
export function alarmsOf(
  watched: Watched,
  timeoutSeconds: pulumi.Input<number> | undefined,
  { thresholds, durationAlarms }: AlarmChoice,
): AlarmToMake[] {
  return Object.entries(ALARMS).flatMap(([key, rule]) => {
    const [part, id = ""] = key.split(".");
    if (part !== watched) return [];
    const own = thresholds[key as AlarmKey];
    const at =
      own ?? (durationAlarms || !isDuration(rule) ? usual(rule, timeoutSeconds) : undefined);
    return at === undefined ? [] : [{ ...rule, id, at }];
  });
}

/** Whether a metric's statistic is a percentile, which CloudWatch takes in another property. */
export function isPercentile({ statistic }: AlarmMetric): boolean {
  return statistic.startsWith("p");
}

function isDuration({ metrics }: AlarmRule): boolean {
  return Object.values(metrics).some(isPercentile);
}

function usual(
  { threshold: { value, share = 0 } }: AlarmRule,
  timeout: pulumi.Input<number> | undefined,
): pulumi.Input<number> | undefined {
  if (value !== undefined || timeout === undefined) return value;
  return mapInput(timeout, (seconds) => Math.round(seconds * 1000 * share));
}
