import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { inTime } from "./deadline";
import { storageError, type ObjectLocation } from "./storage/errors";

/**
 * How long an S3 client waits, in milliseconds, and how often it tries; a `deadline` may end it sooner. The SDK itself
 * waits without end; two seconds are what AWS advises
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-design-patterns.html).
 */
export const CLIENT_DEFAULTS = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    socketTimeout: 5_000,
    // Without it the request's timeout only writes a line to the log.
    throwOnRequestTimeout: true,
  },
};

/** How S3 is reached. */
export interface Connection {
  readonly client: S3Client;
  /**
   * When each call, with its repetitions, has to have ended: milliseconds since 1970. Without it the timeouts of the
   * client are all.
   */
  readonly deadline?: number | undefined;
}

/** A bucket that the function writes to. */
export interface Bucket extends Connection {
  readonly bucket: string;
  /** The KMS key to encrypt with, where the bucket's policy asks for one. Defaults to the bucket's encryption. */
  readonly keyArn?: string;
}

/** Under which condition an object is written: there is none yet (`*`), or it is still the one with this tag. */
export interface WriteCondition {
  readonly IfNoneMatch?: "*";
  readonly IfMatch?: string;
}

/** A text object and its entity tag. */
export interface StoredText {
  /** Undefined when the object is not UTF-8: bytes that read alike would be taken for the same data. */
  readonly text: string | undefined;
  readonly tag: string | undefined;
}

/**
 * Reads an object as UTF-8 text.
 * @throws PayloadNotReadyError, PayloadAccessError or ServiceUnavailableError
 */
export async function readText(
  { client, deadline }: Connection,
  location: ObjectLocation,
): Promise<StoredText> {
  const object = { Bucket: location.bucket, Key: location.key };
  try {
    return await inTime(deadline, async (options) => {
      const { Body, ETag } = await client.send(new GetObjectCommand(object), options);
      return { text: decoded(await Body?.transformToByteArray()), tag: ETag };
    });
  } catch (cause) {
    throw storageError(location, cause);
  }
}

/** Without a byte order mark, which some editors put before JSON. */
function decoded(bytes: Uint8Array | undefined): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Writes JSON text, encrypted as the bucket asks.
 * @returns the new object's entity tag
 * @throws ConditionFailed, PayloadAccessError or ServiceUnavailableError
 */
export async function writeText(
  to: Bucket,
  key: string,
  text: string,
  condition?: WriteCondition,
): Promise<string | undefined> {
  const { client, deadline, bucket, keyArn } = to;
  const object = { Bucket: bucket, Key: key, Body: text, ContentType: "application/json" };
  const encryption = keyArn && { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: keyArn };
  const command = new PutObjectCommand({ ...object, ...encryption, ...condition });
  try {
    return (await inTime(deadline, (options) => client.send(command, options))).ETag;
  } catch (cause) {
    throw storageError({ bucket, key }, cause, condition !== undefined);
  }
}

/**
 * Removes an object.
 * @param tag only while the object is the one with this tag
 * @throws ConditionFailed, PayloadAccessError or ServiceUnavailableError
 */
export async function remove(
  { client, deadline, bucket }: Bucket,
  key: string,
  tag: string | undefined,
): Promise<void> {
  const command = new DeleteObjectCommand({
    Bucket: bucket,
    Key: key,
    ...(tag === undefined ? {} : { IfMatch: tag }),
  });
  try {
    await inTime(deadline, (options) => client.send(command, options));
  } catch (cause) {
    throw storageError({ bucket, key }, cause, tag !== undefined);
  }
}
