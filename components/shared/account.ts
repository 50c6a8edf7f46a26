import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { type AwsEnvironment } from "asl-toolkit/iam";

/** The account, region and partition that `parent`'s provider works in. */
export function currentAccount(parent: pulumi.Resource): pulumi.Output<AwsEnvironment> {
  const opts = { parent };
  return pulumi.output({
    accountId: getCallerIdentityOutput({}, opts).accountId,
    region: getRegionOutput({}, opts).region,
    partition: getPartitionOutput({}, opts).partition,
  });
}
