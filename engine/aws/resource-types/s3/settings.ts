import type * as sdk from "@aws-sdk/client-s3";
import type * as s3 from "@pulumi/aws/s3";
import type { Unwrap } from "@pulumi/pulumi";
import type { Clients } from "../../clients";
import { type AnyResourceType, NOT_STORED } from "../../resource-type";
import { camel, documentText, pascal } from "../../words";

/** Words of the S3 API that differ from the provider's by more than the first letter. */
const NAMES = { id: "ID", sseAlgorithm: "SSEAlgorithm", kmsMasterKeyId: "KMSMasterKeyID" };

const VERSIONING = { mfaDelete: "MFADelete" };

const CORS = { id: "ID", maxAgeSeconds: "MaxAgeSeconds" };

/** How a setting is put on a bucket, and what S3 says that it is, in the program's words. */
interface Setting<Inputs> {
  put(s3: Clients["s3"], Bucket: string, inputs: Omit<Inputs, "bucket">): Promise<unknown>;
  get(s3: Clients["s3"], Bucket: string, inputs: Inputs): Promise<object>;
}

function setting<Args>({ put, get }: Setting<Unwrap<Args>>): AnyResourceType {
  return {
    async create({ bucket, ...inputs }, { clients }) {
      await put(clients.s3, bucket as string, inputs as Omit<Unwrap<Args>, "bucket">);
    },
    async read(bucket, inputs, { clients }) {
      return { bucket, ...(await get(clients.s3, bucket, inputs as Unwrap<Args>)) };
    },
    unread: { expectedBucketOwner: NOT_STORED, skipDestroy: NOT_STORED },
  };
}

/** The settings of a bucket: one type each. */
export const bucketSettingTypes = {
  "aws:s3/bucketPolicy:BucketPolicy": setting<s3.BucketPolicyArgs>({
    put: (s3, Bucket, { policy }) => s3.putBucketPolicy({ Bucket, Policy: documentText(policy) }),
    async get(s3, Bucket) {
      const { Policy } = await s3.getBucketPolicy({ Bucket });
      return { policy: Policy };
    },
  }),

  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": setting<s3.BucketPublicAccessBlockArgs>(
    {
      put: (s3, Bucket, blocks) =>
        s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: pascal(blocks) }),
      async get(s3, Bucket) {
        const found = await s3.getPublicAccessBlock({ Bucket });
        return camel<object>(found.PublicAccessBlockConfiguration);
      },
    },
  ),

  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": setting<s3.BucketOwnershipControlsArgs>(
    {
      put: (s3, Bucket, { rule }) =>
        s3.putBucketOwnershipControls({ Bucket, OwnershipControls: pascal({ rules: [rule] }) }),
      async get(s3, Bucket) {
        const { OwnershipControls } = await s3.getBucketOwnershipControls({ Bucket });
        return { rule: camel(OwnershipControls?.Rules?.[0]) };
      },
    },
  ),

  "aws:s3/bucketVersioning:BucketVersioning": setting<s3.BucketVersioningArgs>({
    put: (s3, Bucket, { versioningConfiguration, mfa: MFA }) =>
      s3.putBucketVersioning({
        Bucket,
        MFA,
        VersioningConfiguration: pascal(versioningConfiguration, VERSIONING),
      }),
    async get(s3, Bucket) {
      const { Status } = await s3.getBucketVersioning({ Bucket });
      return { versioningConfiguration: { status: Status } };
    },
  }),

  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    setting<s3.BucketServerSideEncryptionConfigurationArgs>({
      put: (s3, Bucket, { rules }) =>
        s3.putBucketEncryption({
          Bucket,
          ServerSideEncryptionConfiguration: pascal({ rules }, NAMES),
        }),
      async get(s3, Bucket) {
        const found = await s3.getBucketEncryption({ Bucket });
        return camel<object>(found.ServerSideEncryptionConfiguration, NAMES);
      },
    }),

  "aws:s3/bucketLogging:BucketLogging": setting<s3.BucketLoggingArgs>({
    put: (s3, Bucket, inputs) =>
      s3.putBucketLogging({ Bucket, BucketLoggingStatus: { LoggingEnabled: pascal(inputs) } }),
    async get(s3, Bucket) {
      const found = await s3.getBucketLogging({ Bucket });
      return camel<object>(found.LoggingEnabled);
    },
  }),

  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration":
    setting<s3.BucketLifecycleConfigurationArgs>({
      put(s3, Bucket, { rules = [] }) {
        // A rule without a filter is for all objects: S3 wants that said.
        const filled = rules.map((rule) => ({ filter: { prefix: "" }, ...rule }));
        const LifecycleConfiguration = pascal<sdk.BucketLifecycleConfiguration>(
          { rules: filled },
          NAMES,
        );
        return s3.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration });
      },
      async get(s3, Bucket, { rules: declared = [] }) {
        const { Rules = [] } = await s3.getBucketLifecycleConfiguration({ Bucket });
        const rules = Rules.map((found, index) => {
          const { filter, ...rest } = camel<{ filter?: unknown }>(found, NAMES);
          return declared[index]?.filter === undefined ? rest : { ...rest, filter };
        });
        return { rules };
      },
    }),

  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": setting<s3.BucketCorsConfigurationArgs>(
    {
      put: (s3, Bucket, { corsRules }) =>
        s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules: pascal(corsRules, CORS) } }),
      async get(s3, Bucket) {
        const { CORSRules } = await s3.getBucketCors({ Bucket });
        return { corsRules: camel(CORSRules, CORS) };
      },
    },
  ),

  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration":
    setting<s3.BucketObjectLockConfigurationArgs>({
      put: (s3, Bucket, { objectLockEnabled = "Enabled", rule }) =>
        s3.putObjectLockConfiguration({
          Bucket,
          ObjectLockConfiguration: pascal({ objectLockEnabled, rule }),
        }),
      async get(s3, Bucket) {
        const found = await s3.getObjectLockConfiguration({ Bucket });
        return camel<object>(found.ObjectLockConfiguration);
      },
    }),
};
