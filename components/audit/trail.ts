import { regionalArn } from "asl-toolkit/iam";
import * as cloudtrail from "@pulumi/aws/cloudtrail";
import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { Bucket } from "../s3";
import { type BucketArgs } from "../s3/args";
import { mapInput } from "../shared/arguments/inputs";
import { createLogGroup } from "../shared/log-group";
import { WORKFLOW_NAMES } from "../shared/names";
import { addPolicy, createRole } from "../shared/access/role";
import { named } from "../shared/tags";
import { trailBucketPolicy, trailDelivery, trailTrust } from "./policies";
import { type AuditContext, type ResolvedAudit } from "./resolve";

type Selector = input.cloudtrail.TrailAdvancedEventSelector;

/** A trail and the bucket of its log files. */
export interface OwnTrail {
  readonly trail: cloudtrail.Trail;
  readonly bucket: Bucket;
}

/** Creates a trail with its bucket, its log group and the role that writes the log group. */
export function createTrail(context: AuditContext): OwnTrail {
  const { name, args, account, parent } = context;
  const trailName = WORKFLOW_NAMES.trail(args.base);
  const trailArn = account.apply((at) => regionalArn(at, "cloudtrail", `trail/${trailName}`));
  const bucket = createBucket(context, trailArn);
  const logGroupName = WORKFLOW_NAMES.trailLogGroup(args.base);
  const logGroup = createLogGroup(context, logGroupName, args.retentionInDays, args.kmsKeyArn);
  const trust = pulumi
    .all([trailArn, account.accountId])
    .apply(([of, accountId]) => trailTrust(of, accountId));
  const role = createRole(context, WORKFLOW_NAMES.trailRole(args.base), trust, {
    description: "Lets the trail write its log group",
  });
  const policy = logGroup.arn.apply((of) => stableStringify(trailDelivery(of)));
  const delivery = addPolicy(context, role, "delivery", `${args.base}-trail-log-policy`, policy);
  const trail = new cloudtrail.Trail(
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
      advancedEventSelectors: eventSelectors(args),
      tags: named(args.baseTags, trailName),
    },
    // CloudTrail tries the bucket and the log group when the trail is created.
    { parent, dependsOn: [bucket, delivery] },
  );
  return { trail, bucket };
}

/** The arguments of the bucket of log files, but for its policy. */
export function trailBucketArgs(args: ResolvedAudit): BucketArgs {
  return {
    prefix: args.prefix,
    environment: args.environment,
    bucketName: `${args.name}-audit`,
    suffix: args.suffix,
    kmsKeyArn: args.kmsKeyArn,
    expirationDays: args.retentionInDays,
    forceDestroy: args.forceDestroy,
    tags: args.tags,
  };
}

function createBucket(
  { name, args, account, parent }: AuditContext,
  trailArn: pulumi.Output<string>,
): Bucket {
  return new Bucket(
    `${name}-files`,
    {
      ...trailBucketArgs(args),
      additionalBucketPolicies: (bucketArn) => [
        pulumi
          .all([bucketArn, trailArn, account.accountId])
          .apply(([of, by, id]) => trailBucketPolicy(of, by, id)),
      ],
    },
    { parent },
  );
}

/** What the trail records: management events, and those on the data of the buckets and functions. */
function eventSelectors({ buckets, functions }: ResolvedAudit): Selector[] {
  const objects = buckets.map((arn) => pulumi.interpolate`${arn}/`);
  // CloudTrail names the function, whichever version or alias was called, and compares the whole text.
  const called = functions.map((arn) =>
    mapInput(arn, (known) => known.split(":").slice(0, 7).join(":")),
  );
  return [
    {
      name: "Management events",
      fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
    },
    ...(buckets.length > 0 ? [dataEvents("AWS::S3::Object", "startsWiths", objects)] : []),
    ...(functions.length > 0 ? [dataEvents("AWS::Lambda::Function", "equals", called)] : []),
  ];
}

/** How many values the selectors compare with. */
export function selectorValues({ buckets, functions }: ResolvedAudit): number {
  // A selector of data events compares its category and type, too.
  const data = [buckets, functions].filter((arns) => arns.length > 0);
  return data.reduce((sum, arns) => sum + 2 + arns.length, 1);
}

/** Events on the data of some resources of one type. */
function dataEvents(
  type: string,
  match: "equals" | "startsWiths",
  arns: readonly pulumi.Input<string>[],
): Selector {
  return {
    name: `${type} data events`,
    fieldSelectors: [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: [type] },
      { field: "resources.ARN", [match]: [...arns] },
    ],
  };
}
