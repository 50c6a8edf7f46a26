import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import { Key } from "../kms";
import type { LambdaFunctionArgs } from "./args";
import { functionNames } from "./check";
import { logKeyPolicy } from "./policies";
import { named, type Tags } from "../shared/tags";

/**
 * The log group of a function, encrypted with the key given or one of its own, as children of `parent`.
 * Undefined where the function is to make it for itself; then there is no key either.
 */
export function createLogGroup(
  name: string,
  args: LambdaFunctionArgs,
  tags: Tags,
  account: Account,
  parent: pulumi.Resource,
): aws.cloudwatch.LogGroup | undefined {
  if (args.createLogGroup === false) return undefined;
  const { function: functionName, logGroup } = functionNames(args);
  const given = args.logGroupKmsKeyArn ?? args.kmsKeyArn;
  const own = given === undefined && args.createLogGroupKey !== false;
  return new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    {
      name: logGroup,
      retentionInDays: args.logRetentionInDays ?? 90,
      kmsKeyId: own ? createKey().arn : given,
      tags: named(tags, logGroup),
    },
    { parent },
  );

  function createKey(): Key {
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
        tags: named(tags, `${args.name}-function-log-group`),
      },
      { parent },
    );
  }
}
