import { display } from "../../statemachine/json";
import { createClients } from "../../engine/aws";
import { environmentRegion } from "../../engine/environment";
import { UsageError } from "../../statemachine/cli";

/** How to reach AWS. */
export interface AwsFlags {
  /** Defaults to AWS_REGION, then AWS_DEFAULT_REGION. */
  readonly region?: string;
  /** Address of an emulator. Defaults to AWS, with the credentials of the environment. */
  readonly endpoint?: string;
}

/**
 * Reads the text of a state object with the credentials of the environment. Nothing is locked or written.
 *
 * @param url `s3://bucket/key`
 * @throws UsageError that tells what AWS said and what to check.
 */
export async function fetchObject(url: string, options: AwsFlags = {}): Promise<string> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  if (key === undefined) throw new UsageError(`${url}: is not of the form s3://bucket/key`);
  const region = awsRegion(options.region);
  const { s3 } = createClients(options.endpoint, region);
  try {
    const { Body: body } = await s3.getObject({ Bucket: bucket, Key: key });
    return (await body?.transformToString("utf8")) ?? "";
  } catch (error) {
    throw new UsageError(`${url}: ${explain(error, region)}`);
  }
}

/** The region to read from. @throws UsageError when neither the caller nor the environment names one. */
export function awsRegion(given?: string): string {
  const region = given ?? environmentRegion();
  if (region === undefined) throw new UsageError("which region? Give --region or set AWS_REGION");
  return region;
}

function explain(error: unknown, region: string): string {
  const { name, message } = error instanceof Error ? error : new Error(display(error));
  if (name === "NoSuchBucket") return "there is no such bucket";
  if (name === "NoSuchKey") {
    return "there is no such key. A workspace other than default lies under env:/WORKSPACE/KEY";
  }
  return `cannot be read in ${region}: ${name} ${message}. Needed: s3:GetObject, and kms:Decrypt for an encrypted bucket`;
}
