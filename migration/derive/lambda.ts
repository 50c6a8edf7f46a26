import type { JsonRecord } from "../../statemachine/json";
import { attribute, block, texts } from "../state/attributes";
import { find, findAll, type ModuleInstance, primaryOf } from "../state/detect-modules";
import { byKey } from "./from-state";
import { compact, madeNames } from "./names";

/** The variables of the module `lambda` that are more than an attribute. */
export function lambdaVariables(module: ModuleInstance): JsonRecord {
  const { resources, nested } = module;
  const made = primaryOf(module).attributes;
  const hasRole = find(resources, "aws_iam_role.this") !== undefined;
  const hasKey = nested.some(({ kind }) => kind === "kms");
  const logGroup = find(resources, "aws_cloudwatch_log_group.this")?.attributes;
  return {
    ...madeNames(module, attribute(made, "function_name"), "-function"),
    source_code_dir: module.sourceFolder,
    vpc_config: vpc(made),
    lambda_permission_configurations: byKey(
      findAll(resources, "aws_lambda_permission.allow_serivce"),
      ({ attributes: { principal, source_arn, source_account } }) =>
        compact({ principal, source_arn, source_account }),
    ),
    lambda_role_arn: hasRole ? undefined : made["role"],
    ...edgeVariables(module),
    is_create_default_kms: hasKey,
    cloudwatch_log_group_kms_key_arn: hasKey ? undefined : logGroup?.["kms_key_id"],
  };
}

/** An edge function is one whose code went to S3: to a bucket of its own, or to one that the caller named. */
function edgeVariables({ resources, nested }: ModuleInstance): JsonRecord {
  const code = find(resources, "aws_s3_object.this");
  if (code === undefined) return {};
  const own = nested.some(({ kind }) => kind === "s3");
  return {
    is_edge: true,
    is_create_lambda_bucket: own,
    bucket_name: own ? undefined : code.attributes["bucket"],
  };
}

function vpc(made: JsonRecord): JsonRecord {
  const config = block(made, "vpc_config");
  const subnets = texts(config?.["subnet_ids"]);
  if (subnets.length === 0) return {};
  return {
    security_group_ids: texts(config?.["security_group_ids"]),
    subnet_ids_to_associate: subnets,
  };
}
