import type { Attributes } from "../state/reader";

/** How resources of one Terraform type are imported by version 7 of the Pulumi AWS provider. */
export interface Import {
  /** Type token of the Pulumi resource. */
  readonly type: string;
  /** The id to import, made from the attributes in the state. */
  readonly id: (attributes: Attributes) => string;
}

/**
 * Every Terraform type of the four modules. The forms of the ids are those of each resource's "Import" section in the
 * provider's documentation; several differ from the `id` that the state holds.
 */
export const IMPORTS: Readonly<Record<string, Import>> = {
  aws_cloudwatch_log_group: { type: "aws:cloudwatch/logGroup:LogGroup", id: by("name") },
  aws_iam_policy: { type: "aws:iam/policy:Policy", id: by("arn") },
  aws_iam_role: { type: "aws:iam/role:Role", id: by("name") },
  aws_iam_role_policy: { type: "aws:iam/rolePolicy:RolePolicy", id: by("role", ":", "name") },
  aws_iam_role_policy_attachment: {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    id: by("role", "/", "policy_arn"),
  },
  aws_kms_alias: { type: "aws:kms/alias:Alias", id: by("name") },
  aws_kms_key: { type: "aws:kms/key:Key", id: by("key_id") },
  aws_lambda_function: { type: "aws:lambda/function:Function", id: by("function_name") },
  aws_lambda_permission: { type: "aws:lambda/permission:Permission", id: permissionId },
  aws_s3_bucket: { type: "aws:s3/bucket:Bucket", id: by("bucket") },
  aws_s3_bucket_acl: { type: "aws:s3/bucketAcl:BucketAcl", id: aclId },
  aws_s3_bucket_cors_configuration: {
    type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    id: ownedBucketId,
  },
  aws_s3_bucket_lifecycle_configuration: {
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    id: ownedBucketId,
  },
  aws_s3_bucket_logging: { type: "aws:s3/bucketLogging:BucketLogging", id: ownedBucketId },
  aws_s3_bucket_object_lock_configuration: {
    type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    id: ownedBucketId,
  },
  aws_s3_bucket_ownership_controls: {
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    id: by("bucket"),
  },
  aws_s3_bucket_policy: { type: "aws:s3/bucketPolicy:BucketPolicy", id: by("bucket") },
  aws_s3_bucket_public_access_block: {
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    id: by("bucket"),
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    id: ownedBucketId,
  },
  aws_s3_bucket_versioning: {
    type: "aws:s3/bucketVersioning:BucketVersioning",
    id: ownedBucketId,
  },
  aws_s3_object: { type: "aws:s3/bucketObjectv2:BucketObjectv2", id: objectId },
  aws_sfn_state_machine: { type: "aws:sfn/stateMachine:StateMachine", id: by("arn") },
  aws_ssm_parameter: { type: "aws:ssm/parameter:Parameter", id: by("name") },
};

/** An attribute that must be in the state for the resource to be imported. */
export class MissingAttributeError extends Error {
  public constructor(public readonly attribute: string) {
    super(`the state does not hold its ${attribute}`);
    this.name = "MissingAttributeError";
  }
}

/** The text of an attribute. @throws MissingAttributeError when the state does not hold one. */
export function attribute(attributes: Attributes, name: string): string {
  const value = attributes[name];
  if (typeof value !== "string" || value === "") throw new MissingAttributeError(name);
  return value;
}

/** An id that is one attribute, or attributes with separators between them. */
function by(first: string, separator = "", second = ""): Import["id"] {
  return (attributes) =>
    attribute(attributes, first) + separator + (second === "" ? "" : attribute(attributes, second));
}

/** `bucket`, with `,owner` where the configuration names the account that must own it. */
function ownedBucketId(attributes: Attributes): string {
  return [attribute(attributes, "bucket"), attributes["expected_bucket_owner"]]
    .filter(Boolean)
    .join(",");
}

/** The same, with `,acl` for a canned ACL. */
function aclId(attributes: Attributes): string {
  return [ownedBucketId(attributes), attributes["acl"]].filter(Boolean).join(",");
}

function objectId(attributes: Attributes): string {
  return `s3://${attribute(attributes, "bucket")}/${attribute(attributes, "key")}`;
}

/** `function/statement`, or `function:qualifier/statement`; the function by name, also where the state has its ARN. */
function permissionId(attributes: Attributes): string {
  const name = attribute(attributes, "function_name").replace(/^arn:[^/]*:function:/, "");
  const qualifier = attributes["qualifier"];
  const target = typeof qualifier === "string" && qualifier !== "" ? `${name}:${qualifier}` : name;
  return `${target}/${attribute(attributes, "statement_id")}`;
}
