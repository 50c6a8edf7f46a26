import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { BUCKET_SUFFIX, suffix } from "../shared/suffix";
import { baseTags } from "../shared/tags";
import { type BaseContext } from "./resolve";

/** What the parts of a bucket have in common. */
export interface BucketContext extends BaseContext {
  readonly bucket: aws.s3.Bucket;
  /** The key that encrypts; undefined where S3 uses its own. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
}

/** Creates the bucket itself, with its random suffix. */
export function createBucket({ name, args, account, parent }: BaseContext): aws.s3.Bucket {
  const end = suffix(`${name}-suffix`, BUCKET_SUFFIX, args.suffix, { parent });
  const owner = args.centralizeHub ? pulumi.interpolate`${account.accountId}-` : "";
  const bucket = pulumi.interpolate`${args.base}-${owner}${end}`;
  return new aws.s3.Bucket(
    name,
    {
      bucket,
      forceDestroy: args.forceDestroy,
      tags: bucket.apply((Name) => baseTags(args.environment, args.tags, { Name })),
    },
    { parent },
  );
}
