import type * as sdk from "@aws-sdk/client-s3";
import type * as s3 from "@pulumi/aws/s3";
import { NOT_STORED, resourceType } from "../../resource-type";
import { tagList, tagMap } from "../../words";

/** A bucket and its access list. */
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
