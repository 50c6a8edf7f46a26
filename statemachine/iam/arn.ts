import type { AwsEnvironment } from "./environment";

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
