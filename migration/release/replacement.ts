/**
 * Properties whose change makes AWS, and so the provider, replace the resource: those marked "Forces new resource" in
 * the documentation of version 7 of the AWS provider, for every type of the four modules and what hardening adds.
 */
export const FORCES_REPLACEMENT: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": ["name", "namePrefix", "logGroupClass"],
  "aws:iam/policy:Policy": ["name", "namePrefix", "path", "description"],
  "aws:iam/role:Role": ["name", "namePrefix", "path"],
  "aws:iam/rolePolicy:RolePolicy": ["name", "namePrefix", "role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:kms/alias:Alias": ["name", "namePrefix"],
  "aws:kms/key:Key": [
    "customKeyStoreId",
    "customerMasterKeySpec",
    "keyUsage",
    "multiRegion",
    "xksKeyId",
  ],
  "aws:lambda/alias:Alias": ["name", "functionName"],
  "aws:lambda/function:Function": ["name", "packageType"],
  "aws:lambda/permission:Permission": [
    "action",
    "eventSourceToken",
    "function",
    "functionUrlAuthType",
    "principal",
    "principalOrgId",
    "qualifier",
    "sourceAccount",
    "sourceArn",
    "statementId",
  ],
  "aws:s3/bucket:Bucket": ["bucket", "bucketPrefix", "objectLockEnabled"],
  "aws:s3/bucketAcl:BucketAcl": ["bucket", "expectedBucketOwner"],
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": ["bucket", "expectedBucketOwner"],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
    "bucket",
    "expectedBucketOwner",
  ],
  "aws:s3/bucketLogging:BucketLogging": ["bucket", "expectedBucketOwner"],
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": [
    "bucket",
    "expectedBucketOwner",
    "objectLockEnabled",
  ],
  "aws:s3/bucketObjectv2:BucketObjectv2": ["bucket", "key"],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["bucket"],
  "aws:s3/bucketPolicy:BucketPolicy": ["bucket"],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["bucket"],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    "bucket",
    "expectedBucketOwner",
  ],
  "aws:s3/bucketVersioning:BucketVersioning": ["bucket", "expectedBucketOwner"],
  "aws:sfn/alias:Alias": ["name", "namePrefix"],
  "aws:sfn/stateMachine:StateMachine": ["name", "namePrefix", "type"],
  "aws:ssm/parameter:Parameter": ["name", "dataType"],
};

/** Whether a change of this property replaces the resource. A type that is not in the table counts as replaced. */
export function forcesReplacement(type: string, property: string): boolean {
  const properties = FORCES_REPLACEMENT[type];
  return properties === undefined || property === "region" || properties.includes(property);
}
