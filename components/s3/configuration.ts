import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";
import { type BucketContext, partOf } from "./bucket";
import { createLifecycle } from "./lifecycle";
import { createBucketPolicy } from "./policy";

/** Creates everything that configures the bucket itself, in the order that S3 needs. */
export function configureBucket(context: BucketContext): void {
  const { name, args, kmsKeyArn } = context;
  const bucket = context.bucket.id;
  const part = partOf(context);
  const status = args.versioningEnabled ? "Enabled" : "Suspended";
  const versioning = new s3.BucketVersioning(
    `${name}-versioning`,
    { bucket, versioningConfiguration: { status } },
    part,
  );
  const bucketKeyEnabled = kmsKeyArn !== undefined && args.bucketKeyEnabled;
  const encryption = {
    applyServerSideEncryptionByDefault: {
      sseAlgorithm: kmsKeyArn === undefined ? "AES256" : "aws:kms",
      kmsMasterKeyId: kmsKeyArn,
    },
    ...(bucketKeyEnabled ? { bucketKeyEnabled } : {}),
  };
  new s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket, rules: [encryption] },
    part,
  );
  createLifecycle(context, versioning);
  if (args.objectLockRule !== undefined) {
    new s3.BucketObjectLockConfiguration(
      `${name}-object-lock`,
      { bucket, objectLockEnabled: "Enabled", rule: { defaultRetention: args.objectLockRule } },
      // S3 locks versions: without versioning it answers 409.
      { ...part, dependsOn: [versioning] },
    );
  }
  const corsRules = args.corsRules.map((rule) => ({ ...rule }));
  if (corsRules.length > 0) {
    new s3.BucketCorsConfiguration(`${name}-cors`, { bucket, corsRules }, part);
  }
  // S3 refuses two of the next at once on one bucket, so each waits for the one before it.
  const access = new s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    part,
  );
  createOwnership(context, createBucketPolicy(context, access) ?? access);
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
