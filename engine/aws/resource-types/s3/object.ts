import type * as sdk from "@aws-sdk/client-s3";
import type * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { bytesOf, zipOf } from "../../archive";
import { NOT_STORED, resourceType } from "../../resource-type";
import { tagMap } from "../../words";

/** An object in a bucket. */
export const objectTypes = {
  "aws:s3/bucketObjectv2:BucketObjectv2": resourceType<s3.BucketObjectv2Args>({
    async create(inputs, { clients: { s3 }, folder }) {
      const { key: Key, source, content = "" } = inputs;
      const Bucket = inputs.bucket as string;
      const stored = await s3.putObject({
        Bucket,
        Key,
        Body: await bodyOf(source ?? new pulumi.asset.StringAsset(content), folder),
        ContentType: inputs.contentType,
        ServerSideEncryption: inputs.serverSideEncryption as sdk.ServerSideEncryption,
        SSEKMSKeyId: inputs.kmsKeyId,
        StorageClass: inputs.storageClass as sdk.StorageClass,
        Tagging: new URLSearchParams(inputs.tags).toString(),
      });
      return { versionId: stored.VersionId, etag: stored.ETag };
    },
    async read(_, inputs, { clients: { s3 } }) {
      const object = { Bucket: inputs.bucket as string, Key: inputs.key };
      const found = await s3.getObject(object);
      const { TagSet } = await s3.getObjectTagging(object);
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

/** The content of an object: an archive as the zip file that it is uploaded as. */
async function bodyOf(source: unknown, folder: string): Promise<Uint8Array> {
  return pulumi.asset.Archive.isInstance(source) ? zipOf(source, folder) : bytesOf(source, folder);
}
