import { display } from "../../statemachine/json";
import { MODULE_TAGS } from "../modules/mapping";
import { bucketStatements, type PolicyArgs } from "../../components/s3/policy-statements";
import { resolveBucket } from "../../components/s3/resolve";
import { parseArn, type Statement } from "../../statemachine/iam";
import { type Variables, callerTags, compact, splitName } from "./names";
import {
  type Attributes,
  attribute,
  block,
  blocks,
  tagsOf,
  text,
  texts,
} from "../state/attributes";
import { find, findAll, type ModuleInstance, primaryOf } from "../state/detect-modules";
import { s3 } from "../modules/s3";
import { componentArgs } from "../modules/variables";
import { extraKeyPolicies } from "./kms";
import { additionalPolicies, conditionValues, statementsIn } from "./policy";

/** A Sid that only the hardening policy has. */
const HARDENING = "DenyNonSSLRequests";

/** The `s3` module's variables, from the bucket and its sub-resources. */
export function s3Variables(module: ModuleInstance): Variables {
  const { resources } = module;
  const bucket = primaryOf(module).attributes;
  const { base, central } = bucketBase(module);
  const { name, ...where } = splitName(base, tagsOf(bucket)["Environment"]);
  const policy = find(resources, "aws_s3_bucket_policy.this")?.attributes["policy"];
  const variables = compact({
    ...where,
    bucket_name: name,
    centralize_hub: central,
    force_s3_destroy: bucket["force_destroy"] === true,
    ...versioningVariables(module),
    lifecycle_rules: lifecycleRules(module),
    cors_rule: corsRules(module),
    object_lock_rule: retention(module),
    ...encryptionVariables(module),
    ...ownershipVariables(module),
    is_enable_s3_hardening_policy: statementsIn(policy).some(({ Sid: sid }) => sid === HARDENING),
    consumer_policy_actions: Object.fromEntries(
      findAll(resources, "aws_iam_policy.consumers").map((each) => [
        String(each.key),
        statementsIn(each.attributes["policy"]).flatMap(({ Action: action }) => texts(action)),
      ]),
    ),
    is_create_consumer_readonly_policy:
      find(resources, "aws_iam_policy.consumers_readonly") !== undefined,
    folder_names: folders(module),
    ...logVariables(module),
    tags: callerTags(bucket, where, { ...MODULE_TAGS.s3, Name: bucket["bucket"] }),
  });
  const own = madeStatements(module, variables);
  return compact({ ...variables, additional_bucket_polices: additionalPolicies(policy, own) });
}

/** The statements that the module itself puts into the bucket's policy. */
function madeStatements(module: ModuleInstance, variables: Variables): Statement[] {
  const { partition = "aws" } = parseArn(display(primaryOf(module).attributes["arn"])) ?? {};
  const arn = `arn:${partition}:s3:::${attribute(primaryOf(module).attributes, "bucket")}`;
  // Variables are plain values.
  return bucketStatements(resolveBucket(componentArgs(s3, variables)) as PolicyArgs, {
    arn,
    kmsKeyArn: encryption(module).key,
    account: { partition, region: "", accountId: "" },
  });
}

/** The random end of the bucket's name. */
export function bucketSuffix(module: ModuleInstance): string | undefined {
  return /-([a-z0-9]{6})$/.exec(attribute(primaryOf(module).attributes, "bucket"))?.[1];
}

/** The bucket's name without the random suffix and, in a central hub, without the account. */
function bucketBase(module: ModuleInstance): { base: string; central: boolean } {
  const base = attribute(primaryOf(module).attributes, "bucket").replace(/-[a-z0-9]{6}$/, "");
  const central = /-\d{12}$/.test(base);
  return { base: central ? base.slice(0, -13) : base, central };
}

/** An object lock needs versions, whatever an apply that failed half-way left in the state. */
function versioningVariables(module: ModuleInstance): Variables {
  const versioning = find(module.resources, "aws_s3_bucket_versioning.this")?.attributes ?? {};
  const on = block(versioning, "versioning_configuration")?.["status"] === "Enabled";
  return on || retention(module) === undefined ? { versioning_enabled: on } : {};
}

function lifecycleRules({ resources }: ModuleInstance): Variables[] {
  const config = find(resources, "aws_s3_bucket_lifecycle_configuration.this")?.attributes;
  return blocks(config, "rule").map((rule) => ({
    id: rule["id"],
    transition: blocks(rule, "transition").map((each) => ({
      days: each["days"],
      storage_class: each["storage_class"],
    })),
    expiration_days: block(rule, "expiration")?.["days"],
  }));
}

function corsRules({ resources }: ModuleInstance): Variables[] {
  const config = find(resources, "aws_s3_bucket_cors_configuration.this")?.attributes;
  return blocks(config, "cors_rule").map((rule) => ({ ...rule }));
}

function retention({ resources }: ModuleInstance): Variables | undefined {
  const config = find(resources, "aws_s3_bucket_object_lock_configuration.this")?.attributes;
  const rule = config && block(config, "rule");
  const kept = rule && block(rule, "default_retention");
  return kept && { mode: kept["mode"], days: kept["days"] || null, years: kept["years"] || null };
}

function encryption({ resources }: ModuleInstance): { algorithm: unknown; key?: string } {
  const slot = "aws_s3_bucket_server_side_encryption_configuration.this";
  const rule = block(find(resources, slot)?.attributes ?? {}, "rule") ?? {};
  const { sse_algorithm: algorithm, kms_master_key_id: key } =
    block(rule, "apply_server_side_encryption_by_default") ?? {};
  return { algorithm, key: text(key) || undefined };
}

function encryptionVariables(module: ModuleInstance): Variables {
  const { nested } = module;
  const { algorithm, key } = encryption(module);
  const own = nested.find(({ kind }) => kind === "kms");
  return {
    is_use_kms_managed_key: algorithm === "aws:kms",
    kms_key_arn: own === undefined && key ? { key } : undefined,
    additional_kms_key_policies: own && extraKeyPolicies(own),
  };
}

function ownershipVariables({ resources }: ModuleInstance): Variables {
  const controls = find(resources, "aws_s3_bucket_ownership_controls.this")?.attributes;
  return {
    is_control_object_ownership: controls !== undefined,
    object_ownership: controls && block(controls, "rule")?.["object_ownership"],
  };
}

function folders({ resources }: ModuleInstance): string[] {
  return findAll(resources, "aws_s3_object.this")
    .toSorted((a, b) => Number(a.key) - Number(b.key))
    .map(({ attributes }) => attribute(attributes, "key").replace(/\/\.keep$/, ""));
}

/** A bucket that receives access logs, with one entry per bucket that sends them. */
function logVariables({ resources }: ModuleInstance): Variables {
  const sources = findAll(resources, "aws_s3_bucket_logging.this");
  if (sources.length === 0) return {};
  const policy = find(resources, "aws_s3_bucket_policy.this")?.attributes["policy"];
  return {
    bucket_mode: "log",
    source_s3_server_logs: Object.fromEntries(
      sources.map(({ key, attributes }) => [
        String(key),
        logSource(String(key), attributes, policy),
      ]),
    ),
  };
}

/** The module checks the owner in the policy only, and expects one on the logging resource only. */
function logSource(key: string, attributes: Attributes, policy: unknown): Variables {
  const sid = `S3ServerAccessLogsPolicy-${key.replaceAll("_", "-")}`;
  const statement = statementsIn(policy).find((each) => each.Sid === sid);
  const [owner] = conditionValues(statement, "StringEquals", "aws:SourceAccount");
  return compact({
    bucket_name: attribute(attributes, "bucket"),
    bucket_prefix: display(attributes["target_prefix"] ?? "").replace(/\/$/, ""),
    bucket_owner: attributes["expected_bucket_owner"],
    expected_owner: owner,
  });
}
