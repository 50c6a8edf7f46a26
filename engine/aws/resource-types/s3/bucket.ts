import type * as sdk from "@aws-sdk/client-s3";
import type * as s3 from "@pulumi/aws/s3";
import { NOT_STORED, resourceType } from "../../resource-type";
import { camel, documentText, pascal, tagList, tagMap } from "../../words";

/** A bucket and who may use it. */
export const bucketTypes = {
  "aws:s3/bucket:Bucket": resourceType<s3.BucketArgs>({
    async create(inputs, { clients: { s3 }, environment: { region } }) {
      const Bucket = inputs.bucket as string;
      const LocationConstraint = region as sdk.BucketLocationConstraint;
      await s3.createBucket({
        Bucket,
        ObjectLockEnabledForBucket: inputs.objectLockEnabled,
        // The first region has no constraint: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
        ...(region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint } }),
      });
      if (inputs.tags !== undefined) {
        const Tagging = { TagSet: tagList(inputs.tags) };
        await s3.putBucketTagging({ Bucket, Tagging });
      }
    },
    async read(Bucket, inputs, { clients: { s3 } }) {
      await s3.headBucket({ Bucket });
      const tags = inputs.tags && (await s3.getBucketTagging({ Bucket }));
      const lock = inputs.objectLockEnabled
        ? await s3.getObjectLockConfiguration({ Bucket })
        : undefined;
      return {
        bucket: Bucket,
        tags: tagMap(tags?.TagSet),
        objectLockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === "Enabled",
      };
    },
    unread: { forceDestroy: NOT_STORED, bucketPrefix: NOT_STORED },
  }),

  "aws:s3/bucketPolicy:BucketPolicy": resourceType<s3.BucketPolicyArgs>({
    async create({ bucket: Bucket, policy }, { clients: { s3 } }) {
      const Policy = documentText(policy);
      await s3.putBucketPolicy({ Bucket, Policy });
    },
    async read(Bucket, _, { clients: { s3 } }) {
      const { Policy } = await s3.getBucketPolicy({ Bucket });
      return { bucket: Bucket, policy: Policy };
    },
  }),

  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":
    resourceType<s3.BucketPublicAccessBlockArgs>({
      async create({ bucket: Bucket, ...blocks }, { clients: { s3 } }) {
        await s3.putPublicAccessBlock({
          Bucket,
          PublicAccessBlockConfiguration: pascal(blocks),
        });
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const found = await s3.getPublicAccessBlock({ Bucket });
        return { bucket: Bucket, ...camel<object>(found.PublicAccessBlockConfiguration) };
      },
      unread: { skipDestroy: NOT_STORED },
    }),

  "aws:s3/bucketOwnershipControls:BucketOwnershipControls":
    resourceType<s3.BucketOwnershipControlsArgs>({
      async create({ bucket: Bucket, rule }, { clients: { s3 } }) {
        const OwnershipControls = pascal<sdk.OwnershipControls>({ rules: [rule] });
        await s3.putBucketOwnershipControls({ Bucket, OwnershipControls });
      },
      async read(Bucket, _, { clients: { s3 } }) {
        const found = await s3.getBucketOwnershipControls({ Bucket });
        return { bucket: Bucket, rule: camel(found.OwnershipControls?.Rules?.[0]) };
      },
    }),

  "aws:s3/bucketAcl:BucketAcl": resourceType<s3.BucketAclArgs>({
    async create({ bucket: Bucket, acl }, { clients: { s3 } }) {
      await s3.putBucketAcl({ Bucket, ACL: acl as sdk.BucketCannedACL });
    },
    async read(_, { bucket }, { clients: { s3 } }) {
      const { Grants = [] } = await s3.getBucketAcl({ Bucket: bucket });
      return { bucket, acl: cannedAcl(Grants) };
    },
    unread: { expectedBucketOwner: NOT_STORED },
  }),
};

/** The canned ACL that a bucket's grants amount to, of those that the components use. */
function cannedAcl(grants: readonly sdk.Grant[]): string {
  const groups = grants.map(({ Grantee }) => Grantee?.URI?.split("/").pop());
  return groups.includes("LogDelivery") ? "log-delivery-write" : "private";
}
