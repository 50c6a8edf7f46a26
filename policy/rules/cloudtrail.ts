import type { ResourceRule, StackJudge, StackRule } from "../host/rule";
import type { Stack, StackResource } from "../host/stack";
import * as t from "../types";

const GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide";

export const cloudtrailTrailMultiRegion: ResourceRule = {
  name: "cloudtrail-trail-multi-region",
  description: "A trail records every region.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_67", "AWS-0014", "CloudTrail.1"],
  remedy: "Set `isMultiRegionTrail` to true.",
  url: `${GUIDE}/receive-cloudtrail-log-files-from-multiple-regions.html`,
  types: [t.TRAIL],
  example: { violation: "isMultiRegionTrail: false", fix: "isMultiRegionTrail: true" },
  check: (trail, judge) => {
    if (trail.flag("isMultiRegionTrail") !== true) judge.report("isMultiRegionTrail is not true.");
  },
};

export const cloudtrailTrailValidation: ResourceRule = {
  name: "cloudtrail-trail-validation",
  description: "A trail's files are validated, so that nobody changes them unseen.",
  group: "security",
  level: "mandatory",
  severity: "medium",
  controls: ["CKV_AWS_36", "AWS-0016", "CloudTrail.4"],
  remedy: "Set `enableLogFileValidation` to true.",
  url: `${GUIDE}/cloudtrail-log-file-validation-intro.html`,
  types: [t.TRAIL],
  example: { violation: "enableLogFileValidation: false", fix: "enableLogFileValidation: true" },
  check: (trail, judge) => {
    if (trail.flag("enableLogFileValidation") !== true)
      judge.report("enableLogFileValidation is not true.");
  },
};

export const cloudtrailTrailEncryption: ResourceRule = {
  name: "cloudtrail-trail-encryption",
  description: "A trail is encrypted with a key of our own.",
  group: "security",
  level: "mandatory",
  severity: "medium",
  controls: ["CKV_AWS_35", "AWS-0015", "CloudTrail.2"],
  remedy: "Set `kmsKeyId`.",
  url: `${GUIDE}/encrypting-cloudtrail-log-files-with-aws-kms.html`,
  types: [t.TRAIL],
  example: { violation: "// kmsKeyId unset", fix: "kmsKeyId: key.arn" },
  check: (trail, judge) => {
    if (!trail.text("kmsKeyId")) judge.report("kmsKeyId is not set.");
  },
};

export const cloudtrailTrailLogs: ResourceRule = {
  name: "cloudtrail-trail-logs",
  description: "A trail also goes to CloudWatch Logs, where alarms can see it.",
  group: "operations",
  level: "advisory",
  severity: "low",
  controls: ["CKV2_AWS_10", "AWS-0162", "CloudTrail.5"],
  remedy: "Set `cloudWatchLogsGroupArn` and `cloudWatchLogsRoleArn`.",
  url: `${GUIDE}/send-cloudtrail-events-to-cloudwatch-logs.html`,
  types: [t.TRAIL],
  example: {
    violation: "// cloudWatchLogsGroupArn unset",
    fix: "cloudWatchLogsGroupArn: interpolate`${group.arn}:*`",
  },
  check: (trail, judge) => {
    if (!trail.text("cloudWatchLogsGroupArn")) judge.report("cloudWatchLogsGroupArn is not set.");
  },
};

export const cloudtrailTrailEnabled: ResourceRule = {
  name: "cloudtrail-trail-enabled",
  description: "A trail records.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_251"],
  remedy: "Remove `enableLogging` or set it to true.",
  url: `${GUIDE}/cloudtrail-turning-off-logging.html`,
  types: [t.TRAIL],
  example: { violation: "enableLogging: false", fix: "enableLogging: true" },
  check: (trail, judge) => {
    if (trail.flag("enableLogging") === false) judge.report("enableLogging is false.");
  },
};

export const cloudtrailTrailTopic: ResourceRule = {
  name: "cloudtrail-trail-topic",
  description: "A trail announces each file on a topic.",
  group: "operations",
  level: "disabled",
  severity: "low",
  controls: ["CKV_AWS_252"],
  remedy: "Set `snsTopicName`.",
  url: `${GUIDE}/configure-sns-notifications-for-cloudtrail.html`,
  types: [t.TRAIL],
  example: { violation: "// snsTopicName unset", fix: "snsTopicName: topic.name" },
  check: (trail, judge) => {
    if (!trail.text("snsTopicName")) judge.report("snsTopicName is not set.");
  },
};

export const cloudtrailLambdaEvents: StackRule = {
  name: "cloudtrail-lambda-events",
  description: "A trail of the stack records the invocations of its functions.",
  group: "security",
  level: "advisory",
  severity: "low",
  controls: ["awslambda_function_invoke_api_operations_cloudtrail_logging_enabled"],
  remedy:
    "Add data events of AWS::Lambda::Function to the trail's `eventSelectors` or `advancedEventSelectors`.",
  url: `${GUIDE}/logging-data-events-with-cloudtrail.html`,
  types: [t.TRAIL],
  example: {
    violation: "// eventSelectors unset",
    fix: 'dataResources: [{ type: "AWS::Lambda::Function", values: ["arn:aws:lambda"] }]',
  },
  checkStack: (stack, judge) => {
    if (stack.of(t.FUNCTION).length === 0) return;
    missing(
      stack,
      judge,
      "AWS::Lambda::Function",
      `records no invocation of the stack's functions.`,
    );
  },
};

export const cloudtrailS3Events: StackRule = {
  name: "cloudtrail-s3-events",
  description: "A trail of the stack records reads and writes of its buckets' objects.",
  group: "security",
  level: "advisory",
  severity: "low",
  controls: ["AWS-0171", "AWS-0172", "S3.22", "S3.23", "cloudtrail_s3_dataevents_enabled"],
  remedy:
    "Add data events of AWS::S3::Object to the trail's `eventSelectors` or `advancedEventSelectors`.",
  url: `${GUIDE}/logging-data-events-with-cloudtrail.html`,
  types: [t.TRAIL],
  example: {
    violation: "// eventSelectors unset",
    fix: 'dataResources: [{ type: "AWS::S3::Object", values: [interpolate`${bucket.arn}/`] }]',
  },
  checkStack: (stack, judge) => {
    if (stack.of(...t.BUCKETS).length === 0) return;
    missing(
      stack,
      judge,
      "AWS::S3::Object",
      `records no access to the objects of the stack's buckets.`,
    );
  },
};

export const cloudtrailStackTrail: StackRule = {
  name: "cloudtrail-stack-trail",
  description:
    "When the settings ask for it, what the stack does is recorded by a trail: its own or a named one.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["CloudTrail.1"],
  remedy:
    "Make an aws.cloudtrail.Trail, or name the account's trail in the rule's setting `externalTrail`.",
  url: `${GUIDE}/best-practices-security.html`,
  types: [t.MACHINE],
  settings: {
    requireTrail: { type: "boolean", default: false, description: "Whether a trail is asked for." },
    externalTrail: {
      type: "string",
      default: "",
      description: "ARN of a trail outside of the stack.",
    },
  },
  example: {
    violation: "requireTrail: true // and no trail",
    fix: "new aws.cloudtrail.Trail(name, args)",
  },
  checkStack: (stack, judge) => {
    if (!judge.setting<boolean>("requireTrail") || judge.setting<string>("externalTrail") !== "")
      return;
    const records = stack.of(t.TRAIL).some((trail) => trail.flag("enableLogging") !== false);
    if (!records) judge.report(stack.root, "The stack has no trail that records.");
  },
};

/** Reports the stack's first trail when no trail records data events of a type. */
function missing(stack: Stack, judge: StackJudge, type: string, what: string): void {
  const trails = stack.of(t.TRAIL);
  judge.each(trails.slice(0, 1), (first) => {
    if (!trails.some((trail) => records(trail, type)))
      judge.report(first, `${first.label} ${what}`);
  });
}

function records(trail: StackResource, type: string): boolean {
  const basic = trail
    .blocks("eventSelectors")
    .flatMap((selector) => selector.blocks("dataResources"))
    .some((resource) => resource.text("type") === type);
  if (basic) return true;
  return trail
    .blocks("advancedEventSelectors")
    .flatMap((selector) => selector.blocks("fieldSelectors"))
    .some(
      (field) => field.text("field") === "resources.type" && field.texts("equals").includes(type),
    );
}
