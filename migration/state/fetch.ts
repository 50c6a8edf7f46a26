import { display } from "../../statemachine/json";
import { GetObjectCommand, NoSuchBucket, NoSuchKey } from "@aws-sdk/client-s3";
import { createClients } from "../../engine/aws";
import { UsageError } from "../../statemachine/cli";

/** How to reach the bucket. */
export interface PullOptions {
  /** AWS region of the bucket. Defaults to AWS_REGION, then AWS_DEFAULT_REGION. */
  readonly region?: string;
  /** Address of an emulator. Defaults to AWS, with the credentials of the environment. */
  readonly endpoint?: string;
}

/** True for `s3://bucket/key`. */
export function isObjectUrl(source: string): boolean {
  return source.startsWith("s3://");
}

/** Takes `s3://bucket/key` apart. @throws UsageError when one of the two is missing. */
function splitObjectUrl(url: string): { bucket: string; key: string } {
  const match = /^s3:\/\/([^/]+)\/(.+)$/.exec(url);
  if (match === null) throw new UsageError(`${url}: is not of the form s3://bucket/key`);
  return { bucket: match[1] ?? "", key: match[2] ?? "" };
}

/**
 * Reads the text of a state object with the credentials of the environment. Nothing is locked or written.
 *
 * @throws UsageError that tells what AWS said and what to check.
 */
export async function fetchObject(url: string, options: PullOptions = {}): Promise<string> {
  const { bucket, key } = splitObjectUrl(url);
  const region = awsRegion(options.region);
  const { s3 } = createClients(options.endpoint, region);
  try {
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await body?.transformToString("utf8")) ?? "";
  } catch (error) {
    throw new UsageError(`${url}: ${explain(error, region)}`);
  }
}

/** The region to read from. @throws UsageError when neither the caller nor the environment names one. */
export function awsRegion(given?: string): string {
  const region = given ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
  if (region === undefined) throw new UsageError("which region? Give --region or set AWS_REGION");
  return region;
}

function explain(error: unknown, region: string): string {
  if (error instanceof NoSuchBucket) return "there is no such bucket";
  if (error instanceof NoSuchKey) {
    return "there is no such key. A workspace other than default lies under env:/WORKSPACE/KEY";
  }
  const name = error instanceof Error ? error.name : display(error);
  const message = error instanceof Error ? error.message : "";
  return `cannot be read in ${region}: ${name} ${message}. Needed: s3:GetObject, and kms:Decrypt for an encrypted bucket`;
}
