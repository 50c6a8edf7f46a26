import { textList } from "../shared/settings";
import * as t from "../shared/types";
import { bucketSettings } from "./settings";
import { INLINE } from "./settings";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

export const s3Versions: readonly PolicyRule[] = [
  {
    id: "s3-bucket-versioning",
    meta: {
      description: "A bucket keeps versions.",
      pillar: "reliability",
      severity: "low",
      level: "advisory",
      controls: ["CKV_AWS_21", "AWS-0090", "S3.14", "CT.S3.PR.11"],
      remedy: "Set `versioningConfiguration.status` of an aws.s3.BucketVersioning to Enabled.",
      docs: { url: `${GUIDE}/Versioning.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) => {
      const settings = bucketSettings(stack, bucket, t.BUCKET_VERSIONINGS, INLINE.versioning);
      const enabled = settings.some(
        (setting) =>
          setting.text("versioningConfiguration.status") === "Enabled" ||
          setting.flag("enabled") === true,
      );
      return enabled ? undefined : "keeps no versions";
    }),
  },
  {
    id: "s3-bucket-object-lock",
    meta: {
      description: "A bucket locks its objects.",
      pillar: "reliability",
      severity: "low",
      level: "disabled",
      controls: ["CKV_AWS_143", "S3.15", "CT.S3.PR.9"],
      remedy: "Set `objectLockEnabled` to true and a default retention.",
      docs: { url: `${GUIDE}/object-lock.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) =>
      bucket.flag("objectLockEnabled") === true ||
      bucketSettings(stack, bucket, t.BUCKET_OBJECT_LOCKS, ["objectLockConfiguration"]).length > 0
        ? undefined
        : "has no object lock",
    ),
  },
  {
    id: "s3-bucket-replication",
    meta: {
      description: "A bucket is replicated to another region.",
      pillar: "reliability",
      severity: "low",
      level: "disabled",
      controls: ["CKV_AWS_144", "S3.7"],
      remedy: "Make an aws.s3.BucketReplicationConfig for the bucket.",
      docs: { url: `${GUIDE}/replication.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) =>
      bucketSettings(stack, bucket, [t.BUCKET_REPLICATION], INLINE.replication).length === 0
        ? "is not replicated"
        : undefined,
    ),
  },
  {
    id: "s3-bucket-mfa-delete",
    meta: {
      description: "Versions are deleted only with a second factor.",
      pillar: "reliability",
      severity: "low",
      level: "disabled",
      controls: ["S3.20", "AWS-0170"],
      remedy: "Set `versioningConfiguration.mfaDelete` to Enabled.",
      docs: { url: `${GUIDE}/MultiFactorAuthenticationDelete.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) =>
      bucketSettings(stack, bucket, t.BUCKET_VERSIONINGS, INLINE.versioning).some(
        (setting) =>
          setting.text("versioningConfiguration.mfaDelete") === "Enabled" ||
          setting.flag("mfaDelete") === true,
      )
        ? undefined
        : "deletes versions without a second factor",
    ),
  },
  {
    id: "s3-bucket-force-destroy",
    meta: {
      description:
        "A bucket is not destroyed with objects in it, but in the stacks that the settings name.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: [],
      remedy: "Remove `forceDestroy`.",
      docs: { url: "https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/" },
    },
    types: t.BUCKETS,
    settings: {
      stacks: textList(["dev", "local"], "The stacks that may lose their objects."),
    },
    check: ({ resource: bucket, report, setting }) => {
      if (bucket.flag("forceDestroy") !== true) return;
      const stack = bucket.urn.split(":")[2] ?? "";
      if (!setting<string[]>("stacks").includes(stack)) {
        report(`forceDestroy is true in the stack ${stack}.`);
      }
    },
  },
];
