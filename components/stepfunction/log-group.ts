import * as aws from "@pulumi/aws";
import { type Context } from "../shared/context";
import { WORKFLOW_NAMES } from "../shared/names";
import { named } from "../shared/tags";
import { type ResolvedMachine } from "./resolve";

/** Creates the machine's own log group, where there is to be one. */
export function createLogGroup({
  name,
  args,
  parent,
}: Context<ResolvedMachine>): aws.cloudwatch.LogGroup | undefined {
  if (!args.createLogGroup) return undefined;
  const groupName = WORKFLOW_NAMES.stateMachineLogGroup(args.base);
  return new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    {
      name: groupName,
      retentionInDays: args.logRetentionInDays,
      kmsKeyId: args.logGroupKmsKeyArn,
      tags: named(args.baseTags, groupName),
    },
    { parent },
  );
}
