import type { Grant } from "../iam/statements";
import { regionalArn, type AwsEnvironment } from "../iam/arn";
import type { PermissionContext } from "../integrations/call";
import type { PermissionsOptions } from "./context";
import supportActions from "./support-actions.json";

const TRACING: Grant = { actions: supportActions.tracing, resources: ["*"] };

/**
 * The actions by which a machine, Standard or Express, sets up the delivery of its logs. IAM knows no resource but `*` for
 * them. Source: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy, without
 * logs:CreateLogStream and logs:PutLogEvents, which that example has too: not the role writes, but log delivery, by the
 * log group's resource policy (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html).
 */
export const LOG_DELIVERY_ACTIONS: readonly string[] = supportActions.logDelivery;

const LOGGING: Grant = { actions: LOG_DELIVERY_ACTIONS, resources: ["*"] };

/** What a machine needs besides its calls: traces, logs and its own key. */
export function machineGrants(
  { tracing, logging, machineKey }: PermissionsOptions,
  context: PermissionContext,
): Grant[] {
  return [
    ...(tracing ? [TRACING] : []),
    ...(logging ? [LOGGING] : []),
    ...(machineKey ? [machineKeyGrant(machineKey, context.machineArn)] : []),
    ...(logging && machineKey ? [logKeyGrant(machineKey, context)] : []),
  ];
}

/**
 * What the role of a machine under a key of the customer's needs when the machine logs: log events are encrypted with the
 * machine's key on their way to CloudWatch Logs.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html#encrypt-logs
 */
export function logKeyGrant(machineKey: string, environment: AwsEnvironment): Grant {
  return {
    actions: ["kms:GenerateDataKey"],
    resources: [machineKey],
    condition: { StringEquals: logDeliveryContext(environment) },
  };
}

/** The encryption context under which a machine's log events are encrypted and decrypted; AWS writes the star itself. */
export function logDeliveryContext(environment: AwsEnvironment): Readonly<Record<string, string>> {
  return { "kms:EncryptionContext:SourceArn": regionalArn(environment, "logs", "*") };
}

function machineKeyGrant(key: string, machineArn: string): Grant {
  const encryptionContext = "kms:EncryptionContext:aws:states:stateMachineArn";
  return {
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [key],
    condition: { StringEquals: { [encryptionContext]: machineArn } },
  };
}
