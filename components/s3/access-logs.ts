import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../shared/arguments/inputs";
import { type LogSource } from "./args";
import { type BucketContext, partOf } from "./bucket";

/** Sends this bucket's access logs elsewhere, and the logs of other buckets here. */
export function createAccessLogs(context: BucketContext): void {
  const { name, args, bucket, parent } = context;
  if (args.accessLogBucket !== undefined) {
    new s3.BucketLogging(
      `${name}-logging`,
      { bucket: bucket.id, targetBucket: args.accessLogBucket, targetPrefix: args.accessLogPrefix },
      partOf(context),
    );
  }
  for (const [key, source] of Object.entries(args.sourceS3ServerLogs)) {
    new s3.BucketLogging(
      `${name}-source-${key}`,
      {
        bucket: source.bucketName,
        targetBucket: bucket.id,
        targetPrefix: logPrefix(source),
        expectedBucketOwner: source.bucketOwner,
      },
      { parent },
    );
  }
}

/** What begins the keys of a source bucket's logs. */
function logPrefix({ bucketName, bucketPrefix }: LogSource): pulumi.Input<string> {
  return mapInput(bucketPrefix ?? bucketName, (prefix) =>
    prefix.endsWith("/") ? prefix : `${prefix}/`,
  );
}
