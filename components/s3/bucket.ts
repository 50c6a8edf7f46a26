import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { BUCKET_SUFFIX, suffix } from "../shared/suffix";
import { baseTags } from "../shared/tags";
import { type BucketKey } from "./key";
import { type BaseContext } from "./resolve";

/** What the parts of a bucket have in common. */
export interface BucketContext extends BaseContext {
  readonly bucket: s3.Bucket;
  /** The key that encrypts; undefined where S3 uses its own. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
}

/** Creates the bucket itself, with its random suffix. */
export function createBucket(
  { name, args, account, parent }: BaseContext,
  key: BucketKey | undefined,
): s3.Bucket {
  const end = suffix(`${name}-suffix`, BUCKET_SUFFIX, args.suffix, { parent });
  const owner = args.centralizeHub ? pulumi.interpolate`${account.accountId}-` : "";
  const bucket = pulumi.interpolate`${args.base}-${owner}${end}`;
  return new s3.Bucket(
    name,
    {
      bucket,
      forceDestroy: args.forceDestroy,
      tags: bucket.apply((Name) => baseTags(args.environment, args.tags, { Name })),
    },
    // A key must outlive the bucket: while a bucket is refused its deletion, its objects need the key.
    { parent, dependsOn: key && key.arn.apply((): pulumi.Resource[] => []) },
  );
}

/**
 * The options of a part that is nothing without the bucket. Its own deletion is skipped when the bucket goes, so that a
 * bucket that is not empty, and therefore stays, keeps its protection.
 */
export function partOf({ bucket, parent }: BucketContext): pulumi.CustomResourceOptions {
  return { parent, deletedWith: bucket };
}
