import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** The project's name in Pulumi.yaml: it is the namespace of every setting and part of every URN. */
export const PROJECT = "stepfunctions";

const arn = z.string().regex(/^arn:aws[a-z-]*:/, "must be an ARN, such as arn:aws:kms:...");
const days = z.number().int();
const suffix = z
  .string()
  .regex(/^[a-z0-9]{1,16}$/, "must be 1 to 16 lower-case letters and digits");
const terraformVariables = z.record(z.string(), z.unknown());

/** One part of a resource name: what all of KMS, S3, Lambda, IAM and Step Functions accept. */
const namePart = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/i, "must be letters and digits, joined by single hyphens");

/** Every key of the stack configuration, with its rules. Pulumi.yaml declares the same keys to the CLI. */
export const SETTINGS = z.strictObject({
  prefix: namePart,
  environment: namePart,
  name: namePart,
  tags: z.record(z.string().min(1).max(128), z.string().max(256)).default({}),
  key: z
    .strictObject({
      mode: z.enum(["own", "existing", "none"]).default("own"),
      arn: arn.optional(),
      deletionWindowInDays: days.min(7).max(30).default(30),
      suffix: suffix.optional(),
    })
    .prefault({})
    .refine((key) => key.mode !== "existing" || key.arn !== undefined, {
      path: ["arn"],
      message: "is needed when mode is existing",
    }),
  payloads: z
    .strictObject({
      mode: z.enum(["own", "none"]).default("own"),
      expirationDays: days.min(1).max(3650).default(30),
      forceDestroy: z.boolean().default(false),
      suffix: suffix.optional(),
    })
    .prefault({}),
  function: z
    .strictObject({
      mode: z.enum(["own", "none"]).default("own"),
      timeout: days.min(1).max(900).default(30),
      memorySize: days.min(128).max(10240).default(256),
      reservedConcurrentExecutions: days.min(-1).default(-1),
      logRetentionInDays: days.default(90),
      logLevel: z.enum(["DEBUG", "INFO", "WARN", "ERROR"]).default("INFO"),
    })
    .prefault({}),
  stateMachine: z
    .strictObject({
      type: z.enum(["STANDARD", "EXPRESS"]).default("STANDARD"),
      logLevel: z.enum(["ALL", "ERROR", "FATAL", "OFF"]).default("ALL"),
      includeExecutionData: z.boolean().default(false),
      logRetentionInDays: days.default(90),
      tracing: z.boolean().default(true),
    })
    .prefault({}),
  monitoring: z
    .strictObject({
      enabled: z.boolean().default(true),
      emails: z.array(z.email()).default([]),
      dashboard: z.boolean().default(true),
    })
    .prefault({}),
  audit: z
    .strictObject({
      mode: z.enum(["own", "existing", "none"]).default("none"),
      trailArn: arn.optional(),
      retentionInDays: days.default(365),
    })
    .prefault({})
    .refine((audit) => audit.mode !== "existing" || audit.trailArn !== undefined, {
      path: ["trailArn"],
      message: "is needed when mode is existing",
    }),
  terraform: z
    .strictObject({
      lambda: terraformVariables.optional(),
      stepFunction: terraformVariables.optional(),
    })
    .prefault({}),
  migration: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("none") }),
      z.strictObject({ kind: z.literal("local"), path: z.string(), take: takeOutputs() }),
      z.strictObject({
        kind: z.literal("s3"),
        bucket: z.string(),
        key: z.string(),
        region: z.string(),
        take: takeOutputs(),
      }),
      z.strictObject({
        kind: z.literal("remote"),
        organization: z.string(),
        workspace: z.string(),
        hostname: z.string().optional(),
        take: takeOutputs(),
      }),
    ])
    .prefault({ kind: "none" }),
  adoption: z.record(z.string(), z.string()).default({}),
});

/** The settings of one stack, checked and with every default filled in. */
export type Settings = z.output<typeof SETTINGS>;

/** Names of the Terraform outputs that stand in for parts that are still in Terraform. */
function takeOutputs() {
  return z
    .strictObject({
      key: z.string().optional(),
      payloads: z.string().optional(),
      function: z.string().optional(),
      role: z.string().optional(),
    })
    .prefault({});
}

/**
 * Reads and checks the stack's settings.
 *
 * @throws pulumi.RunError that lists every missing or wrong setting with its key, its value and the fix.
 */
export function readSettings(): Settings {
  const raw: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(pulumi.runtime.allConfig())) {
    const [namespace, name] = key.split(":");
    if (namespace === PROJECT && name !== undefined) raw[name] = parse(name, text);
  }
  return checkSettings(raw);
}

/** Checks plain values as `readSettings` does; separate so that it can be tested without a stack. */
export function checkSettings(raw: Readonly<Record<string, unknown>>): Settings {
  const result = SETTINGS.safeParse(raw, { reportInput: true });
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  - ${describe(issue)}`);
  throw new pulumi.RunError(
    `${lines.length === 1 ? "a setting of this stack is" : `${lines.length} settings of this stack are`} ` +
      `missing or wrong:\n${lines.join("\n")}`,
  );
}

/** Names stay text, also when they look like numbers; anything else is JSON to Pulumi's configuration. */
function parse(key: string, text: string): unknown {
  if (SETTINGS.shape[key as keyof typeof SETTINGS.shape] === namePart) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  const key = `${PROJECT}:${path.join(".")}`;
  const flag = path.length > 1 ? "--path " : "";
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((name) => `${PROJECT}:${[...path, name].join(".")}`).join(", ");
    return `${names}: no such setting. Remove it; docs/settings.md lists the settings.`;
  }
  const fix = `Fix: pulumi config set ${flag}'${key}' <value>`;
  if (issue.code === "custom") return `${key}: is missing: ${issue.message}. ${fix}`;
  if (issue.input === undefined) return `${key}: is missing. ${fix}`;
  return `${key}: ${JSON.stringify(issue.input)} is not allowed: ${issue.message}. ${fix}`;
}
