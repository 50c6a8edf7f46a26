import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { currentAccount, type Account } from "./account";
import { consumerPolicy, READONLY_ACTIONS } from "./bucketaccess";
import { bucketBase, checkBucketArgs, type BucketArgs } from "./bucketargs";
import { lifecycleRules } from "./bucketlifecycle";
import { bucketStatements, logPrefix } from "./bucketpolicy";
import { Key } from "./kms";
import { mergePolicies, policyDocument, type PolicySource } from "./policies";
import { BUCKET_SUFFIX, suffix } from "./suffix";
import { baseTags, type Tags } from "./tags";

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

  readonly #name: string;
  readonly #args: BucketArgs;
  readonly #account: Account;
  readonly #bucket: aws.s3.Bucket;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    checkBucketArgs(args);
    super("stepfunctions:index:Bucket", name, {}, opts);
    this.#name = name;
    this.#args = args;
    this.#account = currentAccount(this);

    const key = this.#makeKey();
    this.kmsKeyArn = key?.arn;
    this.kmsKeyId = key?.keyId;
    this.#bucket = this.#makeBucket();
    const access = this.#makePublicAccessBlock();
    const versioning = this.#makeVersioning();
    this.#makeEncryption();
    // S3 refuses two of these at once on a bucket, so each waits for the one before it.
    const policy = this.#makePolicy(access);
    this.#makeOwnership(policy ?? access);
    this.#makeLifecycle(versioning);
    this.#makeObjectLock(versioning);
    this.#makeCors();
    this.#makeLogging();
    this.#makeFolders();

    this.bucketId = this.#bucket.id;
    this.arn = this.#bucket.arn;
    this.domainName = this.#bucket.bucketDomainName;
    this.bucketName = this.#bucket.bucket;
    this.consumerPolicies = this.#makeConsumerPolicies();
    this.consumerReadonlyPolicy = args.createConsumerReadonlyPolicy
      ? this.#makeConsumerPolicy("readonly", "BucketReadonly", READONLY_ACTIONS)
      : undefined;
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

  #makeKey(): { arn: pulumi.Output<string>; keyId: pulumi.Output<string> } | undefined {
    const args = this.#args;
    if (!(args.useKmsManagedKey ?? args.bucketMode !== "log")) return undefined;
    if (args.kmsKeyArn !== undefined) {
      const given = pulumi.output(args.kmsKeyArn);
      return { arn: given, keyId: given };
    }
    const { region, accountId } = this.#account;
    return new Key(
      `${this.#name}-key`,
      {
        ...args.ownKey,
        prefix: args.prefix,
        environment: args.environment,
        name: `${args.bucketName}-s3-kms`,
        description: "S3 bucket encryption KMS key",
        keyType: "service",
        awsServiceNames: [pulumi.interpolate`s3.${region}.amazonaws.com`],
        callerAccountIds: [accountId],
        additionalPolicies: args.additionalKmsKeyPolicies,
        tags: args.tags,
      },
      { parent: this },
    );
  }

  #makeBucket(): aws.s3.Bucket {
    const args = this.#args;
    const end = suffix(`${this.#name}-suffix`, BUCKET_SUFFIX, args.suffix, { parent: this });
    const base = bucketBase(args);
    const bucket =
      (args.centralizeHub ?? true)
        ? pulumi.interpolate`${base}-${this.#account.accountId}-${end}`
        : pulumi.interpolate`${base}-${end}`;
    return new aws.s3.Bucket(
      this.#name,
      {
        bucket,
        forceDestroy: args.forceDestroy ?? false,
        tags: bucket.apply((Name) => this.#tags({ Name })),
      },
      { parent: this },
    );
  }

  #makePublicAccessBlock(): pulumi.Resource {
    return new aws.s3.BucketPublicAccessBlock(
      `${this.#name}-public-access`,
      {
        bucket: this.#bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
  }

  get #versioned(): boolean {
    return this.#args.versioningEnabled ?? true;
  }

  #makeVersioning(): pulumi.Resource {
    return new aws.s3.BucketVersioning(
      `${this.#name}-versioning`,
      {
        bucket: this.#bucket.id,
        versioningConfiguration: { status: this.#versioned ? "Enabled" : "Suspended" },
      },
      { parent: this },
    );
  }

  #makeEncryption(): void {
    const key = this.kmsKeyArn;
    const bucketKeyEnabled = key !== undefined && (this.#args.bucketKeyEnabled ?? true);
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${this.#name}-encryption`,
      {
        bucket: this.#bucket.id,
        rules: [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm: key === undefined ? "AES256" : "aws:kms",
              kmsMasterKeyId: key,
            },
            ...(bucketKeyEnabled ? { bucketKeyEnabled } : {}),
          },
        ],
      },
      { parent: this },
    );
  }

  #makePolicy(after: pulumi.Resource): pulumi.Resource | undefined {
    const args = this.#args;
    const extra = args.additionalBucketPolicies ?? [];
    const additional: readonly pulumi.Input<PolicySource>[] =
      typeof extra === "function" ? extra(this.#bucket.arn) : extra;
    const hardened = (args.hardeningPolicy ?? "default") !== "none";
    const hasSources = Object.keys(args.sourceS3ServerLogs ?? {}).length > 0;
    const own = args.bucketMode === "log" ? hasSources || hardened : hardened;
    if (!own && additional.length === 0) return undefined;
    const policy = pulumi
      .all([
        this.#bucket.arn,
        this.kmsKeyArn,
        pulumi.output(this.#account),
        pulumi.output(additional),
      ])
      .apply(([arn, kmsKeyArn, account, overrides]) =>
        mergePolicies(
          policyDocument(bucketStatements(args, { arn, kmsKeyArn, account })),
          overrides as PolicySource[],
        ),
      );
    return new aws.s3.BucketPolicy(
      `${this.#name}-policy`,
      { bucket: this.#bucket.id, policy: pulumi.jsonStringify(policy) },
      { parent: this, dependsOn: [after] },
    );
  }

  #makeOwnership(after: pulumi.Resource): void {
    const { objectOwnership = "BucketOwnerEnforced", controlObjectOwnership = true } = this.#args;
    const dependsOn = [after];
    if (controlObjectOwnership) {
      const controls = new aws.s3.BucketOwnershipControls(
        `${this.#name}-ownership`,
        { bucket: this.#bucket.id, rule: { objectOwnership } },
        { parent: this, dependsOn: [after] },
      );
      dependsOn.push(controls);
    }
    if (objectOwnership === "BucketOwnerEnforced") return;
    // Under BucketOwnerEnforced, every new bucket's setting, S3 takes no ACL: the controls come first.
    new aws.s3.BucketAcl(
      `${this.#name}-acl`,
      { bucket: this.#bucket.id, acl: "private" },
      { parent: this, dependsOn },
    );
  }

  #makeLifecycle(versioning: pulumi.Resource): void {
    const rules = lifecycleRules(this.#args, this.#versioned);
    if (rules.length === 0) return;
    new aws.s3.BucketLifecycleConfiguration(
      `${this.#name}-lifecycle`,
      { bucket: this.#bucket.id, rules },
      { parent: this, dependsOn: [versioning] },
    );
  }

  #makeObjectLock(versioning: pulumi.Resource): void {
    const defaultRetention = this.#args.objectLockRule;
    if (defaultRetention === undefined) return;
    new aws.s3.BucketObjectLockConfiguration(
      `${this.#name}-object-lock`,
      { bucket: this.#bucket.id, objectLockEnabled: "Enabled", rule: { defaultRetention } },
      // S3 locks versions: without versioning it answers 409.
      { parent: this, dependsOn: [versioning] },
    );
  }

  #makeCors(): void {
    const rules = this.#args.corsRules ?? [];
    if (rules.length === 0) return;
    new aws.s3.BucketCorsConfiguration(
      `${this.#name}-cors`,
      { bucket: this.#bucket.id, corsRules: rules.map((rule) => ({ ...rule })) },
      { parent: this },
    );
  }

  #makeLogging(): void {
    const args = this.#args;
    if (args.accessLogBucket !== undefined) {
      new aws.s3.BucketLogging(
        `${this.#name}-logging`,
        {
          bucket: this.#bucket.id,
          targetBucket: args.accessLogBucket,
          targetPrefix: args.accessLogPrefix ?? `${bucketBase(args)}/`,
        },
        { parent: this },
      );
    }
    for (const [key, source] of Object.entries(args.sourceS3ServerLogs ?? {})) {
      new aws.s3.BucketLogging(
        `${this.#name}-source-${key}`,
        {
          bucket: source.bucketName,
          targetBucket: this.#bucket.id,
          targetPrefix: logPrefix(source),
          expectedBucketOwner: source.bucketOwner,
        },
        { parent: this },
      );
    }
  }

  #makeFolders(): void {
    for (const folder of this.#args.folderNames ?? []) {
      new aws.s3.BucketObjectv2(
        `${this.#name}-folder-${folder}`,
        {
          bucket: this.#bucket.bucket,
          key: `${folder}/.keep`,
          kmsKeyId: this.kmsKeyArn,
          serverSideEncryption: this.kmsKeyArn === undefined ? "AES256" : "aws:kms",
          tags: this.#tags({ Name: `${this.#args.bucketName}-${folder}` }),
        },
        { parent: this },
      );
    }
  }

  #makeConsumerPolicies(): pulumi.Output<Record<string, string>> {
    const consumers = Object.entries(this.#args.consumerPolicyActions ?? {});
    const arns = consumers.map(
      ([name, actions]) =>
        [name, this.#makeConsumerPolicy(`consumer-${name}`, name, actions)] as const,
    );
    return pulumi.output(Object.fromEntries(arns));
  }

  #makeConsumerPolicy(
    role: string,
    consumer: string,
    actions: readonly string[],
  ): pulumi.Output<string> {
    const { region } = this.#account;
    const name = pulumi.interpolate`${bucketBase(this.#args)}-${consumer}-${region}-policy`;
    const key = (this.#args.consumersUseKey ?? true) ? this.kmsKeyArn : undefined;
    const policy = pulumi
      .all([this.#bucket.arn, key, pulumi.output(this.#account)])
      .apply(([bucketArn, kmsKeyArn, account]) =>
        consumerPolicy(consumer, actions, { bucketArn, kmsKeyArn, account }),
      );
    const made = new aws.iam.Policy(
      `${this.#name}-${role}`,
      {
        name,
        policy: pulumi.jsonStringify(policy),
        tags: name.apply((Name) => this.#tags({ Name })),
      },
      { parent: this },
    );
    return made.arn;
  }

  #tags(own: Tags): Tags {
    return baseTags(this.#args.environment, this.#args.tags, own);
  }
}
