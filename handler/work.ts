import { createHash } from "node:crypto";
import { toJson } from "./payload";

/** What the work tells about the data it was given. */
export interface Summary {
  /** Bytes of JSON. */
  readonly bytes: number;
  /** Hash of the JSON, in hexadecimal. */
  readonly sha256: string;
}

/**
 * The work itself: replace this function by yours. It gets the event, or the payload that the event refers to, and
 * may throw a `RetryableError` to be run again after the workflow's wait.
 */
export function work(data: unknown): Promise<Summary> {
  const text = toJson(data);
  const sha256 = createHash("sha256").update(text).digest("hex");
  return Promise.resolve({ bytes: Buffer.byteLength(text, "utf8"), sha256 });
}
