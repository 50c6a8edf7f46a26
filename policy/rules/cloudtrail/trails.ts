import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/resource";
import t from "../shared/resource-types.json";
import type { StackCheck } from "../../host/rule";
import type { Checks } from "../shared/checks";

export const cloudtrailTrails = {
  "cloudtrail-lambda-events": recordsData(
    "AWS::Lambda::Function",
    (stack) => stack.of(t.FUNCTION),
    { false: "invocation" },
    "the stack's functions",
  ),
  "cloudtrail-s3-events": recordsData(
    "AWS::S3::Object",
    // A trail that records what it writes records that again.
    (stack) =>
      stack
        .of(...t.BUCKETS)
        .filter((bucket) => stack.users(bucket, "s3BucketName", t.TRAIL).length === 0),
    { true: "read", false: "write" },
    "the objects of the stack's buckets",
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

/**
 * A check that the stack's trails record data events of a type; the first trail stands for all.
 * @param kinds what is to be recorded, and what one event of it is called
 */
function recordsData(
  type: string,
  watchedOf: (stack: Stack) => readonly StackResource[],
  kinds: Readonly<Partial<Record<ReadOnly, string>>>,
  what: string,
): StackCheck {
  return {
    scope: "stack",
    types: [t.TRAIL],
    check: ({ stack, report, each }) => {
      const trails = stack.of(t.TRAIL);
      each(trails.slice(0, 1), (first) => {
        const watched = watchedOf(stack);
        const missing = Object.entries(kinds)
          .filter(([kind]) => !trails.some((trail) => records(trail, type, kind, watched)))
          .map(([, event]) => `no ${event}`);
        if (watched.length > 0 && missing.length > 0)
          report(first, `${first.label} records ${missing.join(" and ")} of ${what}.`);
      });
    },
  };
}

/** Whether a trail records data events of some of the resources; of another one's, no more than nothing. */
function records(
  trail: StackResource,
  type: string,
  kind: string,
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
