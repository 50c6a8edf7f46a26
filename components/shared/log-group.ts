import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { type Context } from "./context";
import { named, type Tags } from "./tags";

/** Creates the log group of a component, encrypted where there is a key; 0 days are for ever. */
export function createLogGroup(
  { name, args, parent }: Context<{ readonly baseTags: Tags }>,
  logGroupName: string,
  retentionInDays: pulumi.Input<number>,
  kmsKeyId: pulumi.Input<string> | undefined,
): cloudwatch.LogGroup {
  return new cloudwatch.LogGroup(
    `${name}-logs`,
    {
      name: logGroupName,
      retentionInDays,
      kmsKeyId,
      tags: named(args.baseTags, logGroupName),
    },
    { parent },
  );
}
