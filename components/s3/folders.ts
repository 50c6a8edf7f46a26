import * as s3 from "@pulumi/aws/s3";
import { baseTags, type Tags } from "../shared/tags";
import { type BucketContext } from "./bucket";

/** The key of the object that stands for a folder. */
export function folderKey(folder: string): string {
  return `${folder}/.keep`;
}

/** The tag that tells the object apart. */
export function folderTag(bucketName: string, folder: string): Tags {
  return { Name: `${bucketName}-${folder}` };
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
        tags: baseTags(args.environment, args.tags, folderTag(args.bucketName, folder)),
      },
      { parent },
    );
  }
}
