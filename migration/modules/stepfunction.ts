import { checkStateMachineArgs } from "../../components/stepfunction/check";
import { StateMachine, type StateMachineArgs } from "../../components";
import { any, bool, list, map, number, string } from "./variable-types";
import { defaulting, direct, required, type ModuleMapping } from "./mapping";

const machineType = string.refine((type) => ["STANDARD", "EXPRESS"].includes(type.toUpperCase()), {
  error: ({ input }) =>
    `is ${JSON.stringify(input)}: must be STANDARD or EXPRESS, in any letter case`,
});

const variables = {
  prefix: required(string, "prefix"),
  environment: required(string, "environment"),
  name: required(string, "name"),
  type: defaulting(machineType, "STANDARD", "type"),
  definition: required(string, "definition", {
    note: "also a typed object, or a file with substitutions",
  }),
  service_integrations: defaulting(any, {}, "serviceIntegrations", {
    note: "without it, the permissions that the definition needs",
  }),
  attach_policies_for_integrations: defaulting(bool, true, "attachPoliciesForIntegrations"),
  is_create_role: defaulting(bool, true, "roleArn", {
    note: "an own role when `roleArn` is unset",
  }),
  exists_role_arn: defaulting(string, "", "roleArn"),
  trusted_entities: defaulting(list(string), [], "trustedEntities"),
  additional_role_policy_arn: defaulting(map(string), {}, "additionalRolePolicyArns"),
  is_create_cloudwatch_log_group: defaulting(bool, true, "createLogGroup"),
  cloudwatch_log_retention_in_days: defaulting(number, 90, "logRetentionInDays"),
  kms_key_id: defaulting(string, "", "logGroupKmsKeyArn"),
  log_level: defaulting(string, "OFF", "logLevel"),
  log_include_execution_data: defaulting(bool, undefined, "includeExecutionData"),
  tags: defaulting(map(string), {}, "tags"),
};

/** Tracing is on when the whole of X-Ray is granted, not when single resources are. */
function tracesWithXray(integrations: unknown): boolean {
  return (integrations as { xray?: { xray?: unknown } } | undefined)?.xray?.xray === true;
}

/** The Terraform module `step-function` in terms of {@link StateMachine}. */
export const stepFunction: ModuleMapping<typeof variables, StateMachineArgs, StateMachine> = {
  kind: "step-function",
  component: StateMachine,
  variables,
  args: (values) => ({
    ...direct<StateMachineArgs>(variables, values),
    roleArn: values.is_create_role ? undefined : values.exists_role_arn,
    logGroupKmsKeyArn: values.kms_key_id === "" ? undefined : values.kms_key_id,
    tracing: tracesWithXray(values.service_integrations),
  }),
  deviations: [
    {
      argument: "alias",
      original: false,
      hardened: "every change publishes a version, and the alias `live` follows the newest",
    },
  ],
  compatibility: [
    {
      argument: "trustScope",
      original: "service",
      hardened: "the role trusts Step Functions for this machine and this account only",
    },
    {
      argument: "compatibleIntegrations",
      original: true,
      hardened: "athena_GetQueryExecution grants reading the query's status",
    },
  ],
  differences: [],
  outputs: {
    state_machine_id: { answer: "`arn`", of: (machine) => machine.arn },
    state_machine_arn: { answer: "`arn`", of: (machine) => machine.arn },
    state_machine_creation_date: {
      answer: "`creationDate`",
      of: (machine) => machine.creationDate,
    },
    state_machine_status: { answer: "`status`", of: (machine) => machine.status },
    // Empty for an existing role, as the original's.
    role_arn: {
      answer: "`roleArn`, empty for an existing role",
      of: ({ roleArn, roleName }) => (roleName === undefined ? "" : roleArn),
    },
    role_name: {
      answer: "`roleName`, empty for an existing role",
      of: ({ roleName }) => roleName ?? "",
    },
  },
  check: (args) => void checkStateMachineArgs(args),
};
