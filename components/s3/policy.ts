import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { mergePolicies, policyDocument, type PolicySource } from "asl-toolkit/iam";
import { fitting } from "../shared/limits/policy-size";
import { type BucketContext, partOf } from "./bucket";
import { bucketStatements, hasStatements } from "./policy-statements";

/** Creates the bucket's policy, where it says anything: what is denied and delivered, and the caller's own over it. */
export function createBucketPolicy(
  context: BucketContext,
  after: pulumi.Resource,
): pulumi.Resource | undefined {
  const { name, args, bucket, kmsKeyArn, account } = context;
  const given = args.additionalBucketPolicies;
  const additional = typeof given === "function" ? given(bucket.arn) : given;
  if (!hasStatements(args) && additional.length === 0) return undefined;
  const known = pulumi.all([bucket.arn, kmsKeyArn, account]);
  const policy = pulumi
    .all([known, pulumi.output(additional), pulumi.output(args.sourceS3ServerLogs)])
    .apply(([[arn, key, place], overrides, sourceS3ServerLogs]) => {
      const facts = { arn, kmsKeyArn: key, account: place };
      const statements = bucketStatements({ ...args, sourceS3ServerLogs }, facts);
      const merged = mergePolicies(policyDocument(statements), overrides as PolicySource[]);
      return fitting(merged, "bucketPolicy", "Bucket", {
        additionalBucketPolicies: overrides,
        sourceS3ServerLogs,
      });
    });
  return new s3.BucketPolicy(
    `${name}-policy`,
    { bucket: bucket.id, policy: pulumi.jsonStringify(policy) },
    { ...partOf(context), dependsOn: [after] },
  );
}
