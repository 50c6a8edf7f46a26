import type { Settings } from "../../stack/settings";

/** The four Terraform modules that the components replace. */
export type ModuleKind = Settings["terraform"][string]["module"];

/** What each module makes, as `type.name`; the first is the resource by which an instance is detected. */
export const MODULE_RESOURCES: Readonly<Record<ModuleKind, readonly [string, ...string[]]>> = {
  kms: ["aws_kms_key.this", "aws_kms_alias.this", "random_string.random_suffix"],
  s3: [
    "aws_s3_bucket.this",
    "aws_iam_policy.consumers",
    "aws_iam_policy.consumers_readonly",
    "aws_s3_bucket_acl.this",
    "aws_s3_bucket_cors_configuration.this",
    "aws_s3_bucket_lifecycle_configuration.this",
    "aws_s3_bucket_logging.this",
    "aws_s3_bucket_object_lock_configuration.this",
    "aws_s3_bucket_ownership_controls.this",
    "aws_s3_bucket_policy.this",
    "aws_s3_bucket_public_access_block.this",
    "aws_s3_bucket_server_side_encryption_configuration.this",
    "aws_s3_bucket_versioning.this",
    "aws_s3_object.this",
    "random_string.random_suffix",
  ],
  lambda: [
    "aws_lambda_function.this",
    "aws_cloudwatch_log_group.this",
    "aws_iam_policy.ssm_policy",
    "aws_iam_role.this",
    "aws_iam_role_policy.logs_role_policy",
    "aws_iam_role_policy_attachment.ssm_policy_attachment",
    "aws_iam_role_policy_attachment.this",
    "aws_lambda_permission.allow_serivce",
    "aws_s3_object.this",
    "aws_ssm_parameter.params",
    "null_resource.lambda",
  ],
  "step-function": [
    "aws_sfn_state_machine.this",
    "aws_cloudwatch_log_group.this",
    "aws_iam_policy.log_access_policy",
    "aws_iam_policy.service",
    "aws_iam_role.this",
    "aws_iam_role_policy_attachment.log_acces",
    "aws_iam_role_policy_attachment.service",
    "aws_iam_role_policy_attachment.this",
  ],
};
