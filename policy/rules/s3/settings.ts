import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import type { Reader } from "../../host/reader";
import * as t from "../shared/types";
import { bucketPolicies } from "../shared/policies";

/** Inline settings, as today's bucket and the V2 bucket spell them. */
export const INLINE = {
  versioning: ["versioning", "versionings"],
  encryption: [
    "serverSideEncryptionConfiguration.rule",
    "serverSideEncryptionConfigurations.rules",
  ],
  logging: ["logging", "loggings"],
  lifecycle: ["lifecycleRules"],
  replication: ["replicationConfiguration", "replicationConfigurations"],
} as const;

/** The settings of a bucket: those of separate resources, else the deprecated inline ones. */
export function bucketSettings(
  stack: Stack,
  bucket: StackResource,
  types: readonly string[],
  inline: readonly string[],
): Reader[] {
  const separate = stack.users(bucket, "bucket", ...types);
  if (separate.length > 0) return [...separate];
  return inline.flatMap((path) => bucket.blocks(path));
}

/** Whether S3 delivers access logs of other buckets here, or may: its log service is let in. */
export function isLogTarget(stack: Stack, bucket: StackResource): boolean {
  if (stack.users(bucket, "targetBucket", ...t.BUCKET_LOGGINGS).length > 0) return true;
  for (const path of ["logging.targetBucket", "loggings.targetBucket"]) {
    if (stack.users(bucket, path, ...t.BUCKETS).length > 0) return true;
  }
  if (!bucket.pending("acl") && bucket.text("acl") === "log-delivery-write") return true;
  const policies = stack
    .users(bucket, "bucket", t.BUCKET_POLICY)
    .some((policy) => policy.pending("policy"))
    ? []
    : bucketPolicies(stack, bucket);
  return policies.some(({ statements }) =>
    statements.some(
      (statement) =>
        statement.allows &&
        statement.principals.some(({ id }) => id === "logging.s3.amazonaws.com"),
    ),
  );
}
