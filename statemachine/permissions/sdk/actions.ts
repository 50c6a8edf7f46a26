/**
 * SDK calls that IAM knows by another name, or by several. Every other call is authorised by the action of its own name;
 * a test holds each action here against the IAM data.
 * Sources: Service Authorization Reference, and S3 user guide "Required permissions for Amazon S3 API operations".
 */
export const SDK_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "apigatewaymanagementapi:deleteConnection": ["execute-api:ManageConnections"],
  "apigatewaymanagementapi:getConnection": ["execute-api:ManageConnections"],
  "apigatewaymanagementapi:postToConnection": ["execute-api:ManageConnections"],
  "lambda:invoke": ["lambda:InvokeFunction"],
  "s3:abortMultipartUpload": ["s3:AbortMultipartUpload"],
  "s3:completeMultipartUpload": ["s3:PutObject"],
  "s3:createMultipartUpload": ["s3:PutObject"],
  "s3:deleteBucketCors": ["s3:PutBucketCORS"],
  "s3:deleteBucketEncryption": ["s3:PutEncryptionConfiguration"],
  "s3:deleteBucketLifecycle": ["s3:PutLifecycleConfiguration"],
  "s3:deleteBucketReplication": ["s3:PutReplicationConfiguration"],
  "s3:deleteBucketTagging": ["s3:PutBucketTagging"],
  "s3:deleteObjects": ["s3:DeleteObject"],
  "s3:deletePublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
  "s3:getBucketAccelerateConfiguration": ["s3:GetAccelerateConfiguration"],
  "s3:getBucketEncryption": ["s3:GetEncryptionConfiguration"],
  "s3:getBucketLifecycleConfiguration": ["s3:GetLifecycleConfiguration"],
  "s3:getBucketNotificationConfiguration": ["s3:GetBucketNotification"],
  "s3:getBucketReplication": ["s3:GetReplicationConfiguration"],
  "s3:getObjectAttributes": ["s3:GetObject", "s3:GetObjectAttributes"],
  "s3:getObjectLockConfiguration": ["s3:GetBucketObjectLockConfiguration"],
  "s3:getPublicAccessBlock": ["s3:GetBucketPublicAccessBlock"],
  "s3:headBucket": ["s3:ListBucket"],
  "s3:headObject": ["s3:GetObject"],
  "s3:listBuckets": ["s3:ListAllMyBuckets"],
  "s3:listMultipartUploads": ["s3:ListBucketMultipartUploads"],
  "s3:listObjectVersions": ["s3:ListBucketVersions"],
  "s3:listObjects": ["s3:ListBucket"],
  "s3:listObjectsV2": ["s3:ListBucket"],
  "s3:listParts": ["s3:ListMultipartUploadParts"],
  "s3:putBucketAccelerateConfiguration": ["s3:PutAccelerateConfiguration"],
  "s3:putBucketEncryption": ["s3:PutEncryptionConfiguration"],
  "s3:putBucketLifecycleConfiguration": ["s3:PutLifecycleConfiguration"],
  "s3:putBucketNotificationConfiguration": ["s3:PutBucketNotification"],
  "s3:putBucketReplication": ["s3:PutReplicationConfiguration"],
  "s3:putObjectLockConfiguration": ["s3:PutBucketObjectLockConfiguration"],
  "s3:putPublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
  "s3:selectObjectContent": ["s3:GetObject"],
  "s3:uploadPart": ["s3:PutObject"],
  "sns:publishBatch": ["sns:Publish"],
  "sqs:changeMessageVisibilityBatch": ["sqs:ChangeMessageVisibility"],
  "sqs:deleteMessageBatch": ["sqs:DeleteMessage"],
  "sqs:sendMessageBatch": ["sqs:SendMessage"],
  "comprehendmedical:detectEntities": ["comprehendmedical:DetectEntitiesV2"],
  "elasticloadbalancingv2:describeTargetHealth": ["elasticloadbalancing:DescribeTargetHealth"],
  "timestreamquery:query": ["timestream:Select"],
};

/** Arguments that name a part of a resource by another word than its ARN pattern: IAM prefix -> variable -> argument. */
export const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  appsync: { GraphQLAPIId: "ApiId" },
  athena: { DataCatalogName: "CatalogName", WorkGroupName: "WorkGroup" },
  rds: {
    ClusterParameterGroupName: "DbClusterParameterGroupName",
    ClusterSnapshotName: "DbClusterSnapshotIdentifier",
    DbClusterInstanceName: "DbClusterIdentifier",
    ParameterGroupName: "DbParameterGroupName",
    ReservedDbInstanceName: "ReservedDbInstanceId",
    SnapshotName: "DbSnapshotIdentifier",
    SubnetGroupName: "DbSubnetGroupName",
  },
  s3: { BucketName: "Bucket", ObjectName: "Key" },
  scheduler: { GroupName: "GroupName", ScheduleName: "Name" },
};

/**
 * What stands for a variable that no argument names: IAM prefix -> variable -> value. The account in the ARNs of
 * Organizations is the one that manages it, which a call does not say; the id of a proxy is not its name.
 */
export const DEFAULTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  organizations: { Account: "*" },
  rds: { DbProxyEndpointId: "*", DbProxyId: "*" },
  scheduler: { GroupName: "default" },
};

/** The principal that a role handed to a service is for, where it can be said without doubt: IAM prefix -> principal. */
export const PASSED_TO: Readonly<Record<string, string>> = {
  bedrock: "bedrock.amazonaws.com",
  cloudformation: "cloudformation.amazonaws.com",
  ecs: "ecs-tasks.amazonaws.com",
  glue: "glue.amazonaws.com",
  lambda: "lambda.amazonaws.com",
  mediaconvert: "mediaconvert.amazonaws.com",
  pipes: "pipes.amazonaws.com",
  sagemaker: "sagemaker.amazonaws.com",
  scheduler: "scheduler.amazonaws.com",
  states: "states.amazonaws.com",
  transcribe: "transcribe.amazonaws.com",
};
