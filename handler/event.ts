import { InvalidEventError } from "./errors";
import { isReference, type PayloadReference } from "./payload";

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
    // The fields' kinds only: what the event holds may be confidential, and errors end up in logs.
    throw new InvalidEventError(
      'payload must be {"bucket": "...", "key": "..."} with non-empty strings, ' +
        `not ${describe(payload)}: put data of your own under another name`,
    );
  }
  return event as WorkEvent;
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return kindOf(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${kindOf(field)}`);
  return `{${fields.join(", ")}}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return value === "" ? "an empty string" : typeof value;
}
