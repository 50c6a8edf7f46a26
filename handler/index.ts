import { Logger } from "@aws-lambda-powertools/logger";
import { S3Client } from "@aws-sdk/client-s3";
import { readEnvironment } from "./env";
import { createHandler } from "./handle";
import { CLIENT_DEFAULTS } from "./storage";
import { work } from "./work";

// An endpoint of one's own (the local run) has no DNS name for each bucket.
const client = new S3Client({
  ...CLIENT_DEFAULTS,
  forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined,
});

/** What Lambda calls. */
export const handler = createHandler({
  environment: readEnvironment(process.env),
  client,
  logger: new Logger(),
  work,
});
