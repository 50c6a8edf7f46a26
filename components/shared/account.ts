import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import type * as pulumi from "@pulumi/pulumi";

/** Where the stack is deployed. */
export interface Account {
  /** The account's 12 digits. */
  readonly accountId: pulumi.Output<string>;
  /** The provider's region, for example `us-east-1`. */
  readonly region: pulumi.Output<string>;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: pulumi.Output<string>;
}

/** The account, region and partition that `parent`'s provider works in. */
export function currentAccount(parent: pulumi.Resource): Account {
  const opts = { parent };
  return {
    accountId: getCallerIdentityOutput({}, opts).accountId,
    region: getRegionOutput({}, opts).region,
    partition: getPartitionOutput({}, opts).partition,
  };
}
