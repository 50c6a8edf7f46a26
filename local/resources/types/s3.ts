import * as sdk from "@aws-sdk/client-s3";
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bytesOf, zipOf } from "../archive";
import { camel, entry, NOT_STORED, pascal, tagList, tagMap } from "../entry";

/** Words of the S3 API that differ from the provider's by more than the first letter. */
const NAMES = { id: "ID", sseAlgorithm: "SSEAlgorithm", kmsMasterKeyId: "KMSMasterKeyID" };

const CORS_NAMES = { id: "ID", maxAgeSeconds: "MaxAgeSeconds" };

/** Inputs that bucket settings have besides their own. */
const BESIDE = { expectedBucketOwner: NOT_STORED, skipDestroy: NOT_STORED };

/** Amazon S3: the bucket and one entry for each of its settings. */
export const s3Entries = {
  "aws:s3/bucket:Bucket": entry<aws.s3.BucketArgs>({
    async create(inputs, { clients: { s3 }, place }) {
      const Bucket = inputs.bucket as string;
      const LocationConstraint = place.region as sdk.BucketLocationConstraint;
      await s3.send(
        new sdk.CreateBucketCommand({
          Bucket,
          ObjectLockEnabledForBucket: inputs.objectLockEnabled,
          // The first region has no constraint: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
          ...(place.region === "us-east-1"
            ? {}
            : { CreateBucketConfiguration: { LocationConstraint } }),
        }),
      );
      if (inputs.tags !== undefined) {
        const Tagging = { TagSet: tagList(inputs.tags) };
        await s3.send(new sdk.PutBucketTaggingCommand({ Bucket, Tagging }));
      }
    },
    async read(Bucket, inputs, { clients: { s3 } }) {
      await s3.send(new sdk.HeadBucketCommand({ Bucket }));
      const tags = inputs.tags && (await s3.send(new sdk.GetBucketTaggingCommand({ Bucket })));
      const lock = inputs.objectLockEnabled
        ? await s3.send(new sdk.GetObjectLockConfigurationCommand({ Bucket }))
        : undefined;
      return {
        bucket: Bucket,
        tags: tagMap(tags?.TagSet),
        objectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled",
      };
    },
    unread: { forceDestroy: NOT_STORED, bucketPrefix: NOT_STORED },
  }),

  "aws:s3/bucketPolicy:BucketPolicy": entry<aws.s3.BucketPolicyArgs>({
    async create({ bucket: Bucket, policy }, { clients: { s3 } }) {
      const Policy = typeof policy === "string" ? policy : JSON.stringify(policy);
      await s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy }));
    },
    async read(Bucket, _, { clients: { s3 } }) {
      const { Policy } = await s3.send(new sdk.GetBucketPolicyCommand({ Bucket }));
      return { bucket: Bucket, policy: Policy };
    },
  }),

  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":
    entry<aws.s3.BucketPublicAccessBlockArgs>({
      async create({ bucket: Bucket, ...blocks }, { clients: { s3 } }) {
        await s3.send(
          new sdk.PutPublicAccessBlockCommand({
            Bucket,
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: blocks.blockPublicAcls,
              BlockPublicPolicy: blocks.blockPublicPolicy,
              IgnorePublicAcls: blocks.ignorePublicAcls,
              RestrictPublicBuckets: blocks.restrictPublicBuckets,
            },
          }),
        );
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const found = await s3.send(new sdk.GetPublicAccessBlockCommand({ Bucket }));
        return { bucket: Bucket, ...camel<object>(found.PublicAccessBlockConfiguration) };
      },
      unread: { skipDestroy: NOT_STORED },
    }),

  "aws:s3/bucketVersioning:BucketVersioning": entry<aws.s3.BucketVersioningArgs>({
    async create({ bucket: Bucket, versioningConfiguration, mfa: MFA }, { clients: { s3 } }) {
      const { status, mfaDelete } = versioningConfiguration;
      await s3.send(
        new sdk.PutBucketVersioningCommand({
          Bucket,
          MFA,
          VersioningConfiguration: {
            Status: status as sdk.BucketVersioningStatus,
            MFADelete: mfaDelete as sdk.MFADelete,
          },
        }),
      );
    },
    async read(Bucket, _, { clients: { s3 } }) {
      const { Status } = await s3.send(new sdk.GetBucketVersioningCommand({ Bucket }));
      return { bucket: Bucket, versioningConfiguration: { status: Status } };
    },
    unread: BESIDE,
  }),

  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    entry<aws.s3.BucketServerSideEncryptionConfigurationArgs>({
      async create({ bucket: Bucket, rules }, { clients: { s3 } }) {
        const ServerSideEncryptionConfiguration = pascal<sdk.ServerSideEncryptionConfiguration>(
          { rules },
          NAMES,
        );
        await s3.send(
          new sdk.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }),
        );
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const found = await s3.send(new sdk.GetBucketEncryptionCommand({ Bucket }));
        return {
          bucket: Bucket,
          ...camel<object>(found.ServerSideEncryptionConfiguration, NAMES),
        };
      },
      unread: BESIDE,
    }),

  "aws:s3/bucketOwnershipControls:BucketOwnershipControls":
    entry<aws.s3.BucketOwnershipControlsArgs>({
      async create({ bucket: Bucket, rule }, { clients: { s3 } }) {
        const OwnershipControls = pascal<sdk.OwnershipControls>({ rules: [rule] });
        await s3.send(new sdk.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const found = await s3.send(new sdk.GetBucketOwnershipControlsCommand({ Bucket }));
        return { bucket: Bucket, rule: camel(found.OwnershipControls?.Rules?.[0]) };
      },
    }),

  "aws:s3/bucketAcl:BucketAcl": entry<aws.s3.BucketAclArgs>({
    async create({ bucket: Bucket, acl }, { clients: { s3 } }) {
      await s3.send(new sdk.PutBucketAclCommand({ Bucket, ACL: acl as sdk.BucketCannedACL }));
    },
    async read(_, { bucket }, { clients: { s3 } }) {
      const { Grants = [] } = await s3.send(new sdk.GetBucketAclCommand({ Bucket: bucket }));
      return { bucket, acl: cannedAcl(Grants) };
    },
    unread: BESIDE,
  }),

  "aws:s3/bucketLogging:BucketLogging": entry<aws.s3.BucketLoggingArgs>({
    async create(inputs, { clients: { s3 } }) {
      await s3.send(
        new sdk.PutBucketLoggingCommand({
          Bucket: inputs.bucket,
          BucketLoggingStatus: {
            LoggingEnabled: {
              TargetBucket: inputs.targetBucket,
              TargetPrefix: inputs.targetPrefix,
              TargetObjectKeyFormat: pascal(inputs.targetObjectKeyFormat),
            },
          },
        }),
      );
    },
    async read(Bucket, _, { clients: { s3 } }) {
      const found = await s3.send(new sdk.GetBucketLoggingCommand({ Bucket }));
      return { bucket: Bucket, ...camel<object>(found.LoggingEnabled) };
    },
    unread: BESIDE,
  }),

  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration":
    entry<aws.s3.BucketLifecycleConfigurationArgs>({
      async create({ bucket: Bucket, rules }, { clients: { s3 } }) {
        // A rule without a filter is for all objects: S3 wants that said.
        const filled = (rules ?? []).map((rule) => ({ filter: { prefix: "" }, ...rule }));
        const LifecycleConfiguration = pascal<sdk.BucketLifecycleConfiguration>(
          { rules: filled },
          NAMES,
        );
        await s3.send(
          new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }),
        );
      },
      async read(Bucket, { rules: declared = [] }, { clients: { s3 } }) {
        const { Rules = [] } = await s3.send(
          new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }),
        );
        const rules = Rules.map((found, index) => {
          const { filter, ...rest } = camel<{ filter?: unknown }>(found, NAMES);
          return declared[index]?.filter === undefined ? rest : { ...rest, filter };
        });
        return { bucket: Bucket, rules };
      },
      unread: BESIDE,
    }),

  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration":
    entry<aws.s3.BucketCorsConfigurationArgs>({
      async create({ bucket: Bucket, corsRules }, { clients: { s3 } }) {
        const CORSRules = pascal<sdk.CORSRule[]>(corsRules, CORS_NAMES);
        await s3.send(new sdk.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const { CORSRules } = await s3.send(new sdk.GetBucketCorsCommand({ Bucket }));
        return { bucket: Bucket, corsRules: camel(CORSRules, CORS_NAMES) };
      },
      unread: BESIDE,
    }),

  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration":
    entry<aws.s3.BucketObjectLockConfigurationArgs>({
      async create({ bucket: Bucket, objectLockEnabled, rule }, { clients: { s3 } }) {
        const ObjectLockConfiguration = pascal<sdk.ObjectLockConfiguration>({
          objectLockEnabled: objectLockEnabled ?? "Enabled",
          rule,
        });
        await s3.send(
          new sdk.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }),
        );
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const found = await s3.send(new sdk.GetObjectLockConfigurationCommand({ Bucket }));
        return { bucket: Bucket, ...camel<object>(found.ObjectLockConfiguration) };
      },
      unread: BESIDE,
    }),

  "aws:s3/bucketObjectv2:BucketObjectv2": entry<aws.s3.BucketObjectv2Args>({
    async create(inputs, { clients: { s3 }, folder }) {
      const { key: Key, source, content = "" } = inputs;
      const Bucket = inputs.bucket as string;
      const stored = await s3.send(
        new sdk.PutObjectCommand({
          Bucket,
          Key,
          Body: await bodyOf(source ?? new pulumi.asset.StringAsset(content), folder),
          ContentType: inputs.contentType,
          ServerSideEncryption: inputs.serverSideEncryption as sdk.ServerSideEncryption,
          SSEKMSKeyId: inputs.kmsKeyId,
          StorageClass: inputs.storageClass as sdk.StorageClass,
          Tagging: new URLSearchParams(inputs.tags).toString(),
        }),
      );
      return { versionId: stored.VersionId, etag: stored.ETag };
    },
    async read(_, inputs, { clients: { s3 } }) {
      const object = { Bucket: inputs.bucket as string, Key: inputs.key };
      const found = await s3.send(new sdk.GetObjectCommand(object));
      const { TagSet } = await s3.send(new sdk.GetObjectTaggingCommand(object));
      return {
        bucket: inputs.bucket,
        key: inputs.key,
        content: await found.Body?.transformToString(),
        contentType: found.ContentType,
        serverSideEncryption: found.ServerSideEncryption,
        kmsKeyId: found.SSEKMSKeyId,
        tags: tagMap(TagSet),
      };
    },
    unread: { source: NOT_STORED, forceDestroy: NOT_STORED, sourceHash: NOT_STORED },
  }),
};

/** The canned ACL that a bucket's grants amount to, of those that the components use. */
function cannedAcl(grants: readonly sdk.Grant[]): string {
  const groups = grants.map(({ Grantee }) => Grantee?.URI?.split("/").pop());
  return groups.includes("LogDelivery") ? "log-delivery-write" : "private";
}

/** The content of an object: an archive as the zip file that it is uploaded as. */
async function bodyOf(source: unknown, folder: string): Promise<Uint8Array> {
  return pulumi.asset.Archive.isInstance(source) ? zipOf(source, folder) : bytesOf(source, folder);
}
