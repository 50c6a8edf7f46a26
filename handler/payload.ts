import { createHash } from "node:crypto";
import { PayloadFormatError, PayloadTooLargeError } from "./errors";
import { readText, writeText, type Bucket, type Connection } from "./storage";
import { type ObjectLocation } from "./storage/errors";

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

/**
 * What an object's key may have, in bytes of UTF-8
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html).
 */
export const MAX_KEY_BYTES = 1_024;

/** Whether a value has the shape of a reference. */
export function isReference(value: unknown): value is PayloadReference {
  const { bucket, key } = (value ?? {}) as { bucket?: unknown; key?: unknown };
  return (
    [bucket, key].every((part) => typeof part === "string" && part !== "") && isKey(key as string)
  );
}

/** Whether S3 can have an object of that name: one that is too long, or half a character, never comes to be. */
function isKey(key: string): boolean {
  return Buffer.byteLength(key, "utf8") <= MAX_KEY_BYTES && !/\p{Surrogate}/u.test(key);
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
 * @throws PayloadFormatError when it is not JSON in UTF-8
 * @throws PayloadAccessError or ServiceUnavailableError when S3 refuses
 */
export async function load(reference: PayloadReference, from: Connection): Promise<unknown> {
  return (await loadJson(reference, from)).data;
}

/** The same with the text, in which numbers beyond 2^53 have all of their digits. */
export async function loadJson(
  reference: PayloadReference,
  from: Connection,
): Promise<{ readonly data: unknown; readonly text: string }> {
  const { text } = await readText(from, reference);
  const { bucket, key } = reference;
  if (text === undefined) throw new PayloadFormatError(`s3://${bucket}/${key} is not UTF-8`);
  try {
    return { data: JSON.parse(text) as unknown, text };
  } catch {
    // Without the parser's own message: it quotes the text, which may be confidential.
    throw new PayloadFormatError(`s3://${bucket}/${key} is not JSON (${text.length} characters)`);
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

/**
 * JSON text; what JSON does not know (undefined, a function) is null, as it is inside a list.
 *
 * @param replacer as that of JSON.stringify
 * @throws PayloadFormatError for a value that is nested too deeply
 */
export function toJson(
  value: unknown,
  replacer?: (name: string, value: unknown) => unknown,
): string {
  try {
    return JSON.stringify(value, replacer) ?? "null";
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PayloadFormatError("the data is nested too deeply to be written as JSON");
  }
}
