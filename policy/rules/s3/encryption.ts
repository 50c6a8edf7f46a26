import t from "../shared/resource-types.json";
import { INLINE_ENCRYPTION, isLogTarget, ruleBlocks, settingRules } from "./settings";
import { onEach } from "../shared/on-each";
import { keyFault } from "../shared/requirements";
import type { Checks } from "../shared/rows";

const BY_DEFAULT = "applyServerSideEncryptionByDefault";

export const s3Encryption = {
  "s3-bucket-encryption": onEach(t.BUCKETS, (bucket, stack) =>
    settingRules(stack, bucket, "encryption").some(
      (rule) => ruleBlocks(rule, BY_DEFAULT).length > 0,
    )
      ? undefined
      : "has no encryption configuration",
  ),
  "s3-bucket-kms": onEach(t.BUCKETS, (bucket, stack) => {
    const rules = settingRules(stack, bucket, "encryption").flatMap((rule) =>
      ruleBlocks(rule, BY_DEFAULT),
    );
    for (const rule of rules) {
      const algorithm = rule.text("sseAlgorithm");
      const fault = !/^aws:kms(:dsse)?$/.test(algorithm ?? "")
        ? `encrypts with ${algorithm ?? "nothing"}`
        : keyFault(rule, "kmsMasterKeyId") && "encrypts with AWS's own key";
      if (fault !== undefined) return isLogTarget(stack, bucket) ? undefined : fault;
    }
    return undefined;
  }),
  "s3-bucket-key": ({ resource, report, part }) => {
    const paths = ["rules", ...INLINE_ENCRYPTION];
    for (const rule of paths.flatMap((path) => resource.blocks(path))) {
      void part(() => {
        if (rule.flag("bucketKeyEnabled") === true) return;
        const algorithms = ruleBlocks(rule, BY_DEFAULT).map((each) => each.text("sseAlgorithm"));
        if (algorithms.includes("aws:kms")) report("bucketKeyEnabled is not true.");
      });
    }
  },
} satisfies Checks;
