import type { Reader } from "../../host/reader";
import type { StackCheck } from "../../host/rule";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/resource";
import { type Checks, keyFault, onEach } from "../shared/checks";
import t from "../shared/resource-types.json";
import {
  bucketSettings,
  hasRule,
  hasSetting,
  INLINE_ENCRYPTION,
  isLogTarget,
  isOn,
  ruleBlocks,
  settingRules,
  UNKEYED_LOGS,
} from "./settings";

const BY_DEFAULT = "applyServerSideEncryptionByDefault";

export const s3BucketSettings = {
  "s3-bucket-public-access-block": hasSetting("publicAccess", "has no public access block"),
  "s3-bucket-lifecycle": hasRule("lifecycle", "has no lifecycle rule that is enabled"),
  "s3-bucket-notifications": hasSetting("notification", "sends no notifications"),
  "s3-bucket-replication": hasRule("replication", "is not replicated"),
  "s3-bucket-access-logging": onEach(t.BUCKETS, (bucket, stack) =>
    bucketSettings(stack, bucket, "logging").length > 0 || isLogTarget(stack, bucket)
      ? undefined
      : "logs no access",
  ),
  "s3-bucket-object-lock": onEach(t.BUCKETS, (bucket, stack) =>
    bucket.flag("objectLockEnabled") === true ||
    bucketSettings(stack, bucket, "objectLock").length > 0
      ? undefined
      : "has no object lock",
  ),
  "s3-bucket-versioning": hasVersioning("status", "enabled", "keeps no versions"),
  "s3-bucket-mfa-delete": hasVersioning(
    "mfaDelete",
    "mfaDelete",
    "deletes versions without a second factor",
  ),
  "s3-bucket-force-destroy": ({ resource: bucket, report, setting }) => {
    if (bucket.flag("forceDestroy") !== true) return;
    const stack = bucket.urn.split(":")[2] ?? "";
    if (!setting<string[]>("stacks").includes(stack)) {
      report(`forceDestroy is true in the stack ${stack}.`);
    }
  },
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
      if (fault !== undefined) return isLogTarget(stack, bucket, UNKEYED_LOGS) ? undefined : fault;
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
  "s3-lifecycle-abort-multipart": ({ resource, report }) => {
    const inline = resource.blocks("lifecycleRules");
    const rules = [...resource.blocks("rules"), ...inline];
    if (rules.length > 0 && !rules.some(abortsUploads)) report("no rule ends incomplete uploads.");
  },
  "s3-bucket-payload-expiry": onEach(t.BUCKETS, (bucket, stack) => {
    const writers =
      stack.users(bucket, "definition", t.MACHINE).length > 0 || isNamedByMachine(stack, bucket);
    if (!writers) return undefined;
    const expires = settingRules(stack, bucket, "lifecycle").some(
      (rule) => isOn(rule) && ruleBlocks(rule, "expiration").length > 0,
    );
    return expires ? undefined : "holds payloads of a workflow for ever";
  }),
} satisfies Checks;

/** A check of the versioning of each bucket: what is enabled by its own resource, or by a property of the bucket. */
function hasVersioning(status: string, property: string, lack: string): StackCheck {
  return onEach(t.BUCKETS, (bucket, stack) =>
    bucketSettings(stack, bucket, "versioning").some(
      (setting) =>
        setting.text(`versioningConfiguration.${status}`) === "Enabled" ||
        setting.flag(property) === true,
    )
      ? undefined
      : lack,
  );
}

/** Whether a machine's definition spells the bucket's name. */
function isNamedByMachine(stack: Stack, bucket: StackResource): boolean {
  const words = stack.once("words of definitions", () => {
    const known = stack.of(t.MACHINE).map((machine) => machine.knownText("definition") ?? "");
    return new Set(known.flatMap((definition) => definition.match(/"[^"]+"/g) ?? []));
  });
  const name = bucket.knownText("bucket");
  return name !== undefined && words.has(`"${name}"`);
}

function abortsUploads(rule: Reader): boolean {
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
  return isOn(rule) && days !== undefined && !limited;
}
