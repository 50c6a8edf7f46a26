import type * as lambda from "@pulumi/aws/lambda";
import * as s3 from "@pulumi/aws/s3";
import { Bucket } from "../../s3";
import { type BucketArgs } from "../../s3/args";
import { named } from "../../shared/tags";
import { type Code } from "./build";
import { type FunctionContext, type ResolvedFunction } from "../resolve";

/** Where a function finds its code. */
export type CodeInputs = Pick<
  lambda.FunctionArgs,
  "code" | "s3Bucket" | "s3Key" | "s3ObjectVersion" | "sourceCodeHash"
>;

/**
 * Puts the code of an edge function into S3, into the bucket given or one of its own.
 * The own bucket holds nothing but what the next deployment makes again, so it may be deleted with its content.
 */
export function createEdgeCode(context: FunctionContext, code: Code): CodeInputs {
  const { name, args, parent } = context;
  const key = `${args.base}.zip`;
  const own =
    args.edgeBucketName === undefined
      ? new Bucket(`${name}-bucket`, edgeBucketArgs(args), { parent })
      : undefined;
  const unversioned = own !== undefined && args.edgeBucket.versioningEnabled === false;
  const object = new s3.BucketObjectv2(
    `${name}-code`,
    {
      bucket: own?.bucketName ?? args.edgeBucketName!,
      key,
      source: code.archive,
      sourceHash: code.hash,
      tags: named(args.baseTags, key),
    },
    // After all of the bucket: before versioning is on, the object would have no version to deploy.
    { parent, dependsOn: own === undefined ? [] : [own] },
  );
  return {
    s3Bucket: object.bucket,
    s3Key: object.key,
    // What S3 calls the one version of an object in a bucket without versioning.
    s3ObjectVersion: unversioned ? "null" : object.versionId,
    sourceCodeHash: code.hash,
  };
}

/** The arguments of the own bucket for the code. */
export function edgeBucketArgs(args: ResolvedFunction): BucketArgs {
  return {
    forceDestroy: true,
    tags: args.tags,
    ...args.edgeBucket,
    prefix: args.prefix,
    environment: args.environment,
    bucketName: `${args.name}-lambda-edge-bucket`,
  };
}
