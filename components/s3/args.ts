import type * as pulumi from "@pulumi/pulumi";
import { type PolicySource } from "asl-toolkit/iam";
import { type OwnKeyArgs } from "../kms/args";
import { type CommonArgs } from "../shared/arguments/args";
import { type DeepInput } from "../shared/arguments/inputs";

/** One rule of a bucket's lifecycle. */
export interface LifecycleRule {
  /** The rule's name, unique in the bucket. */
  readonly id: string;
  /** The keys it is for, by their beginning. Defaults to every object. */
  readonly prefix?: pulumi.Input<string>;
  /** Moves to cheaper storage, in the order of days. Defaults to none. */
  readonly transitions?: readonly {
    readonly days: pulumi.Input<number>;
    readonly storageClass: pulumi.Input<string>;
  }[];
  /** Days after which an object expires. Defaults to never. */
  readonly expirationDays?: pulumi.Input<number>;
}

/** One rule of a bucket's cross-origin configuration. */
export interface CorsRule {
  /** The rule's name. Defaults to none. */
  readonly id?: string;
  readonly allowedHeaders?: string[];
  readonly allowedMethods: string[];
  readonly allowedOrigins: string[];
  readonly exposeHeaders?: string[];
  readonly maxAgeSeconds?: number;
}

/** The retention that every new object version gets: days or years, not both. */
export interface ObjectLockRule {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days?: number;
  readonly years?: number;
}

/** A bucket whose server access logs come to a bucket in log mode. */
export interface LogSource {
  /** The bucket that is logged. */
  readonly bucketName: pulumi.Input<string>;
  /** Begins the keys of its logs; a slash is added where missing. Defaults to the bucket's name. */
  readonly bucketPrefix?: pulumi.Input<string>;
  /** The account that must own the logged bucket when the logging is set up. Defaults to no check. */
  readonly bucketOwner?: pulumi.Input<string>;
  /** The account on whose behalf logs may be delivered (aws:SourceAccount). Defaults to this account. */
  readonly expectedOwner?: pulumi.Input<string>;
}

/** What a bucket needs to know. It is named `<prefix>-<environment>-<bucketName>-<account>-<suffix>`. */
export interface BucketArgs extends CommonArgs {
  /** What the bucket is for, in a word. */
  readonly bucketName: string;
  /** Puts the account's id into the bucket's name. Defaults to true. */
  readonly centralizeHub?: boolean;
  /** The suffix to use instead of a random one; no random resource is made then. */
  readonly suffix?: string;
  /** Lets the bucket be deleted with everything in it. Defaults to false. */
  readonly forceDestroy?: pulumi.Input<boolean>;
  /** Keeps the former versions of objects. Defaults to true; an object lock needs it. */
  readonly versioningEnabled?: boolean;
  /** Rules of the lifecycle, beside the three settings below. Defaults to none. */
  readonly lifecycleRules?: readonly LifecycleRule[];
  /** Days after which every object expires; 0 is never. Defaults to never. */
  readonly expirationDays?: pulumi.Input<number>;
  /** Days after which a former version expires; 0 is never. Defaults to 90. */
  readonly noncurrentVersionExpirationDays?: pulumi.Input<number>;
  /** Days after which an unfinished multipart upload is given up; 0 is never. Defaults to 7. */
  readonly abortIncompleteMultipartUploadDays?: pulumi.Input<number>;
  /** Cross-origin rules for browsers. Defaults to none. */
  readonly corsRules?: readonly CorsRule[];
  /** Retention that nobody, or only the specially permitted, can shorten. Defaults to none. */
  readonly objectLockRule?: ObjectLockRule;
  /**
   * Encrypts with a KMS key instead of a key of S3's own. Defaults to true, in log mode to false: AWS delivers
   * server access logs only to a bucket that S3 encrypts itself.
   */
  readonly useKmsManagedKey?: boolean;
  /** The key to encrypt with. Defaults to one of the bucket's own, for use through S3. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** Policy documents laid over the policy of the bucket's own key, by Sid. Defaults to none. */
  readonly additionalKmsKeyPolicies?: DeepInput<readonly PolicySource[]>;
  /** More about the bucket's own key. Defaults to nothing. */
  readonly ownKey?: OwnKeyArgs;
  /** Asks KMS once for the bucket instead of once for every object, which costs less. Defaults to true. */
  readonly bucketKeyEnabled?: pulumi.Input<boolean>;
  /** Who owns the objects; anything but BucketOwnerEnforced also sets a private ACL. Defaults to it. */
  readonly objectOwnership?: "BucketOwnerEnforced" | "BucketOwnerPreferred" | "ObjectWriter";
  /**
   * What the bucket policy denies. `default`: no or old TLS, public ACLs and grants, and encryption other than the
   * bucket's; an upload that says nothing of encryption gets the bucket's. `none`: nothing. Defaults to `default`.
   */
  readonly hardeningPolicy?: "default" | "none";
  /**
   * Policy documents laid over the bucket policy by Sid, the last wins; as a function of the bucket's ARN where the
   * documents name the bucket. Defaults to none.
   */
  readonly additionalBucketPolicies?:
    | readonly DeepInput<PolicySource>[]
    | ((bucketArn: pulumi.Output<string>) => readonly DeepInput<PolicySource>[]);
  /** An IAM policy for each name, which allows its S3 actions on the bucket and its objects. Defaults to none. */
  readonly consumerPolicyActions?: Readonly<Record<string, readonly string[]>>;
  /** Makes an IAM policy that allows to list and read. Defaults to false. */
  readonly createConsumerReadonlyPolicy?: boolean;
  /** Folders to begin with: an empty object `<folder>/.keep` each. Defaults to none. */
  readonly folderNames?: readonly string[];
  /** `log` makes the bucket a target of server access logs. Defaults to `default`. */
  readonly bucketMode?: "default" | "log";
  /** In log mode: the buckets whose logs come here, by a key of the caller's. Defaults to none. */
  readonly sourceS3ServerLogs?: Readonly<Record<string, LogSource>>;
  /**
   * The bucket that this bucket's own access logs go to, whose policy lets S3 write them; a bucket in log mode that names
   * this one among its `sourceS3ServerLogs` does both instead. Defaults to none: no access logs.
   */
  readonly accessLogBucket?: pulumi.Input<string>;
  /** Begins the keys of the access logs. Defaults to the bucket's name without account and suffix, and a slash. */
  readonly accessLogPrefix?: pulumi.Input<string>;
  /** Where the bucket is to be as the Terraform module made it; for a migration only. Defaults to nowhere. */
  readonly compatibility?: BucketCompatibility;
}

/** The choices of the Terraform module `s3` that a bucket does not make by itself. */
export interface BucketCompatibility {
  /** The eleven Deny statements of the module, by which every upload must name the bucket's key; in log mode none. */
  readonly hardeningPolicy?: "terraform";
  /** False keeps the use of the bucket's key out of the consumers' policies. */
  readonly consumersUseKey?: false;
  /** False takes deliveries of logs on behalf of any account, not only of the source's. */
  readonly checkLogSourceAccount?: false;
  /** False leaves the object ownership unmanaged. */
  readonly controlObjectOwnership?: false;
}
