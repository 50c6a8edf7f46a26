import type { Grant } from "../iam/statements";
import type { PermissionContext } from "../integrations/call";
import type { PermissionsOptions } from "./context";

const TRACING: Grant = {
  actions: [
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
  ],
  resources: ["*"],
};

/**
 * The actions by which a machine sets up the delivery of its logs. IAM knows no resource but `*` for them.
 * Source: "Using CloudWatch Logs to log execution history".
 */
export const LOG_DELIVERY_ACTIONS: readonly string[] = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];

const LOGGING: Grant = { actions: LOG_DELIVERY_ACTIONS, resources: ["*"] };

/** What a machine needs besides its calls: traces, logs and its own key. */
export function machineGrants(
  { tracing, logging, machineKey }: PermissionsOptions,
  { machineArn }: PermissionContext,
): Grant[] {
  return [
    ...(tracing ? [TRACING] : []),
    ...(logging ? [LOGGING] : []),
    ...(machineKey ? [machineKeyGrant(machineKey, machineArn)] : []),
  ];
}

function machineKeyGrant(key: string, machineArn: string): Grant {
  const encryptionContext = "kms:EncryptionContext:aws:states:stateMachineArn";
  return {
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [key],
    condition: { StringEquals: { [encryptionContext]: machineArn } },
  };
}
