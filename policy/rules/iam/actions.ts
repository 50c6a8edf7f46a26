/** Actions by what they let their holder do. Names as AWS writes them. */

/** Actions whose answer holds credentials (https://github.com/salesforce/cloudsplaining, credentials exposure). */
export const CREDENTIALS: ReadonlySet<string> = new Set([
  "cognito-identity:GetCredentialsForIdentity",
  "cognito-identity:GetOpenIdToken",
  "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
  "connect:GetFederationToken",
  "ecr:GetAuthorizationToken",
  "iam:CreateAccessKey",
  "iam:CreateServiceSpecificCredential",
  "iam:ResetServiceSpecificCredential",
  "iam:UpdateAccessKey",
  "lightsail:DownloadDefaultKeyPair",
  "lightsail:GetInstanceAccessDetails",
  "lightsail:GetRelationalDatabaseMasterUserPassword",
  "rds-db:connect",
  "redshift:GetClusterCredentials",
  "sso:GetRoleCredentials",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:GetFederationToken",
  "sts:GetSessionToken",
]);

/** Actions that carry data out of the account (the same source, data exfiltration). */
export const DATA_EXFILTRATION: ReadonlySet<string> = new Set([
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "rds:CopyDBSnapshot",
  "rds:CreateDBSnapshot",
  "s3:GetObject",
  "s3:GetObjectVersion",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "ssm:GetParameter",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
]);

/** Actions that decrypt under a key. */
export const KMS_DECRYPT: ReadonlySet<string> = new Set(["kms:Decrypt", "kms:ReEncryptFrom"]);

/**
 * Actions that a well-made machine needs and for which AWS takes no resource but `*`: log delivery
 * (https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html) and X-Ray
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html). Nothing else passes unsaid.
 */
export const ONLY_STAR_ALLOWED: ReadonlySet<string> = new Set([
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
]);
