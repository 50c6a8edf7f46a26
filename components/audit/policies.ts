import { type ResolvedAccount } from "../shared/account";
import type { AuditArgs } from "../audit";
import { Problems } from "../shared/problems";
import { resourceName } from "../shared/names";
import { policyDocument, type PolicyDocument } from "asl-toolkit/iam";
import { LOG_RETENTION_DAYS } from "../shared/retention";

const CLOUDTRAIL = { Service: "cloudtrail.amazonaws.com" };

/** The ARN that a trail of this name will have. */
export function trailArn(account: ResolvedAccount, name: string): string {
  return `arn:${account.partition}:cloudtrail:${account.region}:${account.accountId}:trail/${name}`;
}

/**
 * Lets exactly one trail write its log files
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html).
 */
export function trailBucketPolicy(
  bucketArn: string,
  trail: string,
  accountId: string,
): PolicyDocument {
  return policyDocument([
    {
      Sid: "AllowCloudTrailAclCheck",
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: { "aws:SourceArn": trail } },
    },
    {
      Sid: "AllowCloudTrailWrite",
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "s3:PutObject",
      Resource: `${bucketArn}/AWSLogs/${accountId}/*`,
      Condition: {
        StringEquals: { "aws:SourceArn": trail, "s3:x-amz-acl": "bucket-owner-full-control" },
      },
    },
  ]);
}

/** Lets CloudTrail assume the delivery role for this trail only. */
export function trailTrust(trail: string, accountId: string): PolicyDocument {
  return policyDocument([
    {
      Effect: "Allow",
      Principal: CLOUDTRAIL,
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": accountId, "aws:SourceArn": trail } },
    },
  ]);
}

/** Lets the delivery role write the streams of one log group. */
export function trailDelivery(logGroupArn: string): PolicyDocument {
  return policyDocument([
    {
      Sid: "AllowTrailLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${logGroupArn}:log-stream:*`,
    },
  ]);
}

/**
 * Checks the arguments of an audit trail.
 * @throws pulumi.InputPropertiesError listing every problem.
 */
export function checkAuditArgs(args: AuditArgs): void {
  const problems = new Problems().required(args, "prefix", "environment", "name").tags(args.tags);
  const base = resourceName(args.prefix, args.environment, args.name);
  if (args.trailArn === undefined) {
    problems
      .add("kmsKeyArn", args.kmsKeyArn === undefined && "is missing: an own trail is encrypted")
      .name("name", "role", `${base}-trail-role`);
  }
  problems.oneOf("retentionInDays", args.retentionInDays, LOG_RETENTION_DAYS).done("Audit");
}
