import { policyDocument, type PolicyDocument } from "asl-toolkit/iam";
import { trust } from "../shared/access/role";

const SERVICE = "cloudtrail.amazonaws.com";
const CLOUDTRAIL = { Service: SERVICE };

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
    trust([SERVICE], {
      Condition: { StringEquals: { "aws:SourceAccount": accountId, "aws:SourceArn": trail } },
    }),
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
