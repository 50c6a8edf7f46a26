import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { type Context } from "aws-lambda";
import { WorkInProgressError } from "./errors";
import { S3PersistenceLayer } from "./s3-persistence-layer";
import { type Bucket } from "./storage";

/** Does a piece of work with the data it is for. */
export type Work<T> = (data: unknown, context?: Context) => Promise<T>;

/** How long the outcome of finished work is remembered, in seconds. Longer than any execution of the workflow. */
const REMEMBERED_SECONDS = 3600;

/** What Powertools says when another invocation has the work, or had it a moment ago. */
const IN_PROGRESS = new Set([
  "IdempotencyAlreadyInProgressError",
  "IdempotencyInconsistentStateError",
  "IdempotencyItemNotFoundError",
]);

/**
 * The same work, done once for the same data within an hour: whoever asks again, a retry of Step Functions or a
 * duplicate, gets the first outcome. Work that fails leaves no trace and is done again when asked for again.
 * Without a bucket to remember in, the work is done each time, so it must bear repetition by itself.
 *
 * @throws WorkInProgressError (from the work returned) while another invocation does it
 */
export function makeIdempotentWork<T>(work: Work<T>, bucket: Bucket | undefined): Work<T> {
  if (bucket === undefined) return work;
  const config = new IdempotencyConfig({
    expiresAfterSeconds: REMEMBERED_SECONDS,
    hashFunction: "sha256",
  });
  const options = {
    persistenceStore: new S3PersistenceLayer(bucket),
    config,
    dataIndexArgument: 0,
  };
  return async (data, context) => {
    if (context !== undefined) config.registerLambdaContext(context);
    // Wrapped in an object, since Powertools takes an empty one for a missing key.
    const guarded = makeIdempotent((wrapped: { data: unknown }) => work(wrapped.data, context), {
      ...options,
    });
    try {
      return (await guarded({ data })) as T;
    } catch (error) {
      throw translate(error);
    }
  };
}

/** Powertools wraps what the record store throws; the workflow knows the errors by their own names. */
function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "IdempotencyPersistenceLayerError") return translate(error.cause);
  if (!IN_PROGRESS.has(error.name)) return error;
  return new WorkInProgressError("another invocation is doing the same work", { cause: error });
}
