import * as pulumi from "@pulumi/pulumi";
import { serviceHost } from "asl-toolkit/iam";
import { Key } from "../kms";
import { type KeyArgs } from "../kms/args";
import { type BaseContext, type ResolvedBucket } from "./resolve";

/** A key that encrypts a bucket. */
export type BucketKey = Pick<Key, "arn" | "keyId">;

/** The key that encrypts: the one given, one of the bucket's own, or undefined where S3 uses its own. */
export function createBucketKey(context: BaseContext): BucketKey | undefined {
  const { name, args, account, parent } = context;
  if (!args.useKmsManagedKey) return undefined;
  if (args.kmsKeyArn !== undefined) {
    const given = pulumi.output(args.kmsKeyArn);
    return { arn: given, keyId: given };
  }
  const throughS3 = {
    awsServiceNames: [account.apply((at) => serviceHost("s3", at))],
    callerAccountIds: [account.accountId],
  };
  return new Key(`${name}-key`, { ...ownKeyArgs(args), ...throughS3 }, { parent });
}

/** The arguments of the bucket's own key, but for what is not known yet. */
export function ownKeyArgs(args: ResolvedBucket): KeyArgs {
  return {
    ...args.ownKey,
    prefix: args.prefix,
    environment: args.environment,
    name: `${args.bucketName}-s3-kms`,
    description: "S3 bucket encryption KMS key",
    keyType: "service",
    additionalPolicies: args.additionalKmsKeyPolicies,
    tags: args.tags,
  };
}
