import { type ResolvedNamed, resolveNamed, withDefaults } from "../shared/arguments/args";
import { type Context } from "../shared/context";
import { WORKFLOW_NAMES } from "../shared/names";
import { type Rollout, type StateMachineArgs } from "./args";

/** What a state machine is when nobody says otherwise. */
export const MACHINE_DEFAULTS = {
  type: "STANDARD" as const,
  attachPoliciesForIntegrations: true,
  grants: {},
  encryptedTargets: {},
  trustedEntities: [],
  additionalRolePolicyArns: {},
  createLogGroup: true,
  logRetentionInDays: 90,
  kmsDataKeyReusePeriodSeconds: 300,
  tracing: true,
  alias: "live",
  compatibility: {},
} satisfies Partial<StateMachineArgs>;

export interface ResolvedMachine extends ResolvedNamed<
  StateMachineArgs,
  typeof MACHINE_DEFAULTS & Required<Pick<StateMachineArgs, "logLevel">>
> {
  readonly machineName: string;
  readonly roleName: string;
  readonly rollout?: Rollout & Required<Pick<Rollout, "alarms">>;
}

export type MachineContext = Context<ResolvedMachine>;

/** Fills in the defaults, those included that depend on names and type. The type is in capitals. */
export function resolveMachine(args: StateMachineArgs): ResolvedMachine {
  const type = withDefaults(args, MACHINE_DEFAULTS).type.toUpperCase();
  const resolved = resolveNamed(args, {
    ...MACHINE_DEFAULTS,
    // An Express workflow has no other history.
    logLevel: type === "EXPRESS" ? "ALL" : "ERROR",
    logGroupKmsKeyArn: args.kmsKeyArn,
  } satisfies Partial<StateMachineArgs>);
  const machineName = WORKFLOW_NAMES.stateMachine(resolved.base);
  const { base, rollout } = resolved;
  const alarms = [WORKFLOW_NAMES.versionAlarm(base)];
  return {
    ...resolved,
    type,
    machineName,
    roleName: `${base}-step-functions-role`,
    rollout: rollout && { alarms, ...rollout },
  };
}
