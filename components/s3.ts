import * as pulumi from "@pulumi/pulumi";
import { createAccessLogs } from "./s3/access-logs";
import { type BucketArgs } from "./s3/args";
import { createBucket } from "./s3/bucket";
import { checkBucketArgs } from "./s3/check";
import { configureBucket } from "./s3/configuration";
import { createConsumerPolicies, createReadonlyPolicy } from "./s3/consumers";
import { createFolders } from "./s3/folders";
import { createBucketKey } from "./s3/key";
import { resolveBucket } from "./s3/resolve";
import { contextOf } from "./shared/context";
import { noteTarget } from "./shared/access/encrypted-target";

/**
 * An S3 bucket that is private, encrypted, versioned and kept tidy, with the policies of those who use it.
 *
 * With no more than its names it has a KMS key of its own, refuses public access, ACLs and weak transport, keeps former
 * versions for 90 days, and takes plain uploads, which get the bucket's encryption.
 */
export class Bucket extends pulumi.ComponentResource {
  /** The bucket's id, which is its name. */
  public readonly bucketId: pulumi.Output<string>;
  /** The bucket's ARN. */
  public readonly arn: pulumi.Output<string>;
  /** The bucket's domain name. */
  public readonly domainName: pulumi.Output<string>;
  /** The bucket's name. */
  public readonly bucketName: pulumi.Output<string>;
  /** The ARN of each consumer's policy, by the consumer's name. */
  public readonly consumerPolicies: pulumi.Output<Record<string, string>>;
  /** The ARN of the read-only policy; undefined when there is none. */
  public readonly consumerReadonlyPolicy: pulumi.Output<string> | undefined;
  /** The id of the key that encrypts (a key that was given: its ARN); undefined where S3 uses its own. */
  public readonly kmsKeyId: pulumi.Output<string> | undefined;
  /** The ARN of the key that encrypts; undefined where S3 uses its own. */
  public readonly kmsKeyArn: pulumi.Output<string> | undefined;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    checkBucketArgs(args);
    super("stepfunctions:index:Bucket", name, {}, opts);
    const base = contextOf(this, name, resolveBucket(args));
    const key = createBucketKey(base);
    const bucket = createBucket(base, key);
    noteTarget(bucket, { arn: bucket.arn, kmsKeyArn: key?.arn });
    const context = { ...base, bucket, kmsKeyArn: key?.arn };
    configureBucket(context);
    createAccessLogs(context);
    createFolders(context);

    this.bucketId = bucket.id;
    this.arn = bucket.arn;
    this.domainName = bucket.bucketDomainName;
    this.bucketName = bucket.bucket;
    this.consumerPolicies = pulumi.output(createConsumerPolicies(context));
    this.consumerReadonlyPolicy = createReadonlyPolicy(context);
    this.kmsKeyId = key?.keyId;
    this.kmsKeyArn = key?.arn;
    this.registerOutputs({
      bucketId: this.bucketId,
      arn: this.arn,
      domainName: this.domainName,
      bucketName: this.bucketName,
      consumerPolicies: this.consumerPolicies,
      consumerReadonlyPolicy: this.consumerReadonlyPolicy,
      kmsKeyId: this.kmsKeyId,
      kmsKeyArn: this.kmsKeyArn,
    });
  }
}
