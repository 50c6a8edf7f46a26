import { createHash } from "node:crypto";
import { type S3Client } from "@aws-sdk/client-s3";
import { PayloadFormatError, PayloadTooLargeError } from "./errors";
import { readText, writeText, type Bucket, type ObjectLocation } from "./storage";

/**
 * What a state may take in or give out, in bytes of UTF-8 JSON
 * (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html).
 */
export const MAX_STATE_BYTES = 262_144;

/** Where in S3 a payload lies: what travels through the workflow in its place. */
export type PayloadReference = ObjectLocation;

/** A bucket that payloads are put into. */
export interface PayloadStore extends Bucket {
  /** What the keys begin with. Defaults to `payloads/`. */
  readonly prefix?: string;
}

/** Whether a value has the shape of a reference. */
export function isReference(value: unknown): value is PayloadReference {
  const { bucket, key } = (value ?? {}) as { bucket?: unknown; key?: unknown };
  return [bucket, key].every((part) => typeof part === "string" && part !== "");
}

/** How many bytes a value takes up in a workflow: those of its JSON in UTF-8, not its characters. */
export function byteSize(value: unknown): number {
  return Buffer.byteLength(toJson(value), "utf8");
}

/**
 * Makes sure that a value can travel through a workflow.
 * @param limit bytes; defaults to what a state may take
 * @throws PayloadTooLargeError with the size and the limit
 */
export function assertFits(value: unknown, limit: number = MAX_STATE_BYTES): void {
  const size = byteSize(value);
  if (size > limit) {
    throw new PayloadTooLargeError(
      `${size} bytes of JSON are over the limit of ${limit}: store the data and send its reference`,
    );
  }
}

/**
 * Puts a value into the bucket as JSON. The key is the hash of the content: storing the same value again, as a retry
 * does, changes nothing and gives the same reference.
 *
 * @throws PayloadAccessError or ServiceUnavailableError when S3 refuses
 */
export async function store(value: unknown, to: PayloadStore): Promise<PayloadReference> {
  const text = toJson(value);
  const hash = createHash("sha256").update(text).digest("hex");
  const key = `${to.prefix ?? "payloads/"}${hash}.json`;
  await writeText(to, key, text);
  return { bucket: to.bucket, key };
}

/**
 * Reads a value that `store`, or anyone else, put into S3 as JSON.
 *
 * @throws PayloadNotReadyError while there is no such object
 * @throws PayloadFormatError when it is not JSON
 * @throws PayloadAccessError or ServiceUnavailableError when S3 refuses
 */
export async function load(reference: PayloadReference, client: S3Client): Promise<unknown> {
  const { text } = await readText(client, reference);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Without the parser's own message: it quotes the text, which may be confidential.
    const { bucket, key } = reference;
    throw new PayloadFormatError(`s3://${bucket}/${key} is no JSON (${text.length} characters)`);
  }
}

/**
 * The value itself while it fits, else `{payload: <reference>}` to where it is stored now: what a function returns
 * so that the next state can take it.
 *
 * @param limit bytes; defaults to what a state may give out
 */
export async function storeIfLarge<T>(
  value: T,
  to: PayloadStore,
  limit: number = MAX_STATE_BYTES,
): Promise<T | { payload: PayloadReference }> {
  return byteSize(value) <= limit ? value : { payload: await store(value, to) };
}

/** JSON text; what JSON does not know (undefined, a function) is null, as it is inside a list. */
function toJson(value: unknown): string {
  return JSON.stringify(value) ?? "null";
}
