import { own } from "../json";
// Beside `aws`. Source: botocore, partitions.json.
import partitions from "./partitions.json";

/** Where resources live, which is what ARNs are made of. */
export interface AwsEnvironment {
  /** Such as `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** For example `eu-west-1`. */
  readonly region: string;
  /** The account's 12 digits. */
  readonly accountId: string;
}

/** An ARN's parts. Region and account are empty for services that have none in their ARNs. */
export interface Arn extends AwsEnvironment {
  readonly service: string;
  /** What follows the account, colons included: `function:orders:live`. */
  readonly resource: string;
}

/** The parts of `text`; undefined when it is not an ARN. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition = "", service = "", region = "", accountId = "", ...resource] =
    arnParts(text);
  if (prefix !== "arn" || resource.length === 0) return undefined;
  return { partition, service, region, accountId, resource: resource.join(":") };
}

/** `text` divided at its colons; those inside `${AWS::Region}` divide nothing. */
export function arnParts(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const letter of text) {
    if (letter === "{") depth++;
    if (letter === "}") depth--;
    if (letter === ":" && depth === 0) parts.push("");
    else parts.push(`${parts.pop()}${letter}`);
  }
  return parts;
}

/** The ARN of a regional resource, such as `function:orders` of the service `lambda`. */
export function regionalArn(
  { partition, region, accountId }: AwsEnvironment,
  service: string,
  resource: string,
): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** The ARN of a resource whose service has no regions, such as `role/orders` of the service `iam`. */
export function globalArn(
  { partition, accountId }: Omit<AwsEnvironment, "region">,
  service: string,
  resource: string,
): string {
  return `arn:${partition}:${service}::${accountId}:${resource}`;
}

/** The partition of a region: `aws-cn` for `cn-north-1`, `aws-us-gov` for `us-gov-west-1`. */
export function partitionOf(region: string): string {
  const found = Object.entries(partitions).find(([, { regions }]) => region.startsWith(regions));
  return found?.[0] ?? "aws";
}

/** What the names of a partition's hosts end with: `amazonaws.com`, in China `amazonaws.com.cn`. */
export function dnsSuffix({ partition }: Pick<AwsEnvironment, "partition">): string {
  return own<{ dnsSuffix: string }>(partitions, partition)?.dnsSuffix ?? "amazonaws.com";
}

/**
 * A service of a region as `kms:ViaService` names it, `s3.eu-west-1.amazonaws.com`: by its host, which in China ends
 * with `.com.cn`. It is also the principal of CloudWatch Logs; those of all other services are the same everywhere, as
 * `lambda.amazonaws.com` (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html).
 */
export function serviceHost(service: string, where: Omit<AwsEnvironment, "accountId">): string {
  return `${service}.${where.region}.${dnsSuffix(where)}`;
}
