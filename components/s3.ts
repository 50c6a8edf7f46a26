import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { currentAccount, type Account } from "./shared/account";
import { bucketBase, ownKeyArgs, usesKms, type BucketArgs } from "./s3/args";
import { checkBucketArgs } from "./s3/check";
import { makeParts } from "./s3/settings";
import {
  makeAccessLogs,
  makeConsumerPolicies,
  makeFolders,
  makeReadonlyPolicy,
} from "./s3/consumers";
import { Key } from "./kms";
import { BUCKET_SUFFIX, suffix } from "./shared/suffix";
import { baseTags } from "./shared/tags";

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
    const account = currentAccount(this);
    const key = keyOf(name, args, account, this);
    const bucket = makeBucket(name, args, account, this);
    const context = { name, args, bucket, kmsKeyArn: key?.arn, account, parent: this };
    makeParts(context);
    makeAccessLogs(context);
    makeFolders(context);

    this.bucketId = bucket.id;
    this.arn = bucket.arn;
    this.domainName = bucket.bucketDomainName;
    this.bucketName = bucket.bucket;
    this.consumerPolicies = pulumi.output(makeConsumerPolicies(context));
    this.consumerReadonlyPolicy = makeReadonlyPolicy(context);
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

/** The key that encrypts: the one given, one of the bucket's own, or undefined where S3 uses its own. */
function keyOf(
  name: string,
  args: BucketArgs,
  { region, accountId }: Account,
  parent: pulumi.Resource,
): Pick<Key, "arn" | "keyId"> | undefined {
  if (!usesKms(args)) return undefined;
  if (args.kmsKeyArn !== undefined) {
    const given = pulumi.output(args.kmsKeyArn);
    return { arn: given, keyId: given };
  }
  const throughS3 = {
    awsServiceNames: [pulumi.interpolate`s3.${region}.amazonaws.com`],
    callerAccountIds: [accountId],
  };
  return new Key(`${name}-key`, { ...ownKeyArgs(args), ...throughS3 }, { parent });
}

function makeBucket(
  name: string,
  args: BucketArgs,
  { accountId }: Account,
  parent: pulumi.Resource,
): aws.s3.Bucket {
  const end = suffix(`${name}-suffix`, BUCKET_SUFFIX, args.suffix, { parent });
  const hub = args.centralizeHub ?? true;
  const owner = hub ? pulumi.interpolate`${accountId}-` : "";
  const bucket = pulumi.interpolate`${bucketBase(args)}-${owner}${end}`;
  return new aws.s3.Bucket(
    name,
    {
      bucket,
      forceDestroy: args.forceDestroy ?? false,
      tags: bucket.apply((Name) => baseTags(args.environment, args.tags, { Name })),
    },
    { parent },
  );
}
