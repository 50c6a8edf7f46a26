import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  type AwsEnvironment,
  type PolicyDocument,
  policyDocument,
  regionalArn,
} from "asl-toolkit/iam";
import { Key } from "../kms";
import { createLogGroup } from "../shared/log-group";
import { named } from "../shared/tags";
import { type FunctionContext } from "./resolve";

/**
 * Creates the log group of a function, encrypted with the key given or one of its own.
 * Undefined where the function is to make it for itself; then there is no key either.
 */
export function createFunctionLogGroup(
  context: FunctionContext,
): aws.cloudwatch.LogGroup | undefined {
  const { createLogGroup: wanted, createLogGroupKey, logRetentionInDays } = context.args;
  const given = context.args.logGroupKmsKeyArn;
  if (!wanted) return undefined;
  const key = given === undefined && createLogGroupKey ? createLogKey(context).arn : given;
  return createLogGroup(context, context.args.names.logGroup, logRetentionInDays, key);
}

function createLogKey({ name, args, account, parent }: FunctionContext): Key {
  const { function: functionName, logGroup } = args.names;
  return new Key(
    `${name}-logs-key`,
    {
      description: `Encrypts the logs of ${functionName}`,
      ...args.ownKey,
      prefix: args.prefix,
      environment: args.environment,
      name: `${args.name}-function-log-group`,
      callerAccountIds: [],
      additionalPolicies: [pulumi.output(account).apply((at) => logKeyPolicy(at, logGroup))],
      tags: named(args.baseTags, `${args.name}-function-log-group`),
    },
    { parent },
  );
}

/** Lets CloudWatch Logs use a key for one log group and nothing else. */
function logKeyPolicy(account: AwsEnvironment, logGroup: string): PolicyDocument {
  return policyDocument([
    {
      Sid: "AllowCloudWatchToDoCryptography",
      Effect: "Allow",
      Principal: { Service: `logs.${account.region}.amazonaws.com` },
      Action: [
        "kms:Encrypt*",
        "kms:Decrypt*",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:Describe*",
      ],
      Resource: "*",
      Condition: {
        ArnEquals: {
          "kms:EncryptionContext:aws:logs:arn": regionalArn(
            account,
            "logs",
            `log-group:${logGroup}`,
          ),
        },
      },
    },
  ]);
}
