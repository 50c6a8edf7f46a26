import {
  type FunctionPermission,
  type FunctionVpc,
  LambdaFunction,
  type LambdaFunctionArgs,
  resourceName,
} from "../../components";
import { functionProblems } from "../../components/lambda/check";
import { kms } from "./kms";
import { s3 } from "./s3";
import {
  defaulting,
  direct,
  inCamelCase,
  mapValues,
  MODULE_TAGS,
  originals,
  required,
  type ModuleMapping,
} from "./mapping";
import { bool, choice, list, map, number, object, optional, string } from "./variable-types";

const permission = object({
  principal: string,
  source_arn: optional(string),
  source_account: optional(string),
});

const vpcConfig = object({
  security_group_ids: list(string),
  subnet_ids_to_associate: list(string),
});

const variables = {
  prefix: required(string, "prefix"),
  environment: required(string, "environment"),
  name: required(string, "name"),
  runtime: required(string, "runtime"),
  handler: required(string, "handler"),
  source_code_dir: defaulting(string, "", "sourceCodeDir"),
  compressed_local_file_dir: defaulting(string, "", undefined, {
    note: "the archive is made in memory",
  }),
  archive_file_trigger: defaulting(map(string), {}, undefined, {
    note: "a change of any file changes the archive",
  }),
  timeout: defaulting(number, 3, "timeout"),
  memory_size: defaulting(number, 128, "memorySize"),
  reserved_concurrent_executions: defaulting(number, -1, "reservedConcurrentExecutions"),
  layer_arns: defaulting(list(string), [], "layerArns"),
  environment_variables: defaulting(map(string), {}, "environmentVariables"),
  vpc_config: defaulting(
    vpcConfig,
    { security_group_ids: [], subnet_ids_to_associate: [] },
    "vpcConfig",
  ),
  dead_letter_target_arn: defaulting(string, undefined, "deadLetterTargetArn"),
  tracing_mode: defaulting(choice("PassThrough", "Active"), "PassThrough", "tracingMode"),
  lambda_permission_configurations: defaulting(map(permission), {}, "permissions"),
  lambda_role_arn: defaulting(string, "", "roleArn"),
  is_create_lambda_role: defaulting(bool, true, "roleArn", {
    note: "an own role when `roleArn` is left out",
  }),
  additional_lambda_role_policy_arns: defaulting(list(string), [], "additionalRolePolicyArns"),
  ssm_params: defaulting(map(string), {}, "ssmParams", { secret: true }),
  is_edge: defaulting(bool, false, "edge"),
  bucket_name: defaulting(string, "", "edgeBucketName"),
  is_create_lambda_bucket: defaulting(bool, false, "edgeBucketName", {
    note: "an own bucket when `edgeBucketName` is left out",
  }),
  is_create_cloudwatch_log_group: defaulting(bool, true, "createLogGroup"),
  cloudwatch_log_retention_in_days: defaulting(number, 90, "logRetentionInDays"),
  is_create_default_kms: defaulting(bool, true, "createLogGroupKey"),
  cloudwatch_log_group_kms_key_arn: defaulting(string, undefined, "logGroupKmsKeyArn"),
  tags: defaulting(map(string), {}, "tags"),
};

/** The settings of the module's own keys. */
const OWN_KEY = { compatibility: originals(kms.compatibility) };

/** The edge function's own bucket as the module asks the module `s3` for it. */
const EDGE_BUCKET: LambdaFunctionArgs["edgeBucket"] = {
  ...originals(s3.deviations),
  compatibility: originals(s3.compatibility),
  versioningEnabled: false,
  hardeningPolicy: "none",
};

/** The Terraform module `lambda` in terms of {@link LambdaFunction}. */
export const lambda: ModuleMapping<typeof variables, LambdaFunctionArgs, LambdaFunction> = {
  kind: "lambda",
  component: LambdaFunction,
  variables,
  args: (values) => {
    const ownRole = values.is_create_lambda_role;
    return {
      ...direct<LambdaFunctionArgs>(variables, values),
      vpcConfig: vpcOf(values.vpc_config),
      permissions: mapValues(
        values.lambda_permission_configurations,
        inCamelCase<FunctionPermission>,
      ),
      roleArn: ownRole ? undefined : values.lambda_role_arn,
      // The module leaves an existing role as it is, whatever else is asked for.
      additionalRolePolicyArns: ownRole ? values.additional_lambda_role_policy_arns : [],
      // The module does not hand its own tags on to the bucket.
      edgeBucket: { ...EDGE_BUCKET, tags: { ...MODULE_TAGS.s3, ...values.tags } },
      edgeBucketName:
        values.is_edge && !values.is_create_lambda_bucket ? values.bucket_name : undefined,
      // The module's own words, for a key that encrypts a log group.
      ownKey: {
        ...OWN_KEY,
        description: `Secure Secrets Manager's service secrets for service ${resourceName(values.prefix, values.environment, values.name)}`,
      },
    };
  },
  deviations: [
    {
      argument: "alias",
      original: false,
      hardened: "the alias `live` follows the newest version",
    },
    {
      argument: "logFormat",
      original: "Text",
      hardened: "Lambda writes its log events as JSON",
    },
    {
      argument: "ownKey",
      original: OWN_KEY,
      hardened: "the log group's own key is hardened as every `Key`",
    },
    {
      argument: "edgeBucket",
      original: EDGE_BUCKET,
      hardened: "the edge function's own bucket is hardened as every `Bucket`",
    },
  ],
  compatibility: [
    {
      argument: "roleScope",
      original: "account",
      hardened: "the role reaches its own log group, its parameters and what it really uses",
    },
    {
      argument: "checkSourceAccount",
      original: false,
      hardened: "Lambda assumes the role, and services invoke, on behalf of this account only",
    },
  ],
  differences: [],
  outputs: {
    arn: { answer: "`arn`", of: ({ arn }) => arn },
    function_arn: { answer: "`functionArn`", of: ({ functionArn }) => functionArn },
    function_name: { answer: "`baseName`", of: ({ baseName }) => baseName },
    execution_role_arn: {
      answer: "`executionRoleArn`",
      of: ({ executionRoleArn }) => executionRoleArn,
    },
  },
  check: (args) => functionProblems(args).done("LambdaFunction"),
};

function vpcOf(config: {
  readonly security_group_ids: readonly string[];
  readonly subnet_ids_to_associate: readonly string[];
}): FunctionVpc {
  return {
    securityGroupIds: config.security_group_ids,
    subnetIds: config.subnet_ids_to_associate,
  };
}
