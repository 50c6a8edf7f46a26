import { MODULE_TAGS } from "../modules/mapping";
import { NameError, type Variables, callerTags, compact, splitName } from "./names";
import { attribute, block, tagsOf, texts } from "../state/attributes";
import { find, findAll, type ModuleInstance, primaryOf } from "../state/detect-modules";
import type { StateResource } from "../state/state-resource";

/** The `lambda` module's variables, from the function and what stands around it. */
export function lambdaVariables(module: ModuleInstance): Variables {
  const { resources } = module;
  const made = primaryOf(module).attributes;
  const whole = attribute(made, "function_name");
  if (!whole.endsWith("-function")) throw new NameError(whole);
  const parts = splitName(whole.slice(0, -"-function".length), tagsOf(made)["Environment"]);
  return compact({
    ...parts,
    runtime: made["runtime"],
    handler: made["handler"],
    source_code_dir: module.sourceFolder,
    timeout: made["timeout"],
    memory_size: made["memory_size"],
    reserved_concurrent_executions: made["reserved_concurrent_executions"],
    layer_arns: made["layers"],
    environment_variables: block(made, "environment")?.["variables"],
    vpc_config: vpc(made),
    dead_letter_target_arn: block(made, "dead_letter_config")?.["target_arn"],
    tracing_mode: block(made, "tracing_config")?.["mode"],
    lambda_permission_configurations: byKey(
      findAll(resources, "aws_lambda_permission.allow_serivce"),
      (each) =>
        compact({
          principal: each["principal"],
          source_arn: each["source_arn"],
          source_account: each["source_account"],
        }),
    ),
    additional_lambda_role_policy_arns: inOrder(
      findAll(resources, "aws_iam_role_policy_attachment.this"),
    ).map((each) => attribute(each.attributes, "policy_arn")),
    ssm_params: byKey(findAll(resources, "aws_ssm_parameter.params"), (each) => each["value"]),
    ...roleVariables(module),
    ...edgeVariables(module),
    ...logVariables(module),
    tags: callerTags(made, parts, { ...MODULE_TAGS.lambda, Name: whole }),
  });
}

function roleVariables({ resources }: ModuleInstance): Variables {
  const own = find(resources, "aws_iam_role.this") !== undefined;
  const used = find(resources, "aws_lambda_function.this")?.attributes["role"];
  return { is_create_lambda_role: own, lambda_role_arn: own ? undefined : used };
}

/** An edge function is one whose code went to S3: to a bucket of its own, or to one that the caller named. */
function edgeVariables({ resources, nested }: ModuleInstance): Variables {
  const code = find(resources, "aws_s3_object.this");
  if (code === undefined) return {};
  const own = nested.some(({ kind }) => kind === "s3");
  return {
    is_edge: true,
    is_create_lambda_bucket: own,
    bucket_name: own ? undefined : code.attributes["bucket"],
  };
}

function logVariables({ resources, nested }: ModuleInstance): Variables {
  const group = find(resources, "aws_cloudwatch_log_group.this")?.attributes;
  const ownKey = nested.some(({ kind }) => kind === "kms");
  return {
    is_create_cloudwatch_log_group: group !== undefined,
    cloudwatch_log_retention_in_days: group?.["retention_in_days"],
    is_create_default_kms: ownKey,
    cloudwatch_log_group_kms_key_arn: ownKey ? undefined : group?.["kms_key_id"],
  };
}

function vpc(made: StateResource["attributes"]): Variables {
  const config = block(made, "vpc_config");
  const subnets = texts(config?.["subnet_ids"]);
  if (subnets.length === 0) return {};
  return {
    security_group_ids: texts(config?.["security_group_ids"]),
    subnet_ids_to_associate: subnets,
  };
}

/** A map from the keys of `for_each` to what `value` takes from each resource. */
function byKey(
  resources: readonly StateResource[],
  value: (attributes: StateResource["attributes"]) => unknown,
): Variables {
  return Object.fromEntries(resources.map((each) => [String(each.key), value(each.attributes)]));
}

function inOrder(resources: readonly StateResource[]): StateResource[] {
  return resources.toSorted((a, b) => Number(a.key) - Number(b.key));
}
