import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import { type Reader } from "../../host/reader";
import { bucketSettings } from "./settings";
import * as t from "../shared/types";
import { INLINE, isLogTarget } from "./settings";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

export const s3Encryption: readonly PolicyRule[] = [
  {
    id: "s3-bucket-encryption",
    meta: {
      description: "A bucket says how it encrypts.",
      pillar: "security",
      severity: "high",
      level: "advisory",
      controls: ["CKV_AWS_19", "CKV_AWS_145", "AWS-0088", "enable-server-side-encryption"],
      remedy: "Make an aws.s3.BucketServerSideEncryptionConfiguration for the bucket.",
      docs: { url: `${GUIDE}/bucket-encryption.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) =>
      encryptionsOf(stack, bucket).length === 0 ? "has no encryption configuration" : undefined,
    ),
  },
  {
    id: "s3-bucket-kms",
    meta: {
      description:
        "A bucket encrypts with a key of our own, unless it receives access logs, which S3 cannot deliver then.",
      pillar: "security",
      severity: "medium",
      level: "mandatory",
      controls: ["CKV_AWS_145", "AWS-0132", "S3.17", "s3_default_encryption_kms"],
      remedy: "Set `sseAlgorithm` to aws:kms and `kmsMasterKeyId` to the key's ARN.",
      docs: { url: `${GUIDE}/UsingKMSEncryption.html` },
    },
    ...onEach(t.BUCKETS, (bucket, stack) => {
      const rules = encryptionsOf(stack, bucket).flatMap((rule) =>
        rule.blocks("applyServerSideEncryptionByDefault"),
      );
      for (const rule of rules) {
        const algorithm = rule.text("sseAlgorithm");
        const fault = !/^aws:kms(:dsse)?$/.test(algorithm ?? "")
          ? `encrypts with ${algorithm ?? "nothing"}`
          : rule.text("kmsMasterKeyId")
            ? undefined
            : "encrypts with AWS's own key";
        if (fault !== undefined) return isLogTarget(stack, bucket) ? undefined : fault;
      }
      return undefined;
    }),
  },
  {
    id: "s3-bucket-key",
    meta: {
      description:
        "A bucket that encrypts with KMS uses a bucket key, which saves most of the requests to KMS.",
      pillar: "cost",
      severity: "low",
      level: "advisory",
      controls: ["enable-bucket-key"],
      remedy: "Set `bucketKeyEnabled` to true.",
      docs: { url: `${GUIDE}/bucket-key.html` },
    },
    types: [...t.BUCKETS, ...t.BUCKET_ENCRYPTIONS],
    check: ({ resource, report, part }) => {
      const paths = ["rules", ...INLINE.encryption];
      for (const rule of paths.flatMap((path) => resource.blocks(path))) {
        void part(() => {
          if (rule.flag("bucketKeyEnabled") === true) return;
          if (rule.text("applyServerSideEncryptionByDefault.sseAlgorithm") === "aws:kms") {
            report("bucketKeyEnabled is not true.");
          }
        });
      }
    },
  },
];

/** The encryption rules of a bucket. */
export function encryptionsOf(stack: Stack, bucket: StackResource): Reader[] {
  return bucketSettings(stack, bucket, t.BUCKET_ENCRYPTIONS, INLINE.encryption).flatMap(
    (setting) => (setting.has("rules") ? setting.blocks("rules") : [setting]),
  );
}
