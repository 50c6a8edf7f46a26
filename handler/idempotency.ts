import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { type Context } from "aws-lambda";
import { timesOf } from "./deadline";
import { ServiceUnavailableError, WorkInProgressError } from "./errors";
import { S3PersistenceLayer, type Warn } from "./idempotency/s3-persistence-layer";
import { type Bucket } from "./storage";
import { REMEMBERED_SECONDS } from "./idempotency/stored-record";
import { workKey } from "./idempotency/work-key";

/** Does a piece of work with the data it is for. */
export type Work<T> = (data: unknown, context?: Context) => Promise<T>;

/** Work that is done once. */
export type IdempotentWork<T> = (
  data: unknown,
  context?: Context,
  source?: WorkSource,
) => Promise<T>;

/** Where data comes from. */
export interface WorkSource {
  /** The JSON text that it was read from: it tells apart what objects do not. Defaults to that of the data. */
  readonly text?: string | undefined;
  /** Until when the work is begun, in milliseconds since 1970. Defaults to half of the time that is left. */
  readonly latestStart?: number | undefined;
}

/** What Powertools says when another invocation has the work, or had it a moment ago. */
const IN_PROGRESS = new Set([
  "IdempotencyAlreadyInProgressError",
  "IdempotencyInconsistentStateError",
  "IdempotencyItemNotFoundError",
]);

/**
 * The same work, done once for the same data within an hour: whoever asks again, a retry of Step Functions or a
 * duplicate, gets the first outcome. Work that fails leaves no trace and is done again when asked for again; work that
 * is done stays done, also when its outcome cannot be recorded, which is only warned of.
 * Without a bucket to remember in, the work is done each time, so it must bear repetition by itself.
 *
 * @param warn defaults to the console
 * @throws WorkInProgressError (from the work returned) while another invocation does it
 * @throws ServiceUnavailableError (from the work returned) when it is too late to begin
 * @throws InvalidEventError (from the work returned) for data that cannot be told from other data
 */
export function makeIdempotentWork<T>(
  work: Work<T>,
  bucket: Bucket | undefined,
  warn: Warn = console.warn,
): IdempotentWork<T> {
  if (bucket === undefined) return work;
  return async (data, context, source = {}) => {
    const times = timesOf(context);
    const { text, latestStart = times.latestStart ?? Infinity } = source;
    const key = { work: workKey(data, text) };
    const config = new IdempotencyConfig({
      expiresAfterSeconds: REMEMBERED_SECONDS,
      hashFunction: "sha256",
      ...(context === undefined ? {} : { lambdaContext: context }),
    });
    const store = { ...bucket, deadline: times.deadline };
    const run: (key: object) => Promise<T> = async () => {
      if (Date.now() > latestStart) {
        throw new ServiceUnavailableError(
          "S3 took half of the invocation's time: too late to begin",
        );
      }
      return work(data, context);
    };
    const guarded = makeIdempotent(run, {
      persistenceStore: new S3PersistenceLayer(store, warn),
      config,
      dataIndexArgument: 0,
    });
    try {
      return await guarded(key);
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
