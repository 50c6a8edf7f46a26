import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";
import { type BucketContext, partOf } from "./bucket";
import { createLifecycle } from "./lifecycle";
import { createBucketPolicy } from "./policy";

/** Creates everything that configures the bucket itself, in the order that S3 needs. */
export function configureBucket(context: BucketContext): void {
  const versioning = createVersioning(context);
  createEncryption(context);
  createLifecycle(context, versioning);
  createObjectLock(context, versioning);
  createCors(context);
  // S3 refuses two of the next at once on one bucket, so each waits for the one before it.
  const access = createPublicAccessBlock(context);
  const policy = createBucketPolicy(context, access);
  createOwnership(context, policy ?? access);
}

function createVersioning(context: BucketContext): pulumi.Resource {
  const { name, args, bucket } = context;
  const status = args.versioningEnabled ? "Enabled" : "Suspended";
  return new s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: bucket.id, versioningConfiguration: { status } },
    partOf(context),
  );
}

function createEncryption(context: BucketContext): void {
  const { name, args, bucket, kmsKeyArn } = context;
  const bucketKeyEnabled = kmsKeyArn !== undefined && args.bucketKeyEnabled;
  const applyServerSideEncryptionByDefault = {
    sseAlgorithm: kmsKeyArn === undefined ? "AES256" : "aws:kms",
    kmsMasterKeyId: kmsKeyArn,
  };
  const rule = {
    applyServerSideEncryptionByDefault,
    ...(bucketKeyEnabled ? { bucketKeyEnabled } : {}),
  };
  new s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket: bucket.id, rules: [rule] },
    partOf(context),
  );
}

function createObjectLock(context: BucketContext, versioning: pulumi.Resource): void {
  const { name, args, bucket } = context;
  const defaultRetention = args.objectLockRule;
  if (defaultRetention === undefined) return;
  new s3.BucketObjectLockConfiguration(
    `${name}-object-lock`,
    { bucket: bucket.id, objectLockEnabled: "Enabled", rule: { defaultRetention } },
    // S3 locks versions: without versioning it answers 409.
    { ...partOf(context), dependsOn: [versioning] },
  );
}

function createCors(context: BucketContext): void {
  const { name, args, bucket } = context;
  const corsRules = args.corsRules.map((rule) => ({ ...rule }));
  if (corsRules.length === 0) return;
  new s3.BucketCorsConfiguration(`${name}-cors`, { bucket: bucket.id, corsRules }, partOf(context));
}

function createPublicAccessBlock(context: BucketContext): pulumi.Resource {
  const { name, bucket } = context;
  return new s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    partOf(context),
  );
}

function createOwnership(context: BucketContext, after: pulumi.Resource): void {
  const { name, args, bucket } = context;
  const { objectOwnership, compatibility } = args;
  const controls =
    compatibility.controlObjectOwnership === false
      ? after
      : new s3.BucketOwnershipControls(
          `${name}-ownership`,
          { bucket: bucket.id, rule: { objectOwnership } },
          { ...partOf(context), dependsOn: [after] },
        );
  if (objectOwnership === "BucketOwnerEnforced") return;
  // Under BucketOwnerEnforced, which every new bucket has, S3 takes no ACL: the controls come first.
  new s3.BucketAcl(
    `${name}-acl`,
    { bucket: bucket.id, acl: "private" },
    { ...partOf(context), dependsOn: [controls] },
  );
}
