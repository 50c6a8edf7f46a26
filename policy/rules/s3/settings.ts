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

/** CloudFront's own account, by its canonical id (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html). */
const CLOUDFRONT_LOGS = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

/** Whether an ACL lets AWS's log services write. */
export function letsLogsIn(acl: StackResource): boolean {
  if (!acl.pending("acl") && acl.text("acl") === "log-delivery-write") return true;
  return acl
    .blocks("accessControlPolicy.grants")
    .some(
      (grant) =>
        grant.text("grantee.id") === CLOUDFRONT_LOGS ||
        /\/groups\/s3\/LogDelivery$/.test(grant.text("grantee.uri") ?? ""),
    );
}

/** Whether S3 delivers access logs of other buckets here, or may: its log service is let in. */
export function isLogTarget(stack: Stack, bucket: StackResource): boolean {
  if (stack.users(bucket, "targetBucket", ...t.BUCKET_LOGGINGS).length > 0) return true;
  for (const path of ["logging.targetBucket", "loggings.targetBucket"]) {
    if (stack.users(bucket, path, ...t.BUCKETS).length > 0) return true;
  }
  if (!bucket.pending("acl") && bucket.text("acl") === "log-delivery-write") return true;
  if (stack.users(bucket, "bucket", ...t.BUCKET_ACLS).some(letsLogsIn)) return true;
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
