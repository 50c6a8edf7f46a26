import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { consumerPolicy, READONLY_ACTIONS } from "./consumer-policy";
import { bucketBase } from "./args";
import type { BucketContext } from "./settings";
import { logPrefix } from "./policy";
import { baseTags } from "../shared/tags";

/** Makes an IAM policy for every consumer. @returns the ARN of each, by the consumer's name */
export function makeConsumerPolicies(
  context: BucketContext,
): Record<string, pulumi.Output<string>> {
  const consumers = Object.entries(context.args.consumerPolicyActions ?? {});
  const made = consumers.map(([consumer, actions]) => [
    consumer,
    makePolicy(context, `consumer-${consumer}`, consumer, actions),
  ]);
  return Object.fromEntries(made) as Record<string, pulumi.Output<string>>;
}

/** Makes the IAM policy of readers, where it is asked for. @returns its ARN */
export function makeReadonlyPolicy(context: BucketContext): pulumi.Output<string> | undefined {
  return context.args.createConsumerReadonlyPolicy
    ? makePolicy(context, "readonly", "BucketReadonly", READONLY_ACTIONS)
    : undefined;
}

function makePolicy(
  context: BucketContext,
  role: string,
  consumer: string,
  actions: readonly string[],
): pulumi.Output<string> {
  const { name, args, bucket, kmsKeyArn, account, parent } = context;
  const policyName = pulumi.interpolate`${bucketBase(args)}-${consumer}-${account.region}-policy`;
  const key = (args.consumersUseKey ?? true) ? kmsKeyArn : undefined;
  const policy = pulumi
    .all([bucket.arn, key, pulumi.output(account)])
    .apply(([arn, keyArn, place]) =>
      consumerPolicy(consumer, actions, { bucketArn: arn, kmsKeyArn: keyArn, account: place }),
    );
  const made = new aws.iam.Policy(
    `${name}-${role}`,
    {
      name: policyName,
      policy: pulumi.jsonStringify(policy),
      tags: policyName.apply((Name) => baseTags(args.environment, args.tags, { Name })),
    },
    { parent },
  );
  return made.arn;
}

/** Sends this bucket's access logs elsewhere, and the logs of other buckets here. */
export function makeAccessLogs({ name, args, bucket, parent }: BucketContext): void {
  if (args.accessLogBucket !== undefined) {
    const targetPrefix = args.accessLogPrefix ?? `${bucketBase(args)}/`;
    new aws.s3.BucketLogging(
      `${name}-logging`,
      { bucket: bucket.id, targetBucket: args.accessLogBucket, targetPrefix },
      { parent },
    );
  }
  for (const [key, source] of Object.entries(args.sourceS3ServerLogs ?? {})) {
    new aws.s3.BucketLogging(
      `${name}-source-${key}`,
      {
        bucket: source.bucketName,
        targetBucket: bucket.id,
        targetPrefix: logPrefix(source),
        expectedBucketOwner: source.bucketOwner,
      },
      { parent },
    );
  }
}

/** Makes an empty object in every folder, encrypted like the bucket. */
export function makeFolders({ name, args, bucket, kmsKeyArn, parent }: BucketContext): void {
  for (const folder of args.folderNames ?? []) {
    new aws.s3.BucketObjectv2(
      `${name}-folder-${folder}`,
      {
        bucket: bucket.bucket,
        key: `${folder}/.keep`,
        kmsKeyId: kmsKeyArn,
        serverSideEncryption: kmsKeyArn === undefined ? "AES256" : "aws:kms",
        tags: baseTags(args.environment, args.tags, { Name: `${args.bucketName}-${folder}` }),
      },
      { parent },
    );
  }
}
