import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { PayloadAccessError, PayloadNotReadyError, ServiceUnavailableError } from "./errors";

/** A bucket that the function writes to. */
export interface Bucket {
  readonly client: S3Client;
  readonly bucket: string;
  /** The KMS key to encrypt with, where the bucket's policy asks for one. Defaults to the bucket's encryption. */
  readonly keyArn?: string;
}

/** Where an object lies. */
export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
}

/** Under which condition an object is written: there is none yet (`*`), or it is still the one with this tag. */
export interface WriteCondition {
  readonly IfNoneMatch?: "*";
  readonly IfMatch?: string;
}

/** A text object and its entity tag. */
export interface StoredText {
  readonly text: string;
  readonly tag: string | undefined;
}

/** Somebody else wrote the object first, so the condition of a write does not hold. Never leaves the handler. */
export class ConditionFailed extends Error {}

/**
 * Reads an object as UTF-8 text.
 * @throws PayloadNotReadyError, PayloadAccessError or ServiceUnavailableError
 */
export async function readText(client: S3Client, location: ObjectLocation): Promise<StoredText> {
  try {
    const object = { Bucket: location.bucket, Key: location.key };
    const { Body, ETag } = await client.send(new GetObjectCommand(object));
    return { text: (await Body?.transformToString("utf-8")) ?? "", tag: ETag };
  } catch (cause) {
    throw storageError(location, cause);
  }
}

/**
 * Writes JSON text, encrypted as the bucket asks.
 * @throws ConditionFailed, PayloadAccessError or ServiceUnavailableError
 */
export async function writeText(
  to: Bucket,
  key: string,
  text: string,
  condition: WriteCondition = {},
): Promise<void> {
  const { client, bucket, keyArn } = to;
  const object = { Bucket: bucket, Key: key, Body: text, ContentType: "application/json" };
  const encryption = keyArn && { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: keyArn };
  try {
    await client.send(new PutObjectCommand({ ...object, ...encryption, ...condition }));
  } catch (cause) {
    throw storageError({ bucket, key }, cause);
  }
}

/**
 * Removes an object; none being there is fine.
 * @throws PayloadAccessError or ServiceUnavailableError
 */
export async function remove({ client, bucket }: Bucket, key: string): Promise<void> {
  try {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  } catch (cause) {
    throw storageError({ bucket, key }, cause);
  }
}

/** What S3 answers, by the status of the HTTP response (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
interface ServiceFault {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Names one failure of S3 by what the caller can do about it. */
function storageError({ bucket, key }: ObjectLocation, cause: unknown): Error {
  const { name = "Error", message = "", $metadata } = cause as ServiceFault;
  const status = $metadata?.httpStatusCode;
  const text = `s3://${bucket}/${key}: ${name}${message && `: ${message}`}`;
  if (name === "NoSuchKey" || name === "NotFound") return new PayloadNotReadyError(text, { cause });
  // 409 is a write at the same time as ours, and 412 one before it.
  if (name === "PreconditionFailed" || name === "ConditionalRequestConflict") {
    return new ConditionFailed(text, { cause });
  }
  // No status: the request never got an answer. 408 and 429 ask for patience, 5xx is the service's own trouble.
  const passes = status === undefined || status === 408 || status === 429 || status >= 500;
  return passes
    ? new ServiceUnavailableError(text, { cause })
    : new PayloadAccessError(text, { cause });
}
