import { type Resolved, withDefaults } from "../shared/args";
import { resourceName } from "../shared/names";
import { baseTags, type Tags } from "../shared/tags";
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

/** The arguments of a monitoring with every default filled in. */
export interface ResolvedMonitoring extends Resolved<MonitoringArgs, typeof MONITORING_DEFAULTS> {
  /** `<prefix>-<environment>-<name>`, which every name begins with. */
  readonly base: string;
  readonly express: boolean;
  /** The tags of every resource, without its Name. */
  readonly baseTags: Tags;
}

/** Fills in the defaults. */
export function resolveMonitoring(args: MonitoringArgs): ResolvedMonitoring {
  return {
    ...withDefaults(args, MONITORING_DEFAULTS),
    base: resourceName(args.prefix, args.environment, args.name),
    express: args.stateMachine.type.toUpperCase() === "EXPRESS",
    baseTags: baseTags(args.environment, args.tags),
  };
}
