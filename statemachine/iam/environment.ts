/** Where resources live, which is what ARNs are made of. */
export interface AwsEnvironment {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** For example `eu-west-1`. */
  readonly region: string;
  /** The account's 12 digits. */
  readonly accountId: string;
}

/** The partition of a region: `aws-cn` for `cn-north-1`, `aws-us-gov` for `us-gov-west-1`. */
export function partitionOf(region: string): string {
  const [, special] = /^(cn|us-gov)-/.exec(region) ?? [];
  return special === undefined ? "aws" : `aws-${special}`;
}

/** What the names of a partition's hosts end with: `amazonaws.com`, in China `amazonaws.com.cn`. */
export function dnsSuffix({ partition }: Pick<AwsEnvironment, "partition">): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/**
 * A service of a region as `kms:ViaService` names it, `s3.eu-west-1.amazonaws.com`: by its host, which in China ends
 * with `.com.cn`. It is also the principal of CloudWatch Logs; those of all other services are the same everywhere, as
 * `lambda.amazonaws.com` (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html).
 */
export function serviceHost(service: string, where: Omit<AwsEnvironment, "accountId">): string {
  return `${service}.${where.region}.${dnsSuffix(where)}`;
}
