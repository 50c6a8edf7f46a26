import type { StackResource } from "../../host/stack-resource";
import * as t from "../shared/types";
import type { StackCheck } from "../../host/rule";
import type { Checks } from "../shared/rows";

export const cloudtrailTrails = {
  "cloudtrail-lambda-events": recordsData(
    "AWS::Lambda::Function",
    [t.FUNCTION],
    ["false"],
    "no invocation of the stack's functions",
  ),
  "cloudtrail-s3-events": recordsData(
    "AWS::S3::Object",
    t.BUCKETS,
    ["true", "false"],
    "not all access to the objects of the stack's buckets",
  ),
  "cloudtrail-stack-trail": {
    scope: "stack",
    types: [t.MACHINE],
    check: ({ stack, report, setting }) => {
      if (!setting<boolean>("requireTrail") || setting<string>("externalTrail") !== "") return;
      const records = stack.of(t.TRAIL).some((trail) => trail.flag("enableLogging") !== false);
      if (!records) report(stack.root, "The stack has no trail that records.");
    },
  },
} satisfies Checks;

/** Whether an event only reads, as CloudTrail writes it of each. */
type ReadOnly = "true" | "false";

/** A check that the stack's trails record data events of a type; the first trail stands for all. */
function recordsData(
  type: string,
  types: readonly string[],
  kinds: readonly ReadOnly[],
  lack: string,
): StackCheck {
  return {
    scope: "stack",
    types: [t.TRAIL],
    check: ({ stack, report, each }) => {
      const trails = stack.of(t.TRAIL);
      each(trails.slice(0, 1), (first) => {
        // A trail that records what it writes records that again.
        const watched = stack
          .of(...types)
          .filter((resource) => stack.users(resource, "s3BucketName", t.TRAIL).length === 0);
        const isRecorded = (kind: ReadOnly): boolean =>
          trails.some((trail) => records(trail, type, kind, watched));
        if (watched.length > 0 && !kinds.every(isRecorded))
          report(first, `${first.label} records ${lack}.`);
      });
    },
  };
}

/** Whether a trail records data events of some of the resources; of another one's, no more than nothing. */
function records(
  trail: StackResource,
  type: string,
  kind: ReadOnly,
  watched: readonly StackResource[],
): boolean {
  const isWatched = (value: string): boolean =>
    watched.some((resource) => {
      const arn = resource.knownText("arn");
      return arn === undefined || arn.startsWith(value.replace(/\/$/, "")) || value.startsWith(arn);
    });
  const left = kind === "true" ? "WriteOnly" : "ReadOnly";
  const basic = trail
    .blocks("eventSelectors")
    .filter((selector) => selector.text("readWriteType") !== left)
    .flatMap((selector) => selector.blocks("dataResources"))
    .some((resource) => {
      if (resource.text("type") !== type) return false;
      const values = resource.texts("values");
      return values.length === 0 || values.some(isWatched);
    });
  if (basic) return true;
  return trail.blocks("advancedEventSelectors").some((selector) => {
    const fields = selector.blocks("fieldSelectors");
    const equals = (name: string): string[][] =>
      fields.filter((field) => field.text("field") === name).map((field) => field.texts("equals"));
    return (
      equals("resources.type").some((types) => types.includes(type)) &&
      equals("readOnly").every((kinds) => kinds.includes(kind))
    );
  });
}
