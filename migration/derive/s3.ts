import type { BucketArgs } from "../../components";
import { bucketStatements, type PolicyArgs } from "../../components/s3/policy";
import { resolveBucket } from "../../components/s3/resolve";
import { parseArn, type Statement } from "../../statemachine/iam";
import { display, type JsonRecord } from "../../statemachine/json";
import { s3 } from "../modules/mappings";
import { componentArgs } from "../modules/variables";
import { attribute, block, blocks, text, texts } from "../state/attributes";
import { find, findAll, type ModuleInstance, primaryOf } from "../state/detect-modules";
import type { StateResource } from "../state/state-resource";
import { byKey, fromState, inOrder } from "./from-state";
import { extraKeyPolicies } from "./kms";
import { compact, madeNames } from "./names";
import { additionalPolicies, conditionValues, statementsIn } from "./policy";

/** A Sid that only the hardening policy has. */
const HARDENING = "DenyNonSSLRequests";

/** The variables of the module `s3` that are more than an attribute; `read` are those that are one. */
export function s3Variables(module: ModuleInstance, read: JsonRecord): JsonRecord {
  const { resources } = module;
  const { bucket, policy } = bucketOf(module);
  const { base, central } = bucketBase(bucket);
  const { name, ...names } = madeNames(module, base, "", { Name: bucket });
  const variables = {
    ...read,
    ...names,
    bucket_name: name,
    centralize_hub: central,
    ...versioningVariables(module),
    lifecycle_rules: lifecycleRules(module),
    cors_rule: corsRules(module),
    object_lock_rule: retention(module),
    ...keyVariables(module),
    is_enable_s3_hardening_policy: statementsIn(policy).some(({ Sid: sid }) => sid === HARDENING),
    consumer_policy_actions: byKey(
      findAll(resources, "aws_iam_policy.consumers"),
      ({ attributes }) =>
        statementsIn(attributes["policy"]).flatMap(({ Action: action }) => texts(action)),
    ),
    folder_names: inOrder(findAll(resources, "aws_s3_object.this")).map(({ attributes }) =>
      attribute(attributes, "key").replace(/\/\.keep$/, ""),
    ),
    ...logVariables(module),
  };
  const own = madeStatements(module, compact(variables));
  return { ...variables, additional_bucket_polices: additionalPolicies(policy, own) };
}

/** The bucket's name, and its policy where it has one. */
function bucketOf(module: ModuleInstance): { bucket: string; policy: unknown } {
  const policy = find(module.resources, "aws_s3_bucket_policy.this")?.attributes["policy"];
  return { bucket: attribute(primaryOf(module).attributes, "bucket"), policy };
}

/** The statements that the module itself puts into the bucket's policy. */
function madeStatements(module: ModuleInstance, variables: JsonRecord): Statement[] {
  const { partition = "aws" } = parseArn(display(primaryOf(module).attributes["arn"])) ?? {};
  const args = componentArgs(s3, variables) as BucketArgs;
  // Variables are plain values.
  return bucketStatements(resolveBucket(args) as PolicyArgs, {
    arn: `arn:${partition}:s3:::${bucketOf(module).bucket}`,
    kmsKeyArn: encryptionKey(module),
    account: { partition, region: "", accountId: "" },
  });
}

/** The random end of the bucket's name. */
export function bucketSuffix(module: ModuleInstance): string | undefined {
  return /-([a-z0-9]{6})$/.exec(bucketOf(module).bucket)?.[1];
}

/** The bucket's name without the random suffix and, in a central hub, without the account. */
function bucketBase(bucket: string): { base: string; central: boolean } {
  const base = bucket.replace(/-[a-z0-9]{6}$/, "");
  const central = /-\d{12}$/.test(base);
  return { base: central ? base.slice(0, -13) : base, central };
}

/** An object lock needs versions, whatever an apply that failed half-way left in the state. */
function versioningVariables(module: ModuleInstance): JsonRecord {
  const versioning = find(module.resources, "aws_s3_bucket_versioning.this")?.attributes ?? {};
  const on = block(versioning, "versioning_configuration")?.["status"] === "Enabled";
  return on || retention(module) === undefined ? { versioning_enabled: on } : {};
}

function lifecycleRules({ resources }: ModuleInstance): JsonRecord[] {
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

function corsRules({ resources }: ModuleInstance): JsonRecord[] {
  const config = find(resources, "aws_s3_bucket_cors_configuration.this")?.attributes;
  return blocks(config, "cors_rule").map((rule) => ({ ...rule }));
}

function retention({ resources }: ModuleInstance): JsonRecord | undefined {
  const config = find(resources, "aws_s3_bucket_object_lock_configuration.this")?.attributes;
  const rule = config && block(config, "rule");
  const kept = rule && block(rule, "default_retention");
  return kept && { mode: kept["mode"], days: kept["days"] || null, years: kept["years"] || null };
}

function encryptionKey(module: ModuleInstance): string | undefined {
  return text(
    fromState(module, {
      of: "aws_s3_bucket_server_side_encryption_configuration.this",
      attribute: "rule.apply_server_side_encryption_by_default.kms_master_key_id",
    }),
  );
}

function keyVariables(module: ModuleInstance): JsonRecord {
  const key = encryptionKey(module);
  const own = module.nested.find(({ kind }) => kind === "kms");
  return {
    kms_key_arn: own === undefined && key !== undefined ? { key } : undefined,
    additional_kms_key_policies: own && extraKeyPolicies(own),
  };
}

/** A bucket that receives access logs, with one entry per bucket that sends them. */
function logVariables(module: ModuleInstance): JsonRecord {
  const sources = findAll(module.resources, "aws_s3_bucket_logging.this");
  if (sources.length === 0) return {};
  const { policy } = bucketOf(module);
  return {
    bucket_mode: "log",
    source_s3_server_logs: byKey(sources, (each) => logSource(each, policy)),
  };
}

/** The module checks the owner in the policy only, and expects one on the logging resource only. */
function logSource({ key, attributes }: StateResource, policy: unknown): JsonRecord {
  const sid = `S3ServerAccessLogsPolicy-${String(key).replaceAll("_", "-")}`;
  const statement = statementsIn(policy).find((each) => each.Sid === sid);
  const [owner] = conditionValues(statement, "StringEquals", "aws:SourceAccount");
  return compact({
    bucket_name: attribute(attributes, "bucket"),
    bucket_prefix: display(attributes["target_prefix"] ?? "").replace(/\/$/, ""),
    bucket_owner: attributes["expected_bucket_owner"],
    expected_owner: owner,
  });
}
