import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import * as t from "../shared/types";
import { type Reader } from "../../host/reader";
import { bucketSettings } from "./settings";
import { INLINE } from "./settings";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

export const s3Lifecycle: readonly PolicyRule[] = [
  {
    id: "s3-bucket-lifecycle",
    meta: {
      description: "A bucket has lifecycle rules, so that old objects and versions do not pile up.",
      pillar: "cost",
      severity: "low",
      level: "advisory",
      controls: ["CKV2_AWS_61", "S3.13", "S3.10", "CT.S3.PR.3", "CT.S3.PR.6"],
      remedy: "Make an aws.s3.BucketLifecycleConfiguration for the bucket.",
      docs: { url: `${GUIDE}/object-lifecycle-mgmt.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) =>
      bucketSettings(stack, bucket, t.BUCKET_LIFECYCLES, INLINE.lifecycle).length === 0
        ? "has no lifecycle rules"
        : undefined,
    ),
  },
  {
    id: "s3-lifecycle-abort-multipart",
    meta: {
      description: "Lifecycle rules clear away the parts of uploads that never ended.",
      pillar: "cost",
      severity: "low",
      level: "advisory",
      controls: ["CKV_AWS_300"],
      remedy:
        "Set `abortIncompleteMultipartUpload.daysAfterInitiation` in an Enabled rule without a filter.",
      docs: { url: `${GUIDE}/mpu-abort-incomplete-mpu-lifecycle-config.html` },
    },
    types: [...t.BUCKETS, ...t.BUCKET_LIFECYCLES],
    check: ({ resource, report }) => {
      const inline = resource.blocks("lifecycleRules");
      const rules = [...resource.blocks("rules"), ...inline];
      if (rules.length > 0 && !rules.some(abortsUploads))
        report("no rule ends incomplete uploads.");
    },
  },
  {
    id: "s3-bucket-payload-expiry",
    meta: {
      description: "A bucket that a workflow writes payloads to lets them expire.",
      pillar: "cost",
      severity: "low",
      level: "advisory",
      controls: [],
      remedy:
        "Set `expiration.days` in a rule of the bucket's aws.s3.BucketLifecycleConfiguration.",
      docs: { url: "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html" },
    },
    ...onEach(t.BUCKETS, (bucket, stack) => {
      const writers =
        stack.users(bucket, "definition", t.MACHINE).length > 0 || isNamedByMachine(stack, bucket);
      if (!writers) return undefined;
      const rules = bucketSettings(stack, bucket, t.BUCKET_LIFECYCLES, INLINE.lifecycle).flatMap(
        (setting) => (setting.has("rules") ? setting.blocks("rules") : [setting]),
      );
      const expires = rules.some((rule) => rule.blocks("expiration").length > 0);
      return expires ? undefined : "holds payloads of a workflow for ever";
    }),
  },
];

/** Whether a machine's definition spells the bucket's name. */
function isNamedByMachine(stack: Stack, bucket: StackResource): boolean {
  const words = stack.once("words of definitions", () => {
    const known = stack.of(t.MACHINE).filter((machine) => !machine.pending("definition"));
    return new Set(known.flatMap((machine) => machine.text("definition")?.match(/"[^"]+"/g) ?? []));
  });
  return !bucket.pending("bucket") && words.has(`"${bucket.text("bucket")}"`);
}

function abortsUploads(rule: Reader): boolean {
  const enabled = rule.text("status") === "Enabled" || rule.flag("enabled") === true;
  const days =
    rule.number("abortIncompleteMultipartUpload.daysAfterInitiation") ??
    rule.number("abortIncompleteMultipartUploadDays");
  const limited =
    rule.text("prefix") ||
    ["filter.prefix", "filter.tag", "filter.and", "tags"].some((path) =>
      Boolean(rule.value(path)),
    ) ||
    rule.number("filter.objectSizeGreaterThan") !== undefined ||
    rule.number("filter.objectSizeLessThan") !== undefined;
  return enabled && days !== undefined && !limited;
}
