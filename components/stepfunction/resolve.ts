import { type Resolved, withDefaults } from "../shared/args";
import { resourceName, WORKFLOW_NAMES } from "../shared/names";
import { baseTags, type Tags } from "../shared/tags";
import { type StateMachineArgs } from "./args";

/** What a state machine is when nobody says otherwise. */
export const MACHINE_DEFAULTS = {
  type: "STANDARD" as const,
  attachPoliciesForIntegrations: true,
  trustedEntities: [],
  additionalRolePolicyArns: {},
  createLogGroup: true,
  logRetentionInDays: 90,
  kmsDataKeyReusePeriodSeconds: 300,
  tracing: true,
  alias: "live",
  compatibility: {},
} satisfies Partial<StateMachineArgs>;

/** The arguments of a state machine with every default filled in. */
export interface ResolvedMachine extends Resolved<
  StateMachineArgs,
  typeof MACHINE_DEFAULTS & Required<Pick<StateMachineArgs, "logLevel">>
> {
  /** `<prefix>-<environment>-<name>`, which every name begins with. */
  readonly base: string;
  readonly machineName: string;
  readonly roleName: string;
  /** The tags of every resource, without its Name. */
  readonly baseTags: Tags;
}

/** Fills in the defaults, those included that depend on names and type. The type is in capitals. */
export function resolveMachine(args: StateMachineArgs): ResolvedMachine {
  const base = resourceName(args.prefix, args.environment, args.name);
  const { type } = withDefaults(args, MACHINE_DEFAULTS);
  const defaults = {
    ...MACHINE_DEFAULTS,
    // An Express workflow has no other history.
    logLevel: type.toUpperCase() === "EXPRESS" ? "ALL" : "ERROR",
    logGroupKmsKeyArn: args.kmsKeyArn,
  } satisfies Partial<StateMachineArgs>;
  return {
    ...withDefaults(args, defaults),
    type: type.toUpperCase(),
    base,
    machineName: WORKFLOW_NAMES.stateMachine(base),
    roleName: `${base}-step-functions-role`,
    baseTags: baseTags(args.environment, args.tags),
  };
}
