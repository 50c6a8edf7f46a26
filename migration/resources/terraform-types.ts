import type { Attributes } from "../state/attributes";
import { aclId, by, objectId, ownedBucketId, permissionId } from "./import-id";

/** What the migration knows of one Terraform type; attributes go by Terraform's names. */
export interface TerraformType {
  /** Type token of the Pulumi resource. */
  readonly type: string;
  /** The id to import, made from the attributes in the state; undefined for a type that is never adopted. */
  readonly importId?: (attributes: Attributes) => string;
  /** Pulumi properties whose attribute is not merely the same name in snake case. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Attributes whose change makes AWS, and so the provider, replace the resource. */
  readonly replacing?: readonly string[];
  /** Attributes that an import cannot read back: the first update shows them, whatever their value. */
  readonly unreadable?: readonly string[];
  /** Those of them that the provider fills in where the program leaves them out. */
  readonly filledIn?: readonly string[];
  /** Attributes that hold secrets whether or not the state marks them. */
  readonly secret?: readonly string[];
}

const OF_BUCKET = { importId: by("bucket"), replacing: ["bucket"] };
const OF_OWNED_BUCKET = {
  importId: ownedBucketId,
  replacing: ["bucket", "expected_bucket_owner"],
};

/**
 * Every Terraform type of the four modules, and what hardening adds. Import ids have the forms of each resource's
 * "Import" section in the documentation of version 7 of the AWS provider, several of which differ from the `id` that
 * the state holds; `replacing` are the attributes marked "Forces new resource" there; `unreadable` was
 * measured, and is what the provider's own import tests leave out (`importIgnore` in its sources).
 */
export const TERRAFORM_TYPES: Readonly<Record<string, TerraformType>> = {
  aws_cloudwatch_log_group: {
    type: "aws:cloudwatch/logGroup:LogGroup",
    importId: by("name"),
    replacing: ["name", "name_prefix", "log_group_class"],
  },
  aws_iam_policy: {
    type: "aws:iam/policy:Policy",
    importId: by("arn"),
    replacing: ["name", "name_prefix", "path", "description"],
  },
  aws_iam_role: {
    type: "aws:iam/role:Role",
    importId: by("name"),
    replacing: ["name", "name_prefix", "path"],
  },
  aws_iam_role_policy: {
    type: "aws:iam/rolePolicy:RolePolicy",
    importId: by("role", ":", "name"),
    replacing: ["name", "name_prefix", "role"],
  },
  aws_iam_role_policy_attachment: {
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    importId: by("role", "/", "policy_arn"),
    replacing: ["role", "policy_arn"],
  },
  aws_kms_alias: {
    type: "aws:kms/alias:Alias",
    importId: by("name"),
    replacing: ["name", "name_prefix"],
  },
  aws_kms_key: {
    type: "aws:kms/key:Key",
    importId: by("key_id"),
    replacing: [
      "custom_key_store_id",
      "customer_master_key_spec",
      "key_usage",
      "multi_region",
      "xks_key_id",
    ],
    unreadable: ["deletion_window_in_days"],
    filledIn: ["bypass_policy_lockout_safety_check"],
  },
  aws_lambda_alias: { type: "aws:lambda/alias:Alias", replacing: ["name", "function_name"] },
  aws_lambda_function: {
    type: "aws:lambda/function:Function",
    importId: by("function_name"),
    renamed: { name: "function_name" },
    replacing: ["function_name", "package_type"],
    unreadable: ["code", "publish"],
  },
  aws_lambda_permission: {
    type: "aws:lambda/permission:Permission",
    importId: permissionId,
    renamed: { function: "function_name" },
    replacing: [
      "action",
      "event_source_token",
      "function_name",
      "function_url_auth_type",
      "principal",
      "principal_org_id",
      "qualifier",
      "source_account",
      "source_arn",
      "statement_id",
    ],
  },
  aws_s3_bucket: {
    type: "aws:s3/bucket:Bucket",
    importId: by("bucket"),
    replacing: ["bucket", "bucket_prefix", "object_lock_enabled"],
    unreadable: ["force_destroy"],
  },
  aws_s3_bucket_acl: {
    ...OF_OWNED_BUCKET,
    type: "aws:s3/bucketAcl:BucketAcl",
    importId: aclId,
  },
  aws_s3_bucket_cors_configuration: {
    ...OF_OWNED_BUCKET,
    type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  },
  aws_s3_bucket_lifecycle_configuration: {
    ...OF_OWNED_BUCKET,
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  },
  aws_s3_bucket_logging: { ...OF_OWNED_BUCKET, type: "aws:s3/bucketLogging:BucketLogging" },
  aws_s3_bucket_object_lock_configuration: {
    type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    importId: ownedBucketId,
    replacing: [...OF_OWNED_BUCKET.replacing, "object_lock_enabled"],
  },
  aws_s3_bucket_ownership_controls: {
    ...OF_BUCKET,
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  },
  aws_s3_bucket_policy: { ...OF_BUCKET, type: "aws:s3/bucketPolicy:BucketPolicy" },
  aws_s3_bucket_public_access_block: {
    ...OF_BUCKET,
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    ...OF_OWNED_BUCKET,
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  },
  aws_s3_bucket_versioning: {
    ...OF_OWNED_BUCKET,
    type: "aws:s3/bucketVersioning:BucketVersioning",
  },
  aws_s3_object: {
    type: "aws:s3/bucketObjectv2:BucketObjectv2",
    importId: objectId,
    replacing: ["bucket", "key"],
  },
  aws_sfn_alias: { type: "aws:sfn/alias:Alias", replacing: ["name", "name_prefix"] },
  aws_sfn_state_machine: {
    type: "aws:sfn/stateMachine:StateMachine",
    importId: by("arn"),
    replacing: ["name", "name_prefix", "type"],
  },
  aws_ssm_parameter: {
    type: "aws:ssm/parameter:Parameter",
    importId: by("name"),
    replacing: ["name", "data_type"],
    secret: ["value", "insecure_value"],
  },
  // What makes a random text is carried by the settings instead.
  random_string: { type: "random:index/randomString:RandomString" },
};

/** Terraform's type of each Pulumi type. */
const BY_PULUMI_TYPE: ReadonlyMap<string, string> = new Map(
  Object.entries(TERRAFORM_TYPES).map(([name, { type }]) => [type, name]),
);

/** Terraform's name of a Pulumi type; undefined for one that is not in the table. */
export function terraformTypeOf(pulumiType: string): string | undefined {
  return BY_PULUMI_TYPE.get(pulumiType);
}

/** Makes the import id of a resource; undefined for a type that is never adopted. */
export function importIdOf(type: string): TerraformType["importId"] {
  return TERRAFORM_TYPES[type]?.importId;
}

/**
 * Whether a change of this attribute replaces a resource of this Pulumi type. One that is not in the table counts as
 * replaced.
 */
export function forcesReplacement(pulumiType: string, attribute: string): boolean {
  const replacing = TERRAFORM_TYPES[terraformTypeOf(pulumiType) ?? ""]?.replacing;
  return replacing === undefined || attribute === "region" || replacing.includes(attribute);
}
