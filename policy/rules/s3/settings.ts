import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/resource";
import type { Reader } from "../../host/reader";
import type { StackCheck } from "../../host/rule";
import LOG_ACCOUNTS from "../general/log-accounts.json";
import { onEach } from "../shared/checks";
import t from "../shared/resource-types.json";
import { bucketPolicies } from "../shared/links";

/** Where a bucket's settings stand: resources of their own, and properties as today's bucket and the V2 bucket spell them. */
const SETTINGS = {
  encryption: {
    types: t.BUCKET_ENCRYPTIONS,
    inline: ["serverSideEncryptionConfiguration.rule", "serverSideEncryptionConfigurations.rules"],
  },
  lifecycle: { types: t.BUCKET_LIFECYCLES, inline: ["lifecycleRules"] },
  logging: { types: t.BUCKET_LOGGINGS, inline: ["logging", "loggings"] },
  notification: { types: [t.BUCKET_NOTIFICATION], inline: [] },
  objectLock: { types: t.BUCKET_OBJECT_LOCKS, inline: ["objectLockConfiguration"] },
  publicAccess: { types: [t.PUBLIC_ACCESS_BLOCK], inline: [] },
  replication: {
    types: [t.BUCKET_REPLICATION],
    inline: ["replicationConfiguration", "replicationConfigurations"],
  },
  versioning: { types: t.BUCKET_VERSIONINGS, inline: ["versioning", "versionings"] },
} as const;

export const INLINE_ENCRYPTION = SETTINGS.encryption.inline;

/** The settings of a bucket: those of separate resources, else the deprecated inline ones. */
export function bucketSettings(
  stack: Stack,
  bucket: StackResource,
  setting: keyof typeof SETTINGS,
): Reader[] {
  const { types, inline } = SETTINGS[setting];
  const separate = stack.users(bucket, "bucket", ...types);
  return separate.length > 0 ? [...separate] : inline.flatMap((path) => bucket.blocks(path));
}

/** The rules that a bucket's setting consists of. */
export function settingRules(
  stack: Stack,
  bucket: StackResource,
  setting: "encryption" | "lifecycle" | "replication",
): Reader[] {
  return bucketSettings(stack, bucket, setting).flatMap((each) =>
    each.has("rules") ? each.blocks("rules") : [each],
  );
}

/** The blocks of a rule, which the V2 bucket spells in the plural. */
export function ruleBlocks(rule: Reader, name: string): Reader[] {
  return [name, `${name}s`].flatMap((path) => rule.blocks(path));
}

/** A check that each bucket has a setting. */
export function hasSetting(setting: keyof typeof SETTINGS, lack: string): StackCheck {
  return onEach(t.BUCKETS, (bucket, stack) =>
    bucketSettings(stack, bucket, setting).length === 0 ? lack : undefined,
  );
}

/** A check that each bucket has a setting with a rule that is on. */
export function hasRule(setting: "lifecycle" | "replication", lack: string): StackCheck {
  return onEach(t.BUCKETS, (bucket, stack) =>
    settingRules(stack, bucket, setting).some(isOn) ? undefined : lack,
  );
}

/** Whether a rule of a setting is on: its own resource says Enabled, the deprecated property true. */
export function isOn(rule: Reader): boolean {
  return rule.text("status") === "Enabled" || rule.flag("enabled") === true;
}

/** CloudFront's own account, by its canonical id (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html). */
const CLOUDFRONT_LOGS = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

/** Whether an ACL lets AWS's log services write. */
export function letsLogsIn(acl: StackResource): boolean {
  if (acl.knownText("acl") === "log-delivery-write") return true;
  return acl
    .blocks("accessControlPolicy.grants")
    .some(
      (grant) =>
        grant.text("grantee.id") === CLOUDFRONT_LOGS ||
        /\/groups\/s3\/LogDelivery$/.test(grant.text("grantee.uri") ?? ""),
    );
}

/** Whom S3's access logs come from. */
const ACCESS_LOGS: ReadonlySet<string> = new Set(["logging.s3.amazonaws.com"]);

/**
 * Whose logs are taken by buckets with SSE-S3 alone: those, and load balancers'
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html).
 */
export const UNKEYED_LOGS: ReadonlySet<string> = new Set([
  ...ACCESS_LOGS,
  "logdelivery.elasticloadbalancing.amazonaws.com",
  ...LOG_ACCOUNTS.accounts,
]);

const accountOr = (id: string): string => /^arn:[^:]*:iam::(\d{12}):root$/.exec(id)?.[1] ?? id;

/** Whether access logs of other buckets are delivered here, or such logs may be: who writes them is let in. */
export function isLogTarget(
  stack: Stack,
  bucket: StackResource,
  writers: ReadonlySet<string> = ACCESS_LOGS,
): boolean {
  if (stack.users(bucket, "targetBucket", ...t.BUCKET_LOGGINGS).length > 0) return true;
  for (const path of ["logging.targetBucket", "loggings.targetBucket"]) {
    if (stack.users(bucket, path, ...t.BUCKETS).length > 0) return true;
  }
  if (bucket.knownText("acl") === "log-delivery-write") return true;
  if (stack.users(bucket, "bucket", ...t.BUCKET_ACLS).some(letsLogsIn)) return true;
  const policies = stack
    .users(bucket, "bucket", t.BUCKET_POLICY)
    .some((policy) => policy.pending("policy"))
    ? []
    : bucketPolicies(stack, bucket);
  return policies.some(({ statements }) =>
    statements.some(
      (statement) =>
        statement.allows && statement.principals.some(({ id }) => writers.has(accountOr(id))),
    ),
  );
}
