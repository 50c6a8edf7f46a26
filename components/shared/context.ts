import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { type AwsEnvironment } from "asl-toolkit/iam";

/** What the functions that create the parts of a component share. */
export interface Context<Args> {
  /** The component's name: every part's name begins with it. */
  readonly name: string;
  /** The component's arguments, every default filled in. */
  readonly args: Args;
  /** The account, region and partition that the component's provider works in. */
  readonly account: pulumi.Output<AwsEnvironment>;
  /** The component, whose children the parts are. */
  readonly parent: pulumi.Resource;
}

/** The context of a component that works where its provider does. */
export function contextOf<Args>(parent: pulumi.Resource, name: string, args: Args): Context<Args> {
  const account = pulumi.output({
    accountId: getCallerIdentityOutput({}, { parent }).accountId,
    region: getRegionOutput({}, { parent }).region,
    partition: getPartitionOutput({}, { parent }).partition,
  });
  return { name, args, account, parent };
}
