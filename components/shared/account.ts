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

/** The plain values of an {@link Account}, for the pure builders. */
export type ResolvedAccount = pulumi.UnwrappedObject<Account>;

/** The account, region and partition that `parent`'s provider works in. */
export function currentAccount(parent: pulumi.Resource): Account {
  const opts = { parent };
  return {
    accountId: aws.getCallerIdentityOutput({}, opts).accountId,
    region: aws.getRegionOutput({}, opts).region,
    partition: aws.getPartitionOutput({}, opts).partition,
  };
}

/** The ARN of the account's root: every principal of the account that its own IAM policies admit. */
export function accountRoot({ partition, accountId }: Omit<ResolvedAccount, "region">): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

/** What the ARNs of a service's resources begin with, up to the account. */
export function arnPrefix(
  { partition, region, accountId }: ResolvedAccount,
  service: string,
): string {
  return `arn:${partition}:${service}:${region}:${accountId}`;
}
