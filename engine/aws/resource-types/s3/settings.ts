import type * as sdk from "@aws-sdk/client-s3";
import type * as s3 from "@pulumi/aws/s3";
import { NOT_STORED, resourceType } from "../../resource-type";
import { camel, pascal } from "../../words";

/** Words of the S3 API that differ from the provider's by more than the first letter. */
const NAMES = { id: "ID", sseAlgorithm: "SSEAlgorithm", kmsMasterKeyId: "KMSMasterKeyID" };

const VERSIONING = { mfaDelete: "MFADelete" };

const CORS_NAMES = { id: "ID", maxAgeSeconds: "MaxAgeSeconds" };

/** Inputs that bucket settings have besides their own. */
const BESIDE = { expectedBucketOwner: NOT_STORED, skipDestroy: NOT_STORED };

/** The settings of a bucket: one type each. */
export const bucketSettingTypes = {
  "aws:s3/bucketVersioning:BucketVersioning": resourceType<s3.BucketVersioningArgs>({
    async create({ bucket: Bucket, versioningConfiguration, mfa: MFA }, { clients: { s3 } }) {
      const VersioningConfiguration = pascal<object>(versioningConfiguration, VERSIONING);
      await s3.putBucketVersioning({ Bucket, MFA, VersioningConfiguration });
    },
    async read(Bucket, _, { clients: { s3 } }) {
      const { Status } = await s3.getBucketVersioning({ Bucket });
      return { bucket: Bucket, versioningConfiguration: { status: Status } };
    },
    unread: BESIDE,
  }),

  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    resourceType<s3.BucketServerSideEncryptionConfigurationArgs>({
      async create({ bucket: Bucket, rules }, { clients: { s3 } }) {
        const ServerSideEncryptionConfiguration = pascal<sdk.ServerSideEncryptionConfiguration>(
          { rules },
          NAMES,
        );
        await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration });
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const found = await s3.getBucketEncryption({ Bucket });
        return {
          bucket: Bucket,
          ...camel<object>(found.ServerSideEncryptionConfiguration, NAMES),
        };
      },
      unread: BESIDE,
    }),

  "aws:s3/bucketLogging:BucketLogging": resourceType<s3.BucketLoggingArgs>({
    async create({ bucket: Bucket, ...inputs }, { clients: { s3 } }) {
      const LoggingEnabled = pascal<sdk.LoggingEnabled>(inputs);
      await s3.putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled } });
    },
    async read(Bucket, _, { clients: { s3 } }) {
      const found = await s3.getBucketLogging({ Bucket });
      return { bucket: Bucket, ...camel<object>(found.LoggingEnabled) };
    },
    unread: BESIDE,
  }),

  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration":
    resourceType<s3.BucketLifecycleConfigurationArgs>({
      async create({ bucket: Bucket, rules }, { clients: { s3 } }) {
        // A rule without a filter is for all objects: S3 wants that said.
        const filled = (rules ?? []).map((rule) => ({ filter: { prefix: "" }, ...rule }));
        const LifecycleConfiguration = pascal<sdk.BucketLifecycleConfiguration>(
          { rules: filled },
          NAMES,
        );
        await s3.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration });
      },
      async read(Bucket, { rules: declared = [] }, { clients: { s3 } }) {
        const { Rules = [] } = await s3.getBucketLifecycleConfiguration({ Bucket });
        const rules = Rules.map((found, index) => {
          const { filter, ...rest } = camel<{ filter?: unknown }>(found, NAMES);
          return declared[index]?.filter === undefined ? rest : { ...rest, filter };
        });
        return { bucket: Bucket, rules };
      },
      unread: BESIDE,
    }),

  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration":
    resourceType<s3.BucketCorsConfigurationArgs>({
      async create({ bucket: Bucket, corsRules }, { clients: { s3 } }) {
        const CORSRules = pascal<sdk.CORSRule[]>(corsRules, CORS_NAMES);
        await s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules } });
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const { CORSRules } = await s3.getBucketCors({ Bucket });
        return { bucket: Bucket, corsRules: camel(CORSRules, CORS_NAMES) };
      },
      unread: BESIDE,
    }),

  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration":
    resourceType<s3.BucketObjectLockConfigurationArgs>({
      async create({ bucket: Bucket, objectLockEnabled, rule }, { clients: { s3 } }) {
        const ObjectLockConfiguration = pascal<sdk.ObjectLockConfiguration>({
          objectLockEnabled: objectLockEnabled ?? "Enabled",
          rule,
        });
        await s3.putObjectLockConfiguration({ Bucket, ObjectLockConfiguration });
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const found = await s3.getObjectLockConfiguration({ Bucket });
        return { bucket: Bucket, ...camel<object>(found.ObjectLockConfiguration) };
      },
      unread: BESIDE,
    }),
};
