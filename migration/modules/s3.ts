import { type LogSource, OBJECT_OWNERSHIPS } from "../../components/s3/args";
import { checkBucketArgs } from "../../components/s3/check";
import { Bucket, type BucketArgs } from "../../components";
import { kms } from "./kms";
import {
  defaulting,
  direct,
  inCamelCase,
  mapValues,
  originals,
  required,
  type ModuleMapping,
} from "./mapping";
import { bool, choice, list, map, number, object, optional, string } from "./variable-types";

const lifecycleRule = object({
  id: string,
  transition: optional(list(object({ days: number, storage_class: string }))),
  expiration_days: optional(number),
});

const corsRule = object({
  id: optional(string),
  allowed_headers: optional(list(string)),
  allowed_methods: list(string),
  allowed_origins: list(string),
  expose_headers: optional(list(string)),
  max_age_seconds: optional(number),
});

const logSource = object({
  bucket_name: string,
  bucket_prefix: optional(string),
  bucket_owner: optional(string),
  expected_owner: optional(string),
});

const atMostOneArn = map(string).refine((arns) => Object.keys(arns).length <= 1, {
  error: ({ input }) =>
    `has ${Object.keys(input as object).length} ARNs: must be a map with at most one`,
});

const variables = {
  prefix: required(string, "prefix"),
  environment: required(string, "environment"),
  bucket_name: required(string, "bucketName"),
  centralize_hub: defaulting(bool, true, "centralizeHub"),
  force_s3_destroy: defaulting(bool, false, "forceDestroy"),
  versioning_enabled: defaulting(bool, undefined, "versioningEnabled", {
    note: "on by default; the mapping turns it off unless there is an object lock",
  }),
  lifecycle_rules: defaulting(list(lifecycleRule), [], "lifecycleRules"),
  cors_rule: defaulting(list(corsRule), [], "corsRules"),
  object_lock_rule: defaulting(
    object({
      mode: string,
      days: optional(number),
      years: optional(number),
    }),
    undefined,
    "objectLockRule",
  ),
  is_use_kms_managed_key: defaulting(bool, true, "useKmsManagedKey"),
  kms_key_arn: defaulting(atMostOneArn, {}, "kmsKeyArn", {
    note: "the ARN alone, without a key of the map",
  }),
  additional_kms_key_policies: defaulting(list(string), [], "additionalKmsKeyPolicies"),
  is_control_object_ownership: defaulting(bool, true, "compatibility.controlObjectOwnership"),
  object_ownership: defaulting(
    choice(...OBJECT_OWNERSHIPS),
    "BucketOwnerEnforced",
    "objectOwnership",
  ),
  is_enable_s3_hardening_policy: defaulting(bool, true, "hardeningPolicy", {
    note: 'false is `"none"`; true is `compatibility.hardeningPolicy`',
  }),
  additional_bucket_polices: defaulting(list(string), [], "additionalBucketPolicies"),
  consumer_policy_actions: defaulting(map(list(string)), {}, "consumerPolicyActions"),
  is_create_consumer_readonly_policy: defaulting(bool, false, "createConsumerReadonlyPolicy"),
  folder_names: defaulting(list(string), [], "folderNames"),
  bucket_mode: defaulting(choice("default", "log"), "default", "bucketMode"),
  source_s3_server_logs: defaulting(map(logSource), {}, "sourceS3ServerLogs"),
  tags: defaulting(map(string), {}, "tags"),
};

/** The Terraform module `s3` in terms of {@link Bucket}. */
export const s3: ModuleMapping<typeof variables, BucketArgs, Bucket> = {
  kind: "s3",
  component: Bucket,
  variables,
  args: (values) => ({
    ...direct<BucketArgs>(variables, values),
    versioningEnabled: values.versioning_enabled ?? values.object_lock_rule !== undefined,
    lifecycleRules: values.lifecycle_rules.map(({ transition, ...rule }) => ({
      ...inCamelCase(rule),
      transitions: transition?.map(inCamelCase),
    })) as BucketArgs["lifecycleRules"],
    corsRules: values.cors_rule.map(inCamelCase) as BucketArgs["corsRules"],
    // The module ignores a key's ARN where it encrypts without KMS.
    kmsKeyArn: values.is_use_kms_managed_key ? Object.values(values.kms_key_arn)[0] : undefined,
    hardeningPolicy: values.is_enable_s3_hardening_policy ? undefined : "none",
    compatibility: {
      hardeningPolicy: values.is_enable_s3_hardening_policy ? "terraform" : undefined,
      controlObjectOwnership: values.is_control_object_ownership ? undefined : false,
    },
    sourceS3ServerLogs: mapValues(values.source_s3_server_logs, inCamelCase<LogSource>),
  }),
  deviations: [
    {
      argument: "ownKey",
      original: { compatibility: originals(kms.compatibility) },
      hardened: "the bucket's own key is hardened as every `Key`",
    },
    {
      argument: "bucketKeyEnabled",
      original: false,
      hardened: "KMS is asked once for the bucket, not once for every object",
    },
    {
      argument: "noncurrentVersionExpirationDays",
      original: 0,
      hardened: "former versions expire after 90 days",
    },
    {
      argument: "abortIncompleteMultipartUploadDays",
      original: 0,
      hardened: "unfinished uploads are given up after 7 days",
    },
  ],
  compatibility: [
    {
      argument: "consumersUseKey",
      original: false,
      hardened: "the consumers' policies allow the use of the bucket's key through S3",
    },
    {
      argument: "checkLogSourceAccount",
      original: false,
      hardened: "logs are taken only on behalf of the source bucket's account",
    },
  ],
  differences: [
    {
      type: "aws_s3_bucket_versioning",
      attribute: "versioning_configuration",
      when: ({ object_lock_rule, versioning_enabled }) =>
        object_lock_rule != null && versioning_enabled !== true,
      reason:
        "S3 answers 409 to an object lock on a bucket whose versioning is suspended: the lock turns versioning on",
    },
  ],
  outputs: {
    bucket_id: { answer: "`bucketId`", of: (bucket) => bucket.bucketId },
    bucket_arn: { answer: "`arn`", of: (bucket) => bucket.arn },
    bucket_domain_name: { answer: "`domainName`", of: (bucket) => bucket.domainName },
    bucket_name: { answer: "`bucketName`", of: (bucket) => bucket.bucketName },
    consumer_policies: { answer: "`consumerPolicies`", of: (bucket) => bucket.consumerPolicies },
    consumer_readonly_policy: {
      answer: "`consumerReadonlyPolicy`",
      of: (bucket) => bucket.consumerReadonlyPolicy,
    },
    bucket_kms_key_id: { answer: "`kmsKeyId`", of: (bucket) => bucket.kmsKeyId },
    bucket_kms_key_arn: { answer: "`kmsKeyArn`", of: (bucket) => bucket.kmsKeyArn },
  },
  check: checkBucketArgs,
};
