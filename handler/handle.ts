import { type Logger } from "@aws-lambda-powertools/logger";
import { type S3Client } from "@aws-sdk/client-s3";
import { type Context } from "aws-lambda";
import { timesOf, type InvocationTimes } from "./deadline";
import { type Environment } from "./env";
import { RetryableError } from "./errors";
import { parseEvent, type WorkEvent } from "./event";
import { makeIdempotentWork, type Work } from "./idempotency";
import {
  assertFits,
  byteSize,
  MAX_STATE_BYTES,
  storeIfLarge,
  type PayloadReference,
} from "./payload";
import { createReader } from "./references";
import { type Bucket } from "./storage";

/** What the handler answers: the workflow's Choice reads `statusCode`, its Wait passes `event` on. */
export interface Reply {
  /** 200: done. 500: not yet, run me again with the event. */
  readonly statusCode: 200 | 500;
  /** The event as it came. Where it is too large to come back: its reference alone, or one to all of it. */
  readonly event: WorkEvent | { payload: PayloadReference };
}

/** What the handler works with. */
export interface Dependencies {
  readonly environment: Environment;
  readonly client: S3Client;
  readonly logger: Logger;
  readonly work: Work<object>;
}

/** Lambda's answer wraps the reply: room for the status, the version and the headers of the invocation. */
const ENVELOPE_BYTES = 4_096;

/** Makes the handler: an event in, the work done once, a reply out. */
export function createHandler({
  environment,
  client,
  logger,
  work,
}: Dependencies): (event: unknown, context?: Context) => Promise<Reply> {
  const bucket = bucketOf(environment, client);
  const read = createReader(environment);
  const workOnce = makeIdempotentWork(work, bucket, (message, error) =>
    logger.warn(message, error),
  );

  return async (input, context) => {
    logger.resetKeys();
    if (context) logger.addContext(context);
    const times = timesOf(context);
    try {
      const event = parseEvent(input);
      // Before the work: what cannot be answered afterwards must not be done.
      const handedBack = await fitting(event, times);
      return { statusCode: await attempt(event, times, context), event: handedBack };
    } catch (error) {
      logger.error("the work failed", error as Error);
      throw error;
    }
  };

  async function attempt(
    event: WorkEvent,
    { deadline, latestStart }: InvocationTimes,
    context?: Context,
  ): Promise<200 | 500> {
    try {
      const { data, text, reference } = await read(event, { client, deadline });
      const outcome = await workOnce(data, context, { text, latestStart });
      logger.info("the work is done", { payload: reference, outcome });
      return 200;
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      logger.warn("the work has to wait", error);
      return 500;
    }
  }

  async function fitting(event: WorkEvent, { deadline }: InvocationTimes): Promise<Reply["event"]> {
    const limit = MAX_STATE_BYTES - ENVELOPE_BYTES;
    if (event.payload !== undefined && byteSize(event) > limit) {
      // A reference to the whole event would be read as the payload.
      const { bucket: from, key } = event.payload;
      return { payload: { bucket: from, key } };
    }
    if (bucket !== undefined) {
      return storeIfLarge(event, { ...bucket, deadline }, limit);
    }
    assertFits(event, limit);
    return event;
  }
}

function bucketOf(
  { payloadBucket, payloadKeyArn }: Environment,
  client: S3Client,
): Bucket | undefined {
  if (payloadBucket === undefined) return undefined;
  const encryption = payloadKeyArn === undefined ? {} : { keyArn: payloadKeyArn };
  return { client, bucket: payloadBucket, ...encryption };
}
