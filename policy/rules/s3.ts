import { matches } from "../iam/document";
import { isTiedToCallers } from "../iam/grants";
import { Reader } from "../host/reader";
import type { ResourceRule, RuleInfo, StackJudge, StackRule } from "../host/rule";
import type { Stack, StackResource } from "../host/stack";
import * as t from "../types";
import { BUCKET_POLICIES, listed, onStatements } from "./documents";
import { bucketPolicies, bucketSettings } from "./links";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

const BLOCKS = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

/** Inline settings, as today's bucket and the V2 bucket spell them. */
const INLINE = {
  versioning: ["versioning", "versionings"],
  encryption: [
    "serverSideEncryptionConfiguration.rule",
    "serverSideEncryptionConfigurations.rules",
  ],
  logging: ["logging", "loggings"],
  lifecycle: ["lifecycleRules"],
  replication: ["replicationConfiguration", "replicationConfigurations"],
} as const;

export const s3BucketPublicAccessBlock: StackRule = bucketRule(
  {
    name: "s3-bucket-public-access-block",
    description: "A bucket has a public access block.",
    group: "security",
    level: "mandatory",
    severity: "high",
    controls: ["CKV2_AWS_6", "AwsSolutions-S2", "AWS-0094", "S3.8", "CT.S3.PR.1", "AWS-0161"],
    remedy: "Make an aws.s3.BucketPublicAccessBlock for the bucket with all four properties true.",
    url: `${GUIDE}/access-control-block-public-access.html`,
    example: {
      violation: "new aws.s3.Bucket(name)",
      fix: "new aws.s3.BucketPublicAccessBlock(name, { bucket: bucket.id, blockPublicAcls: true, ... })",
    },
  },
  (bucket, stack) =>
    stack.users(bucket, "bucket", t.PUBLIC_ACCESS_BLOCK).length === 0
      ? "has no public access block"
      : undefined,
);

export const s3PublicAccessBlockComplete: ResourceRule = {
  name: "s3-public-access-block-complete",
  description: "A public access block blocks all four ways.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: [
    "CKV_AWS_53",
    "CKV_AWS_54",
    "CKV_AWS_55",
    "CKV_AWS_56",
    "CKV2_AWS_6",
    "AWS-0086",
    "AWS-0087",
    "AWS-0091",
    "AWS-0093",
    "S3.8",
  ],
  remedy: `Set ${BLOCKS.map((block) => `\`${block}\``).join(", ")} to true.`,
  url: `${GUIDE}/access-control-block-public-access.html`,
  types: [t.PUBLIC_ACCESS_BLOCK],
  example: { violation: "blockPublicPolicy: false", fix: "blockPublicPolicy: true" },
  check: (block, judge) => {
    for (const property of BLOCKS) {
      void judge.part(() => {
        if (block.flag(property) !== true) judge.report(`${property} is not true.`);
      });
    }
  },
  remediate: (block) => {
    const open = BLOCKS.filter(
      (property) => !block.pending(property) && block.flag(property) !== true,
    );
    return open.length > 0
      ? Object.fromEntries(open.map((property) => [property, true]))
      : undefined;
  },
};

const EVERYONE = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

export const s3BucketPublicAcl: ResourceRule = {
  name: "s3-bucket-public-acl",
  description: "No ACL opens a bucket or an object to the world.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: [
    "CKV_AWS_20",
    "CKV_AWS_57",
    "CKV2_AWS_43",
    "CKV_AWS_375",
    "AWS-0092",
    "S3.2",
    "S3.3",
    "S3.12",
  ],
  remedy: "Remove `acl` and the grants, or set `acl` to private.",
  url: `${GUIDE}/acl-overview.html`,
  types: [...t.BUCKETS, ...t.BUCKET_ACLS, ...t.BUCKET_OBJECTS],
  example: { violation: 'acl: "public-read"', fix: 'acl: "private"' },
  check: (resource, judge) => {
    void judge.part(() => {
      const acl = resource.text("acl");
      if (acl !== undefined && /^(public-read(-write)?|authenticated-read)$/.test(acl)) {
        judge.report(`acl is ${acl}.`);
      }
    });
    for (const [list, uri] of [
      ["grants", "uri"],
      ["accessControlPolicy.grants", "grantee.uri"],
    ] as const) {
      for (const grant of resource.entries(list)) {
        void judge.part(() => {
          const who = new Reader(grant.self(), grant.path).text(uri);
          if (who !== undefined && EVERYONE.test(who)) judge.report(`${grant.path} is for ${who}.`);
        });
      }
    }
  },
};

export const s3BucketObjectOwnership: ResourceRule = {
  name: "s3-bucket-object-ownership",
  description: "The bucket's owner owns every object, and ACLs are off.",
  group: "security",
  level: "mandatory",
  severity: "medium",
  controls: ["CKV2_AWS_65", "S3.12", "s3_bucket_acl_prohibited"],
  remedy: "Set `rule.objectOwnership` to BucketOwnerEnforced.",
  url: `${GUIDE}/about-object-ownership.html`,
  types: [t.BUCKET_OWNERSHIP],
  example: {
    violation: 'rule: { objectOwnership: "ObjectWriter" }',
    fix: 'rule: { objectOwnership: "BucketOwnerEnforced" }',
  },
  check: (controls, judge) => {
    const ownership = controls.text("rule.objectOwnership");
    if (ownership !== "BucketOwnerEnforced")
      judge.report(`rule.objectOwnership is ${ownership ?? "unset"}.`);
  },
};

export const s3BucketTls: StackRule = bucketRule(
  {
    name: "s3-bucket-tls",
    description: "A bucket refuses requests without TLS.",
    group: "security",
    level: "mandatory",
    severity: "medium",
    controls: [
      "AwsSolutions-S10",
      "S3.5",
      "CT.S3.PR.8",
      "s3_bucket_ssl_requests_only",
      "CKV_AWS_379",
    ],
    remedy:
      "Add a Deny to the bucket's `policy`: Principal *, s3:* on the bucket and bucket/*, Bool `aws:SecureTransport` false.",
    url: `${GUIDE}/security-best-practices.html`,
    example: {
      violation: "// no statement on aws:SecureTransport",
      fix: 'Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } }',
    },
  },
  (bucket, stack) =>
    bucketPolicies(stack, bucket).some(({ statements }) =>
      statements.some(
        (statement) =>
          statement.denies &&
          statement.isForEveryone &&
          statement.actions.some((action) => action === "*" || /^s3:\*$/i.test(action)) &&
          coversBucket(statement.resources) &&
          statement.conditions.some(
            ({ operator, key, values }) =>
              operator === "bool" && key === "aws:securetransport" && values.includes("false"),
          ),
      ),
    )
      ? undefined
      : "takes requests without TLS",
);

export const s3BucketEncryption: StackRule = bucketRule(
  {
    name: "s3-bucket-encryption",
    description: "A bucket says how it encrypts.",
    group: "security",
    level: "mandatory",
    severity: "high",
    controls: ["CKV_AWS_19", "CKV_AWS_145", "AWS-0088", "enable-server-side-encryption"],
    remedy: "Make an aws.s3.BucketServerSideEncryptionConfiguration for the bucket.",
    url: `${GUIDE}/bucket-encryption.html`,
    example: {
      violation: "new aws.s3.Bucket(name)",
      fix: "new aws.s3.BucketServerSideEncryptionConfiguration(name, { bucket: bucket.id, rules: [...] })",
    },
  },
  (bucket, stack) =>
    encryptionsOf(stack, bucket).length === 0 ? "has no encryption configuration" : undefined,
);

export const s3BucketKms: StackRule = bucketRule(
  {
    name: "s3-bucket-kms",
    description:
      "A bucket encrypts with a key of our own, unless it receives access logs, which S3 cannot deliver then.",
    group: "security",
    level: "mandatory",
    severity: "medium",
    controls: ["CKV_AWS_145", "AWS-0132", "S3.17", "s3_default_encryption_kms"],
    remedy: "Set `sseAlgorithm` to aws:kms and `kmsMasterKeyId` to the key's ARN.",
    url: `${GUIDE}/UsingKMSEncryption.html`,
    example: {
      violation: 'sseAlgorithm: "AES256"',
      fix: 'sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn',
    },
  },
  (bucket, stack) => {
    const rules = encryptionsOf(stack, bucket).flatMap((rule) =>
      rule.blocks("applyServerSideEncryptionByDefault"),
    );
    for (const rule of rules) {
      const algorithm = rule.text("sseAlgorithm");
      const fault = !/^aws:kms(:dsse)?$/.test(algorithm ?? "")
        ? `encrypts with ${algorithm ?? "nothing"}`
        : rule.text("kmsMasterKeyId")
          ? undefined
          : "encrypts with AWS's own key";
      if (fault !== undefined) return isLogTarget(stack, bucket) ? undefined : fault;
    }
    return undefined;
  },
);

export const s3BucketKey: ResourceRule = {
  name: "s3-bucket-key",
  description:
    "A bucket that encrypts with KMS uses a bucket key, which saves most of the requests to KMS.",
  group: "cost",
  level: "advisory",
  severity: "low",
  controls: ["enable-bucket-key"],
  remedy: "Set `bucketKeyEnabled` to true.",
  url: `${GUIDE}/bucket-key.html`,
  types: [...t.BUCKETS, ...t.BUCKET_ENCRYPTIONS],
  example: { violation: "// bucketKeyEnabled unset", fix: "bucketKeyEnabled: true" },
  check: (resource, judge) => {
    const paths = ["rules", ...INLINE.encryption];
    for (const rule of paths.flatMap((path) => resource.blocks(path))) {
      void judge.part(() => {
        if (rule.flag("bucketKeyEnabled") === true) return;
        if (rule.text("applyServerSideEncryptionByDefault.sseAlgorithm") === "aws:kms") {
          judge.report("bucketKeyEnabled is not true.");
        }
      });
    }
  },
};

export const s3BucketVersioning: StackRule = bucketRule(
  {
    name: "s3-bucket-versioning",
    description: "A bucket keeps versions.",
    group: "reliability",
    level: "mandatory",
    severity: "low",
    controls: ["CKV_AWS_21", "AWS-0090", "S3.14", "CT.S3.PR.11"],
    remedy: "Set `versioningConfiguration.status` of an aws.s3.BucketVersioning to Enabled.",
    url: `${GUIDE}/Versioning.html`,
    example: {
      violation: 'versioningConfiguration: { status: "Suspended" }',
      fix: 'versioningConfiguration: { status: "Enabled" }',
    },
  },
  (bucket, stack) => {
    const settings = bucketSettings(stack, bucket, t.BUCKET_VERSIONINGS, INLINE.versioning);
    const enabled = settings.some(
      (setting) =>
        setting.text("versioningConfiguration.status") === "Enabled" ||
        setting.flag("enabled") === true,
    );
    return enabled ? undefined : "keeps no versions";
  },
);

export const s3BucketAccessLogging: StackRule = bucketRule(
  {
    name: "s3-bucket-access-logging",
    description: "Access to a bucket is logged, unless it receives access logs itself.",
    group: "security",
    level: "advisory",
    severity: "low",
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
    url: `${GUIDE}/ServerLogs.html`,
    example: {
      violation: "new aws.s3.Bucket(name)",
      fix: "new aws.s3.BucketLogging(name, { bucket: bucket.id, targetBucket: logs.id, targetPrefix: name })",
    },
  },
  (bucket, stack) =>
    bucketSettings(stack, bucket, t.BUCKET_LOGGINGS, INLINE.logging).length > 0 ||
    isLogTarget(stack, bucket)
      ? undefined
      : "logs no access",
);

export const s3BucketLifecycle: StackRule = bucketRule(
  {
    name: "s3-bucket-lifecycle",
    description: "A bucket has lifecycle rules, so that old objects and versions do not pile up.",
    group: "cost",
    level: "advisory",
    severity: "low",
    controls: ["CKV2_AWS_61", "S3.13", "S3.10", "CT.S3.PR.3", "CT.S3.PR.6"],
    remedy: "Make an aws.s3.BucketLifecycleConfiguration for the bucket.",
    url: `${GUIDE}/object-lifecycle-mgmt.html`,
    example: {
      violation: "new aws.s3.Bucket(name)",
      fix: "new aws.s3.BucketLifecycleConfiguration(name, { bucket: bucket.id, rules: [...] })",
    },
  },
  (bucket, stack) =>
    bucketSettings(stack, bucket, t.BUCKET_LIFECYCLES, INLINE.lifecycle).length === 0
      ? "has no lifecycle rules"
      : undefined,
);

export const s3LifecycleAbortMultipart: ResourceRule = {
  name: "s3-lifecycle-abort-multipart",
  description: "Lifecycle rules clear away the parts of uploads that never ended.",
  group: "cost",
  level: "advisory",
  severity: "low",
  controls: ["CKV_AWS_300"],
  remedy:
    "Set `abortIncompleteMultipartUpload.daysAfterInitiation` in an Enabled rule without a filter.",
  url: `${GUIDE}/mpu-abort-incomplete-mpu-lifecycle-config.html`,
  types: [...t.BUCKETS, ...t.BUCKET_LIFECYCLES],
  example: {
    violation: 'rules: [{ id: "old", status: "Enabled", expiration: { days: 30 } }]',
    fix: "abortIncompleteMultipartUpload: { daysAfterInitiation: 7 }",
  },
  check: (resource, judge) => {
    const inline = resource.blocks("lifecycleRules");
    const rules = [...resource.blocks("rules"), ...inline];
    if (rules.length > 0 && !rules.some(abortsUploads))
      judge.report("no rule ends incomplete uploads.");
  },
};

export const s3BucketPolicyPublic: ResourceRule = {
  name: "s3-bucket-policy-public",
  description: "No bucket policy lets everyone in.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: [
    "CKV_AWS_70",
    "CKV_AWS_283",
    "S3.6",
    "s3_bucket_policy_no_wildcard_principal",
    "AWS-0161",
  ],
  remedy: "Name the principals in `policy`, or add a condition such as `aws:SourceAccount`.",
  url: `${GUIDE}/security-best-practices.html`,
  example: { violation: 'Effect: "Allow", Principal: "*"', fix: "Principal: { AWS: role.arn }" },
  ...onStatements(BUCKET_POLICIES, (statement, report) => {
    if (statement.allows && statement.isForEveryone && !isTiedToCallers(statement)) {
      report("lets everyone in, with no condition on who asks.");
    }
  }),
};

/** What another account must not do with a bucket (Security Hub S3.6). */
const OWNERS_ACTIONS = [
  "s3:DeleteBucketPolicy",
  "s3:PutBucketAcl",
  "s3:PutBucketPolicy",
  "s3:PutEncryptionConfiguration",
  "s3:PutObjectAcl",
];

export const s3BucketPolicyCrossAccount: StackRule = bucketRule(
  {
    name: "s3-bucket-policy-cross-account",
    description: "No other account may change a bucket's policy, ACLs or encryption.",
    group: "security",
    level: "mandatory",
    severity: "high",
    controls: ["S3.6"],
    remedy: "Remove the actions from the other account's statement in `policy`.",
    url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
    example: {
      violation:
        'Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "s3:PutBucketPolicy"',
      fix: 'Action: "s3:GetObject"',
    },
  },
  (bucket, stack) => {
    for (const statement of bucketPolicies(stack, bucket).flatMap(({ statements }) => statements)) {
      if (!statement.allows) continue;
      const actions = OWNERS_ACTIONS.filter((action) =>
        statement.actions.some((pattern) => matches(pattern, action)),
      );
      const others = statement.principals
        .filter(({ kind }) => kind === "AWS")
        .map(({ id }) => /\d{12}/.exec(id)?.[0])
        .filter((account) => account !== undefined && account !== stack.account);
      if (actions.length > 0 && others.length > 0) {
        return `lets account ${listed(others as string[])} do ${listed(actions)}`;
      }
    }
    return undefined;
  },
);

export const s3BucketPolicyLockout: ResourceRule = {
  name: "s3-bucket-policy-lockout",
  description: "No bucket policy locks everybody out.",
  group: "reliability",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_93"],
  remedy:
    "Add a condition to the Deny, or narrow its `Action` so that the policy can still be changed.",
  url: `${GUIDE}/example-bucket-policies.html`,
  example: {
    violation: 'Effect: "Deny", Principal: "*", Action: "s3:*"',
    fix: 'Condition: { Bool: { "aws:SecureTransport": "false" } }',
  },
  ...onStatements(BUCKET_POLICIES, (statement, report) => {
    if (!statement.denies || statement.has("Condition") || !statement.isForEveryone) return;
    const locks = statement.actions.filter((action) => matches(action, "s3:PutBucketPolicy"));
    if (locks.length > 0)
      report(`denies everyone ${listed(locks)}: nobody could change the policy again.`);
  }),
};

export const s3BucketPolicyWildcardAction: ResourceRule = {
  name: "s3-bucket-policy-wildcard-action",
  description: "A bucket policy lists what it allows.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["s3_bucket_policy_no_wildcard_action"],
  remedy: "List the actions in `Action` of the statement.",
  url: `${GUIDE}/security-best-practices.html`,
  example: { violation: 'Effect: "Allow", Action: "s3:*"', fix: 'Action: ["s3:GetObject"]' },
  ...onStatements(BUCKET_POLICIES, (statement, report) => {
    const wide = statement.actions.filter((action) => action === "*" || /^s3:\*$/i.test(action));
    if (statement.allows && wide.length > 0) report(`allows ${listed(wide)}.`);
  }),
};

export const s3BucketPolicyNegated: ResourceRule = {
  name: "s3-bucket-policy-negated",
  description: "A bucket policy has no Allow with NotAction or NotPrincipal.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: [
    "s3_bucket_policy_no_allow_plus_not_action",
    "s3_bucket_policy_no_allow_plus_not_principal",
  ],
  remedy: "List what is allowed in `Action` and `Principal`.",
  url: `${GUIDE}/security-best-practices.html`,
  example: {
    violation: 'Effect: "Allow", NotAction: "s3:DeleteBucket"',
    fix: 'Action: ["s3:GetObject"]',
  },
  ...onStatements(BUCKET_POLICIES, (statement, report) => {
    if (!statement.allows) return;
    for (const element of ["NotAction", "NotPrincipal"] as const) {
      if (statement.has(element)) report(`allows all but what its ${element} lists.`);
    }
  }),
};

export const s3BucketObjectLock: StackRule = bucketRule(
  {
    name: "s3-bucket-object-lock",
    description: "A bucket locks its objects.",
    group: "reliability",
    level: "disabled",
    severity: "low",
    controls: ["CKV_AWS_143", "S3.15", "CT.S3.PR.9"],
    remedy: "Set `objectLockEnabled` to true and a default retention.",
    url: `${GUIDE}/object-lock.html`,
    example: { violation: "// objectLockEnabled unset", fix: "objectLockEnabled: true" },
  },
  (bucket, stack) =>
    bucket.flag("objectLockEnabled") === true ||
    bucketSettings(stack, bucket, t.BUCKET_OBJECT_LOCKS, ["objectLockConfiguration"]).length > 0
      ? undefined
      : "has no object lock",
);

export const s3BucketReplication: StackRule = bucketRule(
  {
    name: "s3-bucket-replication",
    description: "A bucket is replicated to another region.",
    group: "reliability",
    level: "disabled",
    severity: "low",
    controls: ["CKV_AWS_144", "S3.7"],
    remedy: "Make an aws.s3.BucketReplicationConfig for the bucket.",
    url: `${GUIDE}/replication.html`,
    example: {
      violation: "new aws.s3.Bucket(name)",
      fix: "new aws.s3.BucketReplicationConfig(name, { ... })",
    },
  },
  (bucket, stack) =>
    bucketSettings(stack, bucket, [t.BUCKET_REPLICATION], INLINE.replication).length === 0
      ? "is not replicated"
      : undefined,
);

export const s3BucketNotifications: StackRule = bucketRule(
  {
    name: "s3-bucket-notifications",
    description: "A bucket announces what happens to its objects.",
    group: "operations",
    level: "disabled",
    severity: "low",
    controls: ["CKV2_AWS_62", "S3.11", "CT.S3.PR.4"],
    remedy:
      "Make an aws.s3.BucketNotification for the bucket, for example with `eventbridge` true.",
    url: `${GUIDE}/EventNotifications.html`,
    example: {
      violation: "new aws.s3.Bucket(name)",
      fix: "new aws.s3.BucketNotification(name, { eventbridge: true })",
    },
  },
  (bucket, stack) =>
    stack.users(bucket, "bucket", t.BUCKET_NOTIFICATION).length === 0
      ? "sends no notifications"
      : undefined,
);

export const s3BucketMfaDelete: StackRule = bucketRule(
  {
    name: "s3-bucket-mfa-delete",
    description: "Versions are deleted only with a second factor.",
    group: "reliability",
    level: "disabled",
    severity: "low",
    controls: ["S3.20", "AWS-0170"],
    remedy: "Set `versioningConfiguration.mfaDelete` to Enabled.",
    url: `${GUIDE}/MultiFactorAuthenticationDelete.html`,
    example: { violation: "// mfaDelete unset", fix: 'mfaDelete: "Enabled"' },
  },
  (bucket, stack) =>
    bucketSettings(stack, bucket, t.BUCKET_VERSIONINGS, INLINE.versioning).some(
      (setting) =>
        setting.text("versioningConfiguration.mfaDelete") === "Enabled" ||
        setting.flag("mfaDelete") === true,
    )
      ? undefined
      : "deletes versions without a second factor",
);

export const s3BucketName: ResourceRule = {
  name: "s3-bucket-name",
  description: "A bucket's name has no dots, which break TLS to virtual hosts and acceleration.",
  group: "operations",
  level: "advisory",
  severity: "low",
  controls: ["AWS-0320"],
  remedy: "Use letters, digits and hyphens in `bucket`.",
  url: `${GUIDE}/bucketnamingrules.html`,
  types: t.BUCKETS,
  example: { violation: 'bucket: "my.orders"', fix: 'bucket: "my-orders"' },
  check: (bucket, judge) => {
    for (const property of ["bucket", "bucketPrefix"]) {
      void judge.part(() => {
        const name = bucket.text(property);
        if (name && !/^[a-z0-9][a-z0-9-]*$/.test(name)) judge.report(`${property} is ${name}.`);
      });
    }
  },
};

export const s3BucketForceDestroy: ResourceRule = {
  name: "s3-bucket-force-destroy",
  description:
    "A bucket is not destroyed with objects in it, but in the stacks that the settings name.",
  group: "reliability",
  level: "advisory",
  severity: "medium",
  controls: [],
  remedy: "Remove `forceDestroy`.",
  url: "https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/",
  types: t.BUCKETS,
  settings: {
    stacks: {
      type: "array",
      items: { type: "string" },
      default: ["dev", "local"],
      description: "The stacks that may lose their objects.",
    },
  },
  example: { violation: "forceDestroy: true", fix: "// unset" },
  check: (bucket, judge) => {
    if (bucket.flag("forceDestroy") !== true) return;
    const stack = bucket.urn.split(":")[2] ?? "";
    if (!judge.setting<string[]>("stacks").includes(stack)) {
      judge.report(`forceDestroy is true in the stack ${stack}.`);
    }
  },
};

export const s3BucketPayloadExpiry: StackRule = bucketRule(
  {
    name: "s3-bucket-payload-expiry",
    description: "A bucket that a workflow writes payloads to lets them expire.",
    group: "cost",
    level: "advisory",
    severity: "low",
    controls: [],
    remedy: "Set `expiration.days` in a rule of the bucket's aws.s3.BucketLifecycleConfiguration.",
    url: "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
    example: {
      violation: 'rules: [{ id: "payloads", status: "Enabled" }]',
      fix: "expiration: { days: 30 }",
    },
  },
  (bucket, stack) => {
    const writers =
      stack.users(bucket, "definition", t.MACHINE).length > 0 || isNamedByMachine(stack, bucket);
    if (!writers) return undefined;
    const rules = bucketSettings(stack, bucket, t.BUCKET_LIFECYCLES, INLINE.lifecycle).flatMap(
      (setting) => (setting.has("rules") ? setting.blocks("rules") : [setting]),
    );
    const expires = rules.some((rule) => rule.blocks("expiration").length > 0);
    return expires ? undefined : "holds payloads of a workflow for ever";
  },
);

/** A rule on each bucket, with what is wrong with it in a few words. */
function bucketRule(
  info: RuleInfo,
  fault: (bucket: StackResource, stack: Stack) => string | undefined,
): StackRule {
  return {
    ...info,
    types: t.BUCKETS,
    checkStack: (stack: Stack, judge: StackJudge) => {
      judge.each(stack.of(...t.BUCKETS), (bucket) => {
        const found = fault(bucket, stack);
        if (found !== undefined) judge.report(bucket, `${bucket.label} ${found}.`);
      });
    },
  };
}

function encryptionsOf(stack: Stack, bucket: StackResource): Reader[] {
  return bucketSettings(stack, bucket, t.BUCKET_ENCRYPTIONS, INLINE.encryption).flatMap(
    (setting) => (setting.has("rules") ? setting.blocks("rules") : [setting]),
  );
}

/** Whether S3 delivers access logs of other buckets here, or may: its log service is let in. */
function isLogTarget(stack: Stack, bucket: StackResource): boolean {
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

/** Whether a machine's definition spells the bucket's name. */
function isNamedByMachine(stack: Stack, bucket: StackResource): boolean {
  const words = stack.once("words of definitions", () => {
    const known = stack.of(t.MACHINE).filter((machine) => !machine.pending("definition"));
    return new Set(known.flatMap((machine) => machine.text("definition")?.match(/"[^"]+"/g) ?? []));
  });
  return !bucket.pending("bucket") && words.has(`"${bucket.text("bucket")}"`);
}

function coversBucket(resources: readonly string[]): boolean {
  if (resources.includes("*")) return true;
  const objects = resources.filter((resource) => resource.endsWith("/*"));
  return objects.some((object) => resources.includes(object.slice(0, -2)));
}

function abortsUploads(rule: Reader): boolean {
  const enabled = rule.text("status") === "Enabled" || rule.flag("enabled") === true;
  const days =
    rule.number("abortIncompleteMultipartUpload.daysAfterInitiation") ??
    rule.number("abortIncompleteMultipartUploadDays");
  const limited =
    rule.text("prefix") ||
    ["filter.prefix", "filter.tag", "filter.and", "tags"].some((path) =>
      Boolean(rule.value(path)),
    ) ||
    rule.number("filter.objectSizeGreaterThan") !== undefined ||
    rule.number("filter.objectSizeLessThan") !== undefined;
  return enabled && days !== undefined && !limited;
}
