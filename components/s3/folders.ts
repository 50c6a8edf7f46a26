import * as s3 from "@pulumi/aws/s3";
import { baseTags } from "../shared/tags";
import { type BucketContext } from "./bucket";

/** The key of the object that stands for a folder. */
export function folderKey(folder: string): string {
  return `${folder}/.keep`;
}

/** Creates an empty object in every folder, encrypted like the bucket. */
export function createFolders({ name, args, bucket, kmsKeyArn, parent }: BucketContext): void {
  for (const folder of args.folderNames) {
    new s3.BucketObjectv2(
      `${name}-folder-${folder}`,
      {
        bucket: bucket.bucket,
        key: folderKey(folder),
        kmsKeyId: kmsKeyArn,
        serverSideEncryption: kmsKeyArn === undefined ? "AES256" : "aws:kms",
        tags: baseTags(args.environment, args.tags, { Name: `${args.bucketName}-${folder}` }),
      },
      { parent },
    );
  }
}
