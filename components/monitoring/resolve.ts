import type * as pulumi from "@pulumi/pulumi";
import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { isDeferredInput } from "../shared/arguments/inputs";
import { type Context } from "../shared/context";
import { type MonitoringArgs } from "./args";

/** What a monitoring is when nobody says otherwise. */
export const MONITORING_DEFAULTS = {
  functions: {},
  deadLetterQueues: {},
  emails: [],
  thresholds: {},
  durationAlarms: true,
  serviceAlarms: true,
  notifications: "each",
  dashboard: true,
} satisfies Partial<MonitoringArgs>;

export type MonitoringContext = Context<ResolvedMonitoring>;

export interface ResolvedMonitoring extends Omit<
  ResolvedNamed<MonitoringArgs, typeof MONITORING_DEFAULTS>,
  "deadLetterQueues"
> {
  readonly express: boolean;
  readonly names: ReturnType<typeof monitoringNames>;
  /** The name of each queue. */
  readonly deadLetterQueues: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The names of what a monitoring makes, but for the alarms on the parts. */
function monitoringNames(base: string) {
  return {
    topic: `${base}-alerts`,
    deadLetters: `${base}-alerts-dead-letters`,
    statusRule: `${base}-status`,
    /** The composite alarm and the dashboard. */
    workflow: `${base}-workflow`,
  };
}

export function resolveMonitoring(args: MonitoringArgs): ResolvedMonitoring {
  const express = args.stateMachine.type.toUpperCase() === "EXPRESS";
  const resolved = resolveNamed(args, MONITORING_DEFAULTS);
  return {
    ...resolved,
    express,
    names: monitoringNames(resolved.base),
    deadLetterQueues: Object.fromEntries(
      Object.entries(resolved.deadLetterQueues).flatMap(([key, queue]) => {
        // Outputs answer to every property, so what is a name is asked first.
        const isName = typeof queue === "string" || isDeferredInput(queue);
        const name = isName ? queue : queue.deadLetterQueueName;
        return name === undefined ? [] : [[key, name]];
      }),
    ),
  };
}
