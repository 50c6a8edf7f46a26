import * as pulumi from "@pulumi/pulumi";
import {
  Audit,
  Key,
  KEY_SERVICES,
  type KeyService,
  LambdaFunction,
  Monitoring,
  resourceName,
  StateMachine,
  WORKFLOW_NAMES,
} from "../components";
import { type ExternalResources, type Payloads, type WorkFunction } from "./external";
import { payloadStatements } from "./payloads";
import { type Settings } from "./settings";

// The parts of the stack: each is created, comes from outside, or is left out, as the settings say. What a component
// does when nobody says otherwise is its own to know; here stands only what the stack itself decides.

/** The part of a component's arguments that every component of the stack shares. */
function common({ prefix, environment, name, tags }: Settings) {
  return { prefix, environment, name, tags };
}

/** Services in which no part of the stack keeps anything. */
const UNUSED_SERVICES: readonly KeyService[] = [
  "dynamodb",
  "kinesis",
  "scheduler",
  "secretsManager",
];

/**
 * The ARN of the stack's one key; undefined where AWS's own keys do. The key is given to all services from the start, so
 * that a part that is turned on or off later does not change the key policy.
 */
export function createKey(
  settings: Settings,
  external: ExternalResources,
): pulumi.Input<string> | undefined {
  const { mode, arn, deletionWindowInDays, suffix } = settings.key;
  if (external.key !== undefined || mode !== "own") return external.key ?? arn;
  const base = resourceName(settings.prefix, settings.environment, settings.name);
  const key = new Key("key", {
    ...common(settings),
    description: `Encrypts the workflow ${base}`,
    deletionWindowInDays,
    suffix,
    services: KEY_SERVICES.filter((service) => !UNUSED_SERVICES.includes(service)),
    serviceResources: {
      logGroups: [
        WORKFLOW_NAMES.functionLogGroup(WORKFLOW_NAMES.function(base)),
        WORKFLOW_NAMES.stateMachineLogGroup(base),
        WORKFLOW_NAMES.trailLogGroup(base),
      ],
      stateMachines: [WORKFLOW_NAMES.stateMachine(base)],
      trails: [WORKFLOW_NAMES.trail(base)],
    },
  });
  return key.arn;
}

/** The TypeScript handler as a function, with the use of the payload bucket. */
export function createFunction(
  settings: Settings,
  external: ExternalResources,
  kmsKeyArn: pulumi.Input<string> | undefined,
  payloads: Payloads | undefined,
): WorkFunction | undefined {
  const { mode, tags, ...args } = settings.function;
  if (external.function !== undefined || mode !== "own") return external.function;
  return new LambdaFunction("function", {
    ...common(settings),
    ...args,
    tags: { ...settings.tags, ...tags },
    entry: "handler/index.ts",
    kmsKeyArn,
    createLogGroupKey: false,
    environmentVariables: {
      POWERTOOLS_SERVICE_NAME: settings.name,
      ...(payloads === undefined ? {} : { PAYLOAD_BUCKET: payloads.bucketName }),
    },
    statements:
      payloads &&
      pulumi
        .all([payloads.arn, kmsKeyArn])
        .apply(([bucket, key]) => payloadStatements(bucket, key)),
  });
}

/** The workflow, which calls one published version of the function. */
export function createWorkflow(
  settings: Settings,
  external: ExternalResources,
  kmsKeyArn: pulumi.Input<string> | undefined,
  work: WorkFunction | undefined,
): StateMachine | undefined {
  const { mode, ...args } = settings.stateMachine;
  if (external.workflow !== undefined || mode !== "own") return external.workflow;
  if (work === undefined) {
    throw new pulumi.RunError(
      "the workflow needs a function: set stepfunctions:function.mode to own, or take one from Terraform with " +
        "stepfunctions:migration.take.function",
    );
  }
  return new StateMachine("workflow", {
    ...common(settings),
    ...args,
    definition: {
      file: "statemachine/definition.asl.json",
      substitutions: { functionArn: work.arn },
    },
    kmsKeyArn,
    roleArn: external.role,
  });
}

/** The alarms on the workflow, and on its function when that is known by name; under the stack's key if it has one. */
export function createMonitoring(
  settings: Settings,
  kmsKeyArn: pulumi.Input<string> | undefined,
  stateMachine: StateMachine | undefined,
  work: WorkFunction | undefined,
): Monitoring | undefined {
  const { enabled, ...args } = settings.monitoring;
  if (!enabled || !stateMachine) return undefined;
  const functionName = work?.functionName;
  return new Monitoring("monitoring", {
    ...common(settings),
    ...args,
    stateMachine,
    functions: functionName && {
      function: { functionName, timeoutSeconds: settings.function.timeout },
    },
    kmsKeyArn,
  });
}

/** The trail over the stack's payloads and function. */
export function createAudit(
  settings: Settings,
  kmsKeyArn: pulumi.Input<string> | undefined,
  payloads: Payloads | undefined,
  work: WorkFunction | undefined,
): Audit | undefined {
  const { mode, trailArn, retentionInDays } = settings.audit;
  if (mode === "none") return undefined;
  return new Audit("audit", {
    ...common(settings),
    trailArn: mode === "existing" ? trailArn : undefined,
    retentionInDays,
    kmsKeyArn,
    buckets: payloads && [payloads.arn],
    functions: work && [work.arn],
  });
}
