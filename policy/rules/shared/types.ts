/** Type tokens of the resources that the rules speak of. */

/** A bucket, and the token under which @pulumi/aws 6 knew the version without inline settings. */
export const BUCKETS = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;
export const PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
export const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
export const BUCKET_OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
export const BUCKET_NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
export const BUCKET_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
export const BUCKET_ACLS = [
  "aws:s3/bucketAcl:BucketAcl",
  "aws:s3/bucketAclV2:BucketAclV2",
] as const;
export const BUCKET_VERSIONINGS = versions("bucketVersioning");
export const BUCKET_ENCRYPTIONS = versions("bucketServerSideEncryptionConfiguration");
export const BUCKET_LOGGINGS = versions("bucketLogging");
export const BUCKET_LIFECYCLES = versions("bucketLifecycleConfiguration");
export const BUCKET_OBJECT_LOCKS = versions("bucketObjectLockConfiguration");

export const ACCESS_POINT = "aws:s3/accessPoint:AccessPoint";
export const ACCESS_POINT_POLICY = "aws:s3control/accessPointPolicy:AccessPointPolicy";

export const TABLE_POLICY = "aws:dynamodb/resourcePolicy:ResourcePolicy";
export const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
export const SECRET_ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
export const REPOSITORY_POLICY = "aws:ecr/repositoryPolicy:RepositoryPolicy";

export const KEY_GRANT = "aws:kms/grant:Grant";
export const KEY = "aws:kms/key:Key";
export const KEY_ALIAS = "aws:kms/alias:Alias";
export const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";

export const FUNCTION = "aws:lambda/function:Function";
export const PERMISSION = "aws:lambda/permission:Permission";
export const EVENT_SOURCE = "aws:lambda/eventSourceMapping:EventSourceMapping";
export const INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const POLICY = "aws:iam/policy:Policy";
export const USER = "aws:iam/user:User";
export const GROUP = "aws:iam/group:Group";
export const USER_POLICY = "aws:iam/userPolicy:UserPolicy";
export const GROUP_POLICY = "aws:iam/groupPolicy:GroupPolicy";
export const ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
export const USER_ATTACHMENT = "aws:iam/userPolicyAttachment:UserPolicyAttachment";
export const GROUP_ATTACHMENT = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment";
export const ROLE_ATTACHMENTS =
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive";
export const ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment";

export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
export const LOG_RESOURCE_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";
export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const COMPOSITE_ALARM = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

export const MACHINE = "aws:sfn/stateMachine:StateMachine";
export const MACHINE_ALIAS = "aws:sfn/alias:Alias";

export const TOPIC = "aws:sns/topic:Topic";
export const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";
export const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
export const QUEUE = "aws:sqs/queue:Queue";
export const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
export const REDRIVE_POLICY = "aws:sqs/redrivePolicy:RedrivePolicy";

export const TABLE = "aws:dynamodb/table:Table";
export const STREAM = "aws:kinesis/stream:Stream";
export const SECRET = "aws:secretsmanager/secret:Secret";
export const PARAMETER = "aws:ssm/parameter:Parameter";

export const TRAIL = "aws:cloudtrail/trail:Trail";
export const EVENT_BUS = "aws:cloudwatch/eventBus:EventBus";
export const EVENT_BUS_POLICY = "aws:cloudwatch/eventBusPolicy:EventBusPolicy";
export const EVENT_PERMISSION = "aws:cloudwatch/eventPermission:EventPermission";
export const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
export const SCHEDULE = "aws:scheduler/schedule:Schedule";

/** Types that hold nothing for a rule to find fault with. */
export const HARMLESS = [
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  "aws:cloudwatch/logStream:LogStream",
  "aws:lambda/alias:Alias",
] as const;

/** The tokens of a bucket's setting: today's, and the one with V2 that @pulumi/aws 6 used. */
function versions(module: string): readonly [string, string] {
  const type = module.charAt(0).toUpperCase() + module.slice(1);
  return [`aws:s3/${module}:${type}`, `aws:s3/${module}V2:${type}V2`];
}
