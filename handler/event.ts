import { InvalidEventError } from "./errors";
import { isReference, MAX_KEY_BYTES, type PayloadReference } from "./payload";

/** What the workflow may send: any JSON object; with `payload` the data lies in S3 instead (claim check). */
export interface WorkEvent {
  readonly payload?: PayloadReference;
  readonly [field: string]: unknown;
}

/**
 * Narrows what Lambda was given.
 * @throws InvalidEventError when it is not a JSON object, or when `payload` is not `{bucket, key}`
 */
export function parseEvent(event: unknown): WorkEvent {
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    throw new InvalidEventError(`the event must be a JSON object, not ${kindOf(event)}`);
  }
  const { payload } = event as { payload?: unknown };
  if (payload !== undefined && !isReference(payload)) {
    throw new InvalidEventError(
      'payload must be {"bucket": "...", "key": "..."} with non-empty strings, the key of at most ' +
        `${MAX_KEY_BYTES} bytes, not ${describe(payload)}: put data of your own under another name`,
    );
  }
  return event as WorkEvent;
}

/** Kinds only, and no other fields: what an event holds may be confidential, its names too, and errors are logged. */
function describe(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return kindOf(value);
  const fields = ["bucket", "key"]
    .filter((name) => Object.hasOwn(value, name))
    .map((name) => `${name}: ${kindOf((value as Record<string, unknown>)[name])}`);
  return `{${fields.join(", ")}}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value === "") return "an empty string";
  const bytes = typeof value === "string" ? Buffer.byteLength(value) : 0;
  return bytes > MAX_KEY_BYTES ? `a string of ${bytes} bytes` : typeof value;
}
