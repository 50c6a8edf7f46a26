import { type ResolvedNamed, resolveNamed } from "../shared/args";
import { type Context } from "../shared/context";
import { type MonitoringArgs } from "./args";

/** What a monitoring is when nobody says otherwise. */
export const MONITORING_DEFAULTS = {
  functions: {},
  deadLetterQueues: {},
  emails: [],
  thresholds: {},
  durationAlarms: true,
  dashboard: true,
} satisfies Partial<MonitoringArgs>;

/** What the parts of a monitoring are created from. */
export type MonitoringContext = Context<ResolvedMonitoring>;

/** The arguments of a monitoring with every default filled in. */
export interface ResolvedMonitoring extends ResolvedNamed<
  MonitoringArgs,
  typeof MONITORING_DEFAULTS
> {
  readonly express: boolean;
}

/** Fills in the defaults. */
export function resolveMonitoring(args: MonitoringArgs): ResolvedMonitoring {
  const express = args.stateMachine.type.toUpperCase() === "EXPRESS";
  return { ...resolveNamed(args, MONITORING_DEFAULTS), express };
}
