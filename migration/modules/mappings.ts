import {
  Bucket,
  type BucketArgs,
  Key,
  LambdaFunction,
  type LambdaFunctionArgs,
  resourceName,
  StateMachine,
  type StateMachineArgs,
} from "../../components";
import { checkKeyArgs } from "../../components/kms/check";
import { functionProblems } from "../../components/lambda/check";
import { checkBucketArgs } from "../../components/s3/check";
import { checkStateMachineArgs } from "../../components/stepfunction/check";
import { type ModuleKind, type ModuleMapping, moduleRow, originals } from "./mapping";

/** The Terraform module `kms` in terms of {@link Key}. */
export const kms: ModuleMapping = {
  ...moduleRow("kms"),
  component: Key,
  args: ({ service_key_info: service, direct_key_info: principals }, direct) => ({
    ...direct,
    ...(service as object),
    ...(principals as object),
  }),
  check: checkKeyArgs,
};

const s3Row = moduleRow("s3");

/** The Terraform module `s3` in terms of {@link Bucket}. */
export const s3: ModuleMapping = {
  ...s3Row,
  component: Bucket,
  args: (values, direct: BucketArgs): BucketArgs => ({
    ...direct,
    versioningEnabled: direct.versioningEnabled ?? direct.objectLockRule !== undefined,
    // The module ignores a key's ARN where it encrypts without KMS.
    kmsKeyArn: direct.useKmsManagedKey
      ? Object.values(values["kms_key_arn"] as Record<string, string>)[0]
      : undefined,
    hardeningPolicy: values["is_enable_s3_hardening_policy"] ? undefined : "none",
    compatibility: {
      hardeningPolicy: values["is_enable_s3_hardening_policy"] ? "terraform" : undefined,
      controlObjectOwnership: values["is_control_object_ownership"] ? undefined : false,
    },
  }),
  deviations: [
    {
      argument: "ownKey",
      original: { compatibility: originals(kms.compatibility) },
      hardened: "the bucket's own key is hardened as every `Key`",
    },
    ...s3Row.deviations,
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
  check: checkBucketArgs,
};

const lambdaRow = moduleRow("lambda");

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
const lambda: ModuleMapping = {
  ...lambdaRow,
  component: LambdaFunction,
  args: (values, direct: LambdaFunctionArgs): LambdaFunctionArgs => {
    const ownRole = values["is_create_lambda_role"] === true;
    const usesBucket = direct.edge && values["is_create_lambda_bucket"] !== true;
    return {
      ...direct,
      roleArn: ownRole ? undefined : (values["lambda_role_arn"] as string),
      // The module leaves an existing role as it is, whatever else is asked for.
      additionalRolePolicyArns: ownRole ? direct.additionalRolePolicyArns : [],
      // The module does not hand its own tags on to the bucket.
      edgeBucket: { ...EDGE_BUCKET, tags: { ...s3.tags, ...direct.tags } },
      edgeBucketName: usesBucket ? (values["bucket_name"] as string) : undefined,
      // The module's own words, for a key that encrypts a log group.
      ownKey: {
        ...OWN_KEY,
        description: `Secure Secrets Manager's service secrets for service ${resourceName(direct.prefix, direct.environment, direct.name)}`,
      },
    };
  },
  deviations: [
    ...lambdaRow.deviations,
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
  check: (args: LambdaFunctionArgs) => functionProblems(args).done("LambdaFunction"),
};

const stepFunctionRow = moduleRow("step-function");

/** Tracing is on when the whole of X-Ray is granted, not when single resources are. */
function tracesWithXray(integrations: unknown): boolean {
  return (integrations as { xray?: { xray?: unknown } } | undefined)?.xray?.xray === true;
}

/** The Terraform module `step-function` in terms of {@link StateMachine}. */
const stepFunction: ModuleMapping = {
  ...stepFunctionRow,
  component: StateMachine,
  args: (values, direct: StateMachineArgs): StateMachineArgs => ({
    ...direct,
    roleArn: values["is_create_role"] ? undefined : (values["exists_role_arn"] as string),
    logGroupKmsKeyArn: direct.logGroupKmsKeyArn === "" ? undefined : direct.logGroupKmsKeyArn,
    tracing: tracesWithXray(values["service_integrations"]),
  }),
  outputs: {
    ...stepFunctionRow.outputs,
    // Empty for an existing role, as the original's.
    role_arn: {
      answer: "`roleArn`, empty for an existing role",
      of: ({ roleArn, roleName }: StateMachine) => (roleName === undefined ? "" : roleArn),
    },
    role_name: {
      answer: "`roleName`, empty for an existing role",
      of: ({ roleName }: StateMachine) => roleName ?? "",
    },
  },
  check: (args: StateMachineArgs) => void checkStateMachineArgs(args),
};

/** The Terraform modules by name, in terms of the components that replace them. */
export const MAPPINGS: Record<ModuleKind, ModuleMapping> = {
  kms,
  s3,
  lambda,
  "step-function": stepFunction,
};
