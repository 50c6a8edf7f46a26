import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { currentAccount } from "./shared/account";
import {
  checkAuditArgs,
  trailArn,
  trailBucketPolicy,
  trailDelivery,
  trailTrust,
} from "./audit/policies";
import { resourceName, WORKFLOW_NAMES } from "./shared/names";
import { Bucket } from "./s3";
import { baseTags, named, type Tags } from "./shared/tags";

/** What an audit trail needs to know. */
export interface AuditArgs {
  /** First part of every name. */
  readonly prefix: string;
  /** Second part of every name, and the Environment tag. */
  readonly environment: string;
  /** Last part of every name: the trail is `<prefix>-<environment>-<name>-trail`. */
  readonly name: string;
  /** The ARN of a trail that exists; nothing is created then. Defaults to an own trail. */
  readonly trailArn?: pulumi.Input<string>;
  /** The key that encrypts log files and log group. Needed for an own trail. */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /** ARNs of the buckets whose objects are watched. Defaults to none. */
  readonly buckets?: readonly pulumi.Input<string>[];
  /** ARNs of the functions whose invocations are watched, without version or alias. Defaults to none. */
  readonly functions?: readonly pulumi.Input<string>[];
  /** Days that log files and log events are kept. Defaults to 365. */
  readonly retentionInDays?: number;
  /** Lets the bucket be deleted with its log files. Defaults to false. */
  readonly forceDestroy?: boolean;
  /** The suffix of the bucket's name instead of a random one. */
  readonly suffix?: string;
  /** Tags of every resource, over Environment and Terraform. Defaults to none. */
  readonly tags?: Tags;
}

/**
 * A CloudTrail trail of all regions, validated, encrypted and with a log group, that also records who read or wrote
 * the payload objects and who invoked the functions; its log files go to a hardened bucket of its own.
 */
export class Audit extends pulumi.ComponentResource {
  /** ARN of the trail, own or existing. */
  public readonly trailArn: pulumi.Output<string>;
  /** Name of the own bucket of log files; undefined with an existing trail. */
  public readonly bucketName: pulumi.Output<string> | undefined;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made. */
  public constructor(name: string, args: AuditArgs, opts?: pulumi.ComponentResourceOptions) {
    checkAuditArgs(args);
    super("stepfunctions:index:Audit", name, {}, opts);
    const base = resourceName(args.prefix, args.environment, args.name);
    const own = args.trailArn === undefined ? createTrail(this) : undefined;

    this.trailArn = own?.trail.arn ?? pulumi.output(args.trailArn!);
    this.bucketName = own?.bucket.bucketName;
    this.registerOutputs({ trailArn: this.trailArn, bucketName: this.bucketName });

    function createTrail(parent: pulumi.Resource): { trail: aws.cloudtrail.Trail; bucket: Bucket } {
      const tags = baseTags(args.environment, args.tags);
      const trailName = WORKFLOW_NAMES.trail(base);
      const logGroupName = WORKFLOW_NAMES.trailLogGroup(base);
      const account = pulumi.output(currentAccount(parent));
      const arn = account.apply((at) => trailArn(at, trailName));
      const days = args.retentionInDays ?? 365;
      const bucket = createBucket(parent, arn, account.accountId, days);
      const logGroup = new aws.cloudwatch.LogGroup(
        `${name}-logs`,
        {
          name: logGroupName,
          retentionInDays: days,
          kmsKeyId: args.kmsKeyArn,
          tags: named(tags, logGroupName),
        },
        { parent },
      );
      const role = new aws.iam.Role(
        `${name}-role`,
        {
          name: `${base}-trail-role`,
          description: "Lets the trail write its log group",
          assumeRolePolicy: pulumi
            .all([arn, account.accountId])
            .apply(([of, id]) => stableStringify(trailTrust(of, id))),
          tags: named(tags, `${base}-trail-role`),
        },
        { parent },
      );
      const delivery = new aws.iam.RolePolicy(
        `${name}-delivery`,
        {
          name: `${base}-trail-log-policy`,
          role: role.name,
          policy: logGroup.arn.apply((of) => stableStringify(trailDelivery(of))),
        },
        { parent },
      );
      const trail = new aws.cloudtrail.Trail(
        name,
        {
          name: trailName,
          s3BucketName: bucket.bucketName,
          isMultiRegionTrail: true,
          includeGlobalServiceEvents: true,
          enableLogFileValidation: true,
          enableLogging: true,
          kmsKeyId: args.kmsKeyArn,
          cloudWatchLogsGroupArn: pulumi.interpolate`${logGroup.arn}:*`,
          cloudWatchLogsRoleArn: role.arn,
          advancedEventSelectors: selectors(),
          tags: named(tags, trailName),
        },
        // CloudTrail tries the bucket and the log group when the trail is created.
        { parent, dependsOn: [bucket, delivery] },
      );
      return { trail, bucket };
    }

    function createBucket(
      parent: pulumi.Resource,
      trail: pulumi.Output<string>,
      accountId: pulumi.Output<string>,
      days: number,
    ): Bucket {
      return new Bucket(
        `${name}-files`,
        {
          prefix: args.prefix,
          environment: args.environment,
          bucketName: `${args.name}-audit`,
          suffix: args.suffix,
          kmsKeyArn: args.kmsKeyArn,
          expirationDays: days,
          forceDestroy: args.forceDestroy,
          tags: args.tags,
          additionalBucketPolicies: (bucketArn) => [
            pulumi
              .all([bucketArn, trail, accountId])
              .apply(([of, by, id]) => trailBucketPolicy(of, by, id)),
          ],
        },
        { parent },
      );
    }

    function selectors(): aws.types.input.cloudtrail.TrailAdvancedEventSelector[] {
      const { buckets = [], functions = [] } = args;
      const objects = buckets.map((arn) => pulumi.interpolate`${arn}/`);
      return [
        {
          name: "Management events",
          fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
        },
        ...(buckets.length > 0 ? [dataEvents("AWS::S3::Object", "startsWiths", objects)] : []),
        ...(functions.length > 0 ? [dataEvents("AWS::Lambda::Function", "equals", functions)] : []),
      ];
    }
  }
}

/** Events on the data of some resources of one type. */
function dataEvents(
  type: string,
  match: "equals" | "startsWiths",
  arns: readonly pulumi.Input<string>[],
): aws.types.input.cloudtrail.TrailAdvancedEventSelector {
  return {
    name: `${type} data events`,
    fieldSelectors: [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: [type] },
      { field: "resources.ARN", [match]: [...arns] },
    ],
  };
}
