import { type Logger } from "@aws-lambda-powertools/logger";
import { type S3Client } from "@aws-sdk/client-s3";
import { type Context } from "aws-lambda";
import { type Environment } from "./env";
import { RetryableError } from "./errors";
import { parseEvent, type WorkEvent } from "./event";
import { makeIdempotentWork, type Work } from "./idempotency";
import { assertFits, load, MAX_STATE_BYTES, storeIfLarge, type PayloadReference } from "./payload";
import { type Bucket } from "./storage";

/** What the handler answers: the workflow's Choice reads `statusCode`, its Wait passes `event` on. */
export interface Reply {
  /** 200: done. 500: not yet, run me again with the event. */
  readonly statusCode: 200 | 500;
  /** The event as it came, or a reference to it where it is too large to come back. */
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
export function createHandler(
  dependencies: Dependencies,
): (event: unknown, context?: Context) => Promise<Reply> {
  const { client, logger } = dependencies;
  const bucket = bucketOf(dependencies);
  const workOnce = makeIdempotentWork(dependencies.work, bucket);

  return async (input, context) => {
    logger.resetKeys();
    if (context) logger.addContext(context);
    try {
      const event = parseEvent(input);
      const statusCode = await attempt(event, context);
      return { statusCode, event: await fitting(event) };
    } catch (error) {
      logger.error("the work failed", error as Error);
      throw error;
    }
  };

  async function attempt(event: WorkEvent, context?: Context): Promise<200 | 500> {
    try {
      const data = event.payload === undefined ? event : await load(event.payload, client);
      const outcome = await workOnce(data, context);
      logger.info("the work is done", { payload: event.payload, outcome });
      return 200;
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      logger.warn("the work has to wait", error);
      return 500;
    }
  }

  async function fitting(event: WorkEvent): Promise<Reply["event"]> {
    const limit = MAX_STATE_BYTES - ENVELOPE_BYTES;
    if (bucket !== undefined) return storeIfLarge(event, bucket, limit);
    assertFits(event, limit);
    return event;
  }

  function bucketOf({
    environment: { payloadBucket, payloadKeyArn },
  }: Dependencies): Bucket | undefined {
    if (payloadBucket === undefined) return undefined;
    const encryption = payloadKeyArn === undefined ? {} : { keyArn: payloadKeyArn };
    return { client, bucket: payloadBucket, ...encryption };
  }
}
