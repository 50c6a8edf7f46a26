import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../shared/inputs";

/** What an alarm watches: one of the workflow's parts. */
export type Watched = "stateMachine" | "express" | "function" | "deadLetterQueue";

/** One kind of alarm. */
export interface AlarmRule {
  /** Suffix of the alarm's name, unique in its part. */
  readonly id: string;
  readonly watched: Watched;
  /** What it means when it fires, and what to look at first. */
  readonly description: string;
  readonly namespace: "AWS/States" | "AWS/Lambda" | "AWS/SQS";
  readonly metric: string;
  /** A statistic, or a percentile such as p95. */
  readonly statistic: string;
  /**
   * Fires at this value or above. `share` is a part of the timeout of what is watched, which AWS counts in
   * milliseconds; without a timeout there is no such alarm.
   */
  readonly threshold: { readonly value: number } | { readonly share: number };
  /** Seconds of one period. */
  readonly period: number;
  /** Periods in a row that must be at the threshold. */
  readonly periods: number;
  /** What no data means for this metric: nothing ran (fine), or the last state still holds. */
  readonly missing: "notBreaching" | "ignore";
}

const COUNT = {
  statistic: "Sum",
  threshold: { value: 1 },
  period: 300,
  periods: 1,
  missing: "notBreaching",
} as const;

/** A count of events of an execution. No data means that nothing ran. */
function execution<const Id extends string>(id: Id, metric: string, description: string) {
  const part = { watched: "stateMachine", namespace: "AWS/States" } as const;
  return { id, ...part, description, metric, ...COUNT };
}

/** A part of the time that is allowed, in the slowest of twenty runs. */
const SLOW = {
  statistic: "p95",
  threshold: { share: 0.8 },
  period: 300,
  periods: 3,
  missing: "ignore",
} as const;

/**
 * Every alarm of a workflow; a new one is a new row.
 * Metrics: https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export const ALARMS = [
  execution(
    "failed",
    "ExecutionsFailed",
    "Executions ended in a failure: read the error and cause.",
  ),
  execution("timed-out", "ExecutionsTimedOut", "Executions ran into the machine's timeout."),
  execution("aborted", "ExecutionsAborted", "Executions were stopped by hand or by a parent."),
  execution(
    "throttled",
    "ExecutionThrottled",
    "State transitions were throttled: ask for a quota.",
  ),
  {
    id: "slow",
    watched: "stateMachine",
    description: "Executions take most of the time that the machine's timeout allows.",
    namespace: "AWS/States",
    metric: "ExecutionTime",
    ...SLOW,
  },
  {
    id: "billed-memory",
    watched: "express",
    description: "Executions use much of the memory that Express workflows are billed by.",
    namespace: "AWS/States",
    metric: "ExpressExecutionBilledMemory",
    statistic: "Maximum",
    // Megabytes; AWS bills in steps of 64 and allows an Express execution 1,024.
    threshold: { value: 768 },
    period: 300,
    periods: 3,
    missing: "ignore",
  },
  {
    id: "errors",
    watched: "function",
    description: "The function ended with an error: read its log.",
    namespace: "AWS/Lambda",
    metric: "Errors",
    ...COUNT,
  },
  {
    id: "throttles",
    watched: "function",
    description:
      "Calls of the function were throttled: raise its reserved or the account's concurrency.",
    namespace: "AWS/Lambda",
    metric: "Throttles",
    ...COUNT,
  },
  {
    id: "slow",
    watched: "function",
    description: "The function takes most of the time that its timeout allows.",
    namespace: "AWS/Lambda",
    metric: "Duration",
    ...SLOW,
  },
  {
    id: "depth",
    watched: "deadLetterQueue",
    description: "Messages could not be delivered and wait in the dead-letter queue.",
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    threshold: { value: 1 },
    period: 300,
    periods: 1,
    missing: "notBreaching",
  },
] as const satisfies readonly AlarmRule[];

/** `<watched>.<id>` of every alarm: the keys of a caller's thresholds. */
export type AlarmKey = KeyOf<(typeof ALARMS)[number]>;

type KeyOf<Rule> = Rule extends { watched: infer Part extends string; id: infer Id extends string }
  ? `${Part}.${Id}`
  : never;

/** The caller's own thresholds: the metric's unit, so milliseconds for the slow ones. */
export type Thresholds = Readonly<Partial<Record<AlarmKey, pulumi.Input<number>>>>;

/** An alarm with its threshold as a number. */
export type AlarmToMake = AlarmRule & { readonly at: pulumi.Input<number> };

/** The alarms of one part, with their thresholds as numbers. */
export function alarmsOf(
  watched: Watched,
  timeoutSeconds: pulumi.Input<number> | undefined,
  thresholds: Thresholds,
): AlarmToMake[] {
  return ALARMS.filter((rule) => rule.watched === watched).flatMap((rule: AlarmRule) => {
    const own = thresholds[`${rule.watched}.${rule.id}` as AlarmKey];
    const at = own ?? defaultThreshold(rule, timeoutSeconds);
    return at === undefined ? [] : [{ ...rule, at }];
  });
}

function defaultThreshold(
  { threshold }: AlarmRule,
  timeout: pulumi.Input<number> | undefined,
): pulumi.Input<number> | undefined {
  if ("value" in threshold) return threshold.value;
  if (timeout === undefined) return undefined;
  return mapInput(timeout, (seconds) => Math.round(seconds * 1000 * threshold.share));
}
