import { type Environment } from "./env";
import { PayloadAccessError, PayloadFormatError } from "./errors";
import { type WorkEvent } from "./event";
import { isReference, loadJson, type PayloadReference } from "./payload";
import { type Connection } from "./storage";

/** References that may lead to references: a function before this one may have put an event with one into S3. */
const MAX_REFERENCES = 5;

/** The data of an event. */
export interface WorkData {
  readonly data: unknown;
  /** The JSON that the data was read from; undefined when the event is the data. */
  readonly text?: string;
  /** Where it was read from. */
  readonly reference?: PayloadReference;
}

/**
 * Makes what finds the data of an event: the event itself, or what its `payload` refers to, in the function's own
 * bucket or one that the environment lists.
 *
 * @throws PayloadAccessError (from the function returned) for any other bucket
 * @throws PayloadFormatError for references that lead to no data, and as `load` does
 */
export function createReader({
  payloadBucket,
  readBuckets = [],
}: Environment): (event: WorkEvent, from: Connection) => Promise<WorkData> {
  const buckets = payloadBucket === undefined ? readBuckets : [payloadBucket, ...readBuckets];

  return async (event, from) => {
    let found: WorkData = { data: event };
    for (let steps = 0; ; steps++) {
      const reference = referenceIn(found.data);
      if (reference === undefined) return found;
      if (steps === MAX_REFERENCES) {
        throw new PayloadFormatError(
          `the payload is still a reference after ${MAX_REFERENCES}: store the data itself`,
        );
      }
      assertReadable(reference);
      found = { ...(await loadJson(reference, from)), reference };
    }
  };

  function assertReadable({ bucket }: PayloadReference): void {
    if (buckets.includes(bucket)) return;
    const allowed = buckets.length === 0 ? "none" : buckets.join(", ");
    throw new PayloadAccessError(
      `the function does not read from the bucket "${bucket}", but from: ${allowed}. ` +
        "Name it in PAYLOAD_READ_BUCKETS and let the function's role read it",
    );
  }
}

function referenceIn(data: unknown): PayloadReference | undefined {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  if (!Object.hasOwn(data, "payload")) return undefined;
  const { payload } = data as { payload?: unknown };
  if (!isReference(payload)) return undefined;
  return { bucket: payload.bucket, key: payload.key };
}
