import * as t from "../shared/types";
import { bucketSettings } from "./settings";
import { INLINE, isLogTarget } from "./settings";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

export const s3Operations: readonly PolicyRule[] = [
  {
    id: "s3-bucket-access-logging",
    meta: {
      description: "Access to a bucket is logged, unless it receives access logs itself.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: [
        "CKV_AWS_18",
        "AwsSolutions-S1",
        "AWS-0089",
        "AWS-0163",
        "S3.9",
        "CT.S3.PR.2",
        "CloudTrail.7",
      ],
      remedy: "Make an aws.s3.BucketLogging with the bucket and a `targetBucket`.",
      docs: { url: `${GUIDE}/ServerLogs.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) =>
      bucketSettings(stack, bucket, t.BUCKET_LOGGINGS, INLINE.logging).length > 0 ||
      isLogTarget(stack, bucket)
        ? undefined
        : "logs no access",
    ),
  },
  {
    id: "s3-bucket-notifications",
    meta: {
      description: "A bucket announces what happens to its objects.",
      pillar: "operations",
      severity: "low",
      level: "disabled",
      controls: ["CKV2_AWS_62", "S3.11", "CT.S3.PR.4"],
      remedy:
        "Make an aws.s3.BucketNotification for the bucket, for example with `eventbridge` true.",
      docs: { url: `${GUIDE}/EventNotifications.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) =>
      stack.users(bucket, "bucket", t.BUCKET_NOTIFICATION).length === 0
        ? "sends no notifications"
        : undefined,
    ),
  },
  {
    id: "s3-bucket-name",
    meta: {
      description:
        "A bucket's name has no dots, which break TLS to virtual hosts and acceleration.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: ["AWS-0320"],
      remedy: "Use letters, digits and hyphens in `bucket`.",
      docs: { url: `${GUIDE}/bucketnamingrules.html` },
    },
    types: t.BUCKETS,
    check: ({ resource: bucket, report, part }) => {
      for (const property of ["bucket", "bucketPrefix"]) {
        void part(() => {
          const name = bucket.text(property);
          if (name && !/^[a-z0-9][a-z0-9-]*$/.test(name)) report(`${property} is ${name}.`);
        });
      }
    },
  },
];
