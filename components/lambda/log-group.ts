import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import {
  type AwsEnvironment,
  type PolicyDocument,
  policyDocument,
  regionalArn,
  serviceHost,
} from "asl-toolkit/iam";
import { Key } from "../kms";
import { type KeyArgs } from "../kms/args";
import { createLogGroup } from "../shared/log-group";
import { named } from "../shared/tags";
import { type FunctionContext, type ResolvedFunction } from "./resolve";

/**
 * Creates the log group of a function, encrypted with the key given or one of its own.
 * Undefined where the function is to make it for itself; then there is no key either.
 */
export function createFunctionLogGroup(context: FunctionContext): cloudwatch.LogGroup | undefined {
  const { createLogGroup: wanted, logRetentionInDays, logGroupKmsKeyArn } = context.args;
  if (!wanted) return undefined;
  const key = hasLogKey(context.args) ? createLogKey(context).arn : logGroupKmsKeyArn;
  return createLogGroup(context, context.args.names.logGroup, logRetentionInDays, key);
}

/** Whether the function makes a key for its logs. */
export function hasLogKey(args: ResolvedFunction): boolean {
  const { createLogGroup: wanted, createLogGroupKey, logGroupKmsKeyArn } = args;
  return wanted && createLogGroupKey && logGroupKmsKeyArn === undefined;
}

/** The arguments of that key, but for what is not known yet. */
export function logKeyArgs(args: ResolvedFunction): KeyArgs {
  const name = `${args.name}-function-log-group`;
  return {
    description: `Encrypts the logs of ${args.names.function}`,
    ...args.ownKey,
    prefix: args.prefix,
    environment: args.environment,
    name,
    callerAccountIds: [],
    tags: named(args.baseTags, name),
  };
}

function createLogKey({ name, args, account, parent }: FunctionContext): Key {
  const { logGroup } = args.names;
  const additionalPolicies = [account.apply((at) => logKeyPolicy(at, logGroup))];
  return new Key(`${name}-logs-key`, { ...logKeyArgs(args), additionalPolicies }, { parent });
}

/** Lets CloudWatch Logs use a key for one log group and nothing else. */
function logKeyPolicy(account: AwsEnvironment, logGroup: string): PolicyDocument {
  const actions = ["Encrypt*", "Decrypt*", "ReEncrypt*", "GenerateDataKey*", "Describe*"];
  const arn = regionalArn(account, "logs", `log-group:${logGroup}`);
  return policyDocument([
    {
      Sid: "AllowCloudWatchToDoCryptography",
      Effect: "Allow",
      Principal: { Service: serviceHost("logs", account) },
      Action: actions.map((action) => `kms:${action}`),
      Resource: "*",
      Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": arn } },
    },
  ]);
}
