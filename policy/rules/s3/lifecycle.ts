import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import t from "../shared/resource-types.json";
import { type Reader } from "../../host/reader";
import { isOn, ruleBlocks, settingRules } from "./settings";
import { onEach } from "../shared/on-each";
import type { Checks } from "../shared/rows";

export const s3Lifecycle = {
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
