import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import {
  AUDIT_DEFAULTS,
  BUCKET_DEFAULTS,
  FUNCTION_DEFAULTS,
  KEY_DEFAULTS,
  LOG_RETENTION_DAYS,
  MACHINE_DEFAULTS,
  MONITORING_DEFAULTS,
} from "../components";
import { suffix, TERRAFORM_SETTINGS } from "./terraform-settings";

// Where a setting is an argument of a component, its default is the component's, unless the example decides otherwise.

const arn = z.string().regex(/^arn:aws[a-z-]*:/, "must be an ARN, such as arn:aws:kms:...");
const whole = z.number().int();
const retention = whole.refine((days) => LOG_RETENTION_DAYS.includes(days), {
  message: `must be ${LOG_RETENTION_DAYS.join(", ")} days`,
});
/** A setting that may be given as a secret: it is an Output then, which stays secret wherever it goes. */
const secretable = <S extends z.ZodType>(schema: S) =>
  schema
    .transform((value): pulumi.Input<z.output<S>> => value as z.output<S>)
    .meta({ secret: true });

/** A whole number that may be a secret. */
const integer = (min: number, max: number, byDefault: number, meaning: string) =>
  secretable(whole.min(min).max(max).default(byDefault).describe(meaning));

/** Days of a log that may be a secret. */
const logDays = (byDefault: number, meaning: string) =>
  secretable(retention.default(byDefault).describe(meaning));

/** One of several words. */
const choice = <const W extends string>(
  words: readonly [W, ...W[]],
  byDefault: NoInfer<W>,
  meaning: string,
) =>
  z
    .enum(words)
    .default(byDefault as never)
    .describe(meaning);

/** A setting that is on or off. */
const flag = (byDefault: boolean, meaning: string): z.ZodDefault<z.ZodBoolean> =>
  z.boolean().default(byDefault).describe(meaning);

/** One part of a resource name: what all of KMS, S3, Lambda, IAM and Step Functions accept. */
const namePart = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/i, "must be letters and digits, joined by single hyphens");

const tags = z.record(z.string().min(1).max(128), secretable(z.string().max(256))).default({});

const key = z
  .strictObject({
    mode: choice(
      ["own", "existing", "none"],
      "own",
      "A key of the stack, an existing one, or AWS's own keys and no customer key.",
    ),
    arn: secretable(arn.describe("The existing key.")).optional(),
    deletionWindowInDays: integer(
      7,
      30,
      KEY_DEFAULTS.deletionWindowInDays,
      "Days before it is gone.",
    ),
    suffix: suffix.optional(),
  })
  .prefault({})
  .refine(({ mode, arn }) => mode !== "existing" || arn !== undefined, {
    path: ["arn"],
    message: "is needed when mode is existing",
  });

const payloads = z
  .strictObject({
    mode: choice(["own", "none"], "own", "A bucket of the stack, or none."),
    expirationDays: integer(1, 3650, 30, "Days that a payload is kept."),
    forceDestroy: secretable(
      flag(BUCKET_DEFAULTS.forceDestroy, "Deletes what is left with the stack."),
    ),
    suffix: suffix.optional(),
  })
  .prefault({});

const lambdaFunction = z
  .strictObject({
    mode: choice(["own", "none"], "own", "A function of the stack, or none."),
    timeout: integer(1, 35, FUNCTION_DEFAULTS.timeout, "Seconds; the task allows it 40."),
    memorySize: integer(128, 10240, FUNCTION_DEFAULTS.memorySize, "Megabytes."),
    reservedConcurrentExecutions: secretable(
      whole
        .min(-1)
        .default(FUNCTION_DEFAULTS.reservedConcurrentExecutions)
        .describe("-1 reserves nothing."),
    ),
    logRetentionInDays: logDays(FUNCTION_DEFAULTS.logRetentionInDays, "Days that its log is kept."),
    tags: tags.describe("Tags of its resources, over those of all."),
    logLevel: secretable(
      choice(["DEBUG", "INFO", "WARN", "ERROR"], FUNCTION_DEFAULTS.logLevel, "What it logs."),
    ),
  })
  .prefault({});

const stateMachine = z
  .strictObject({
    mode: choice(["own", "none"], "own", "A state machine, or none."),
    type: choice(["STANDARD", "EXPRESS"], MACHINE_DEFAULTS.type, "A change replaces it."),
    logLevel: secretable(
      choice(["ALL", "ERROR", "FATAL", "OFF"], "ALL", "Which events are logged."),
    ),
    includeExecutionData: secretable(flag(false, "Logs the input and output of states.")),
    logRetentionInDays: logDays(MACHINE_DEFAULTS.logRetentionInDays, "Days that its log is kept."),
    tracing: flag(MACHINE_DEFAULTS.tracing, "Traces executions with X-Ray."),
    rollout: z
      .strictObject({
        type: z
          .enum(["canary", "linear", "all-at-once"])
          .describe("In two steps, in many, in one."),
        percentage: whole.optional().describe("Percent of each step, 1 to 99."),
        intervalMinutes: whole.optional().describe("Minutes between steps, 1 to 2,100 in all."),
        alarms: z
          .array(z.string())
          .optional()
          .describe("Alarms that bring the old version back; by default the one on versions."),
      })
      .optional()
      .describe(
        "A new version comes to the alias in steps (docs/rollouts.md); at once without it.",
      ),
    keepVersions: whole
      .optional()
      .describe("How many of the newest versions stay; all without it."),
  })
  .prefault({});

const monitoring = z
  .strictObject({
    enabled: flag(true, "Alarms, status events and their topic."),
    emails: z
      .array(secretable(z.email()))
      .default(MONITORING_DEFAULTS.emails)
      .describe("Who is asked to subscribe to the topic."),
    durationAlarms: flag(MONITORING_DEFAULTS.durationAlarms, "Alarms on how long things take."),
    serviceAlarms: flag(
      MONITORING_DEFAULTS.serviceAlarms,
      "Alarms on the account's quotas and on the delivery of logs.",
    ),
    notifications: choice(
      ["each", "workflow"],
      MONITORING_DEFAULTS.notifications,
      "Who tells the topic: each alarm, or the composite alarm alone.",
    ),
    dashboard: flag(MONITORING_DEFAULTS.dashboard, "A CloudWatch dashboard."),
  })
  .prefault({});

const audit = z
  .strictObject({
    mode: choice(
      ["own", "existing", "none"],
      "none",
      "A trail of the stack, one that exists, or none.",
    ),
    trailArn: secretable(arn.describe("The trail that exists.")).optional(),
    retentionInDays: logDays(
      AUDIT_DEFAULTS.retentionInDays,
      "Days that its files and log are kept.",
    ),
  })
  .prefault({})
  .refine(({ mode, trailArn }) => mode !== "existing" || trailArn !== undefined, {
    path: ["trailArn"],
    message: "is needed when mode is existing",
  });

/** Every key of the stack configuration, with its rules. Pulumi.yaml declares the same keys to the CLI. */
export const SETTINGS = z.strictObject({
  prefix: namePart.describe("First part of every name."),
  environment: namePart.describe("Second part of every name, and the Environment tag."),
  name: namePart.describe("Last part of every name."),
  tags: tags.describe("Tags of every resource, over Environment."),
  protect: flag(false, "Refuses to delete key, buckets, log groups and trail."),
  key: key.describe("The customer key that encrypts everything."),
  payloads: payloads.describe("The bucket for payloads beyond 256 KB."),
  function: lambdaFunction.describe("The function."),
  stateMachine: stateMachine.describe("The state machine."),
  monitoring: monitoring.describe("Alarms, status events and a dashboard."),
  audit: audit.describe("The CloudTrail trail over payloads and function."),
  ...TERRAFORM_SETTINGS,
});

/** The rules of the settings as JSON Schema. */
export function settingsSchema(): z.core.JSONSchema.JSONSchema {
  return z.toJSONSchema(SETTINGS, { io: "input", unrepresentable: "any" });
}
