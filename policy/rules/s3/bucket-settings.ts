import type { StackCheck } from "../../host/rule";
import { onEach } from "../shared/on-each";
import type { Checks } from "../shared/rows";
import t from "../shared/resource-types.json";
import { bucketSettings, hasRule, hasSetting, isLogTarget } from "./settings";

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
