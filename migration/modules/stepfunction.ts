import { StateMachine, type StateMachineArgs } from "../../components";
import { checkStateMachineArgs } from "../../components/stepfunction/check";
import { moduleRow, type ModuleMapping } from "./mapping";

const row = moduleRow("step-function");

/** Tracing is on when the whole of X-Ray is granted, not when single resources are. */
function tracesWithXray(integrations: unknown): boolean {
  return (integrations as { xray?: { xray?: unknown } } | undefined)?.xray?.xray === true;
}

/** The Terraform module `step-function` in terms of {@link StateMachine}. */
export const stepFunction: ModuleMapping = {
  ...row,
  component: StateMachine,
  args: (values, direct: StateMachineArgs): StateMachineArgs => ({
    ...direct,
    roleArn: values["is_create_role"] ? undefined : (values["exists_role_arn"] as string),
    logGroupKmsKeyArn: direct.logGroupKmsKeyArn === "" ? undefined : direct.logGroupKmsKeyArn,
    tracing: tracesWithXray(values["service_integrations"]),
  }),
  outputs: {
    ...row.outputs,
    // Empty for an existing role, as the original's.
    role_arn: {
      answer: "`roleArn`, empty for an existing role",
      of: ({ roleArn, roleName }: StateMachine) => (roleName === undefined ? "" : roleArn),
    },
    role_name: {
      answer: "`roleName`, empty for an existing role",
      of: ({ roleName }: StateMachine) => roleName ?? "",
    },
  },
  check: (args: StateMachineArgs) => void checkStateMachineArgs(args),
};
