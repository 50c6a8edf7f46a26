import * as aws from "@pulumi/aws";
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
    accountId: aws.getCallerIdentityOutput({}, opts).accountId,
    region: aws.getRegionOutput({}, opts).region,
    partition: aws.getPartitionOutput({}, opts).partition,
  };
}
