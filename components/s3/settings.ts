import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../shared/account";
import type { BucketArgs } from "./args";
import { lifecycleRules } from "./lifecycle";
import { bucketStatements } from "./policy";
import { mergePolicies, policyDocument, type PolicySource } from "asl-toolkit/iam";

/** The bucket that a part belongs to, and what its parts have in common. */
export interface BucketContext {
  /** The component's name: every part's name begins with it. */
  readonly name: string;
  readonly args: BucketArgs;
  readonly bucket: aws.s3.Bucket;
  /** The key that encrypts; undefined where S3 uses its own. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
  readonly account: Account;
  readonly parent: pulumi.Resource;
}

/** Makes everything that configures the bucket itself, in the order that S3 needs. */
export function makeParts(context: BucketContext): void {
  const versioning = makeVersioning(context);
  makeEncryption(context);
  makeLifecycle(context, versioning);
  makeObjectLock(context, versioning);
  makeCors(context);
  // S3 refuses two of the next at once on one bucket, so each waits for the one before it.
  const access = makePublicAccessBlock(context);
  const policy = makePolicy(context, access);
  makeOwnership(context, policy ?? access);
}

function isVersioned({ args }: BucketContext): boolean {
  return args.versioningEnabled ?? true;
}

function makeVersioning(context: BucketContext): pulumi.Resource {
  const { name, bucket, parent } = context;
  const status = isVersioned(context) ? "Enabled" : "Suspended";
  return new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.id, versioningConfiguration: { status } },
    { parent },
  );
}

function makeEncryption({ name, args, bucket, kmsKeyArn, parent }: BucketContext): void {
  const bucketKeyEnabled = kmsKeyArn !== undefined && (args.bucketKeyEnabled ?? true);
  const applyServerSideEncryptionByDefault = {
    sseAlgorithm: kmsKeyArn === undefined ? "AES256" : "aws:kms",
    kmsMasterKeyId: kmsKeyArn,
  };
  const rule = {
    applyServerSideEncryptionByDefault,
    ...(bucketKeyEnabled ? { bucketKeyEnabled } : {}),
  };
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket: bucket.id, rules: [rule] },
    { parent },
  );
}

function makeLifecycle(context: BucketContext, versioning: pulumi.Resource): void {
  const { name, args, bucket, parent } = context;
  const rules = lifecycleRules(args, isVersioned(context));
  if (rules.length === 0) return;
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket: bucket.id, rules },
    { parent, dependsOn: [versioning] },
  );
}

function makeObjectLock(context: BucketContext, versioning: pulumi.Resource): void {
  const { name, args, bucket, parent } = context;
  const defaultRetention = args.objectLockRule;
  if (defaultRetention === undefined) return;
  new aws.s3.BucketObjectLockConfiguration(
    `${name}-object-lock`,
    { bucket: bucket.id, objectLockEnabled: "Enabled", rule: { defaultRetention } },
    // S3 locks versions: without versioning it answers 409.
    { parent, dependsOn: [versioning] },
  );
}

function makeCors({ name, args, bucket, parent }: BucketContext): void {
  const corsRules = (args.corsRules ?? []).map((rule) => ({ ...rule }));
  if (corsRules.length === 0) return;
  new aws.s3.BucketCorsConfiguration(`${name}-cors`, { bucket: bucket.id, corsRules }, { parent });
}

function makePublicAccessBlock({ name, bucket, parent }: BucketContext): pulumi.Resource {
  return new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { parent },
  );
}

function makePolicy(context: BucketContext, after: pulumi.Resource): pulumi.Resource | undefined {
  const { name, args, bucket, kmsKeyArn, account, parent } = context;
  const given = args.additionalBucketPolicies ?? [];
  const additional = typeof given === "function" ? given(bucket.arn) : given;
  if (!hasStatements(args) && additional.length === 0) return undefined;
  const known = pulumi.all([bucket.arn, kmsKeyArn, pulumi.output(account)]);
  const policy = pulumi
    .all([known, pulumi.output(additional)])
    .apply(([[arn, key, place], overrides]) =>
      mergePolicies(
        policyDocument(bucketStatements(args, { arn, kmsKeyArn: key, account: place })),
        overrides as PolicySource[],
      ),
    );
  return new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.id, policy: pulumi.jsonStringify(policy) },
    { parent, dependsOn: [after] },
  );
}

/** Whether the bucket's policy has statements of its own; the rule of {@link bucketStatements} from plain values. */
function hasStatements({ hardeningPolicy, bucketMode, sourceS3ServerLogs }: BucketArgs): boolean {
  const hasSources = Object.keys(sourceS3ServerLogs ?? {}).length > 0;
  if (bucketMode === "log") return hasSources || (hardeningPolicy ?? "default") === "default";
  return hardeningPolicy !== "none";
}

function makeOwnership(
  { name, args, bucket, parent }: BucketContext,
  after: pulumi.Resource,
): void {
  const { objectOwnership = "BucketOwnerEnforced", controlObjectOwnership = true } = args;
  const controls = controlObjectOwnership
    ? new aws.s3.BucketOwnershipControls(
        `${name}-ownership`,
        { bucket: bucket.id, rule: { objectOwnership } },
        { parent, dependsOn: [after] },
      )
    : after;
  if (objectOwnership === "BucketOwnerEnforced") return;
  // Under BucketOwnerEnforced, which every new bucket has, S3 takes no ACL: the controls come first.
  new aws.s3.BucketAcl(
    `${name}-acl`,
    { bucket: bucket.id, acl: "private" },
    { parent, dependsOn: [controls] },
  );
}
