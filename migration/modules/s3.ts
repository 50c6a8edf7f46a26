import { Bucket, type BucketArgs } from "../../components";
import { checkBucketArgs } from "../../components/s3/check";
import { kms } from "./kms";
import { moduleRow, type ModuleMapping, originals } from "./mapping";

const row = moduleRow("s3");

/** The Terraform module `s3` in terms of {@link Bucket}. */
export const s3: ModuleMapping = {
  ...row,
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
    ...row.deviations,
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
