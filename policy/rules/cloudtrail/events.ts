import type { StackResource } from "../../host/stack-resource";
import type { Stack } from "../../host/stack";
import * as t from "../shared/types";
import type { StackContext, PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide";

export const cloudtrailEvents: readonly PolicyRule[] = [
  {
    id: "cloudtrail-lambda-events",
    meta: {
      description: "A trail of the stack records the invocations of its functions.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: ["awslambda_function_invoke_api_operations_cloudtrail_logging_enabled"],
      remedy:
        "Add data events of AWS::Lambda::Function to the trail's `eventSelectors` or `advancedEventSelectors`.",
      docs: { url: `${GUIDE}/logging-data-events-with-cloudtrail.html` },
    },
    scope: "stack",
    types: [t.TRAIL],
    check: (context) => {
      if (context.stack.of(t.FUNCTION).length === 0) return;
      missing(
        context.stack,
        context,
        "AWS::Lambda::Function",
        [t.FUNCTION],
        `records no invocation of the context.stack's functions.`,
      );
    },
  },
  {
    id: "cloudtrail-s3-events",
    meta: {
      description: "A trail of the stack records reads and writes of its buckets' objects.",
      pillar: "security",
      severity: "low",
      level: "advisory",
      controls: ["AWS-0171", "AWS-0172", "S3.22", "S3.23", "cloudtrail_s3_dataevents_enabled"],
      remedy:
        "Add data events of AWS::S3::Object to the trail's `eventSelectors` or `advancedEventSelectors`.",
      docs: { url: `${GUIDE}/logging-data-events-with-cloudtrail.html` },
    },
    scope: "stack",
    types: [t.TRAIL],
    check: (context) => {
      if (context.stack.of(...t.BUCKETS).length === 0) return;
      missing(
        context.stack,
        context,
        "AWS::S3::Object",
        t.BUCKETS,
        `records no access to the objects of the context.stack's buckets.`,
      );
    },
  },
  {
    id: "cloudtrail-stack-trail",
    meta: {
      description:
        "When the settings ask for it, what the stack does is recorded by a trail: its own or a named one.",
      pillar: "security",
      severity: "medium",
      level: "advisory",
      controls: ["CloudTrail.1"],
      remedy:
        "Make an aws.cloudtrail.Trail, or name the account's trail in the rule's setting `externalTrail`.",
      docs: { url: `${GUIDE}/best-practices-security.html` },
    },
    scope: "stack",
    types: [t.MACHINE],
    settings: {
      requireTrail: {
        type: "boolean",
        default: false,
        description: "Whether a trail is asked for.",
      },
      externalTrail: {
        type: "string",
        default: "",
        description: "ARN of a trail outside of the stack.",
      },
    },
    check: ({ stack, report, setting }) => {
      if (!setting<boolean>("requireTrail") || setting<string>("externalTrail") !== "") return;
      const records = stack.of(t.TRAIL).some((trail) => trail.flag("enableLogging") !== false);
      if (!records) report(stack.root, "The stack has no trail that records.");
    },
  },
];

/** Reports the stack's first trail when no trail records data events of a type. */
function missing(
  stack: Stack,
  context: StackContext,
  type: string,
  types: readonly string[],
  what: string,
): void {
  const trails = stack.of(t.TRAIL);
  context.each(trails.slice(0, 1), (first) => {
    const watched = stack.of(...types);
    if (!trails.some((trail) => records(trail, type, watched)))
      context.report(first, `${first.label} ${what}`);
  });
}

/** Whether a trail records data events of some of the resources; of another one's, no more than nothing. */
function records(trail: StackResource, type: string, watched: readonly StackResource[]): boolean {
  const isWatched = (value: string): boolean =>
    watched.some((resource) => {
      const arn = resource.pending("arn") ? undefined : resource.text("arn");
      return arn === undefined || arn.startsWith(value.replace(/\/$/, "")) || value.startsWith(arn);
    });
  const basic = trail
    .blocks("eventSelectors")
    .flatMap((selector) => selector.blocks("dataResources"))
    .some((resource) => {
      if (resource.text("type") !== type) return false;
      const values = resource.texts("values");
      return values.length === 0 || values.some(isWatched);
    });
  if (basic) return true;
  return trail
    .blocks("advancedEventSelectors")
    .flatMap((selector) => selector.blocks("fieldSelectors"))
    .some(
      (field) => field.text("field") === "resources.type" && field.texts("equals").includes(type),
    );
}
