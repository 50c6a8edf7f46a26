import * as pulumi from "@pulumi/pulumi";
import {
  type AuditArgs,
  type BucketArgs,
  KEY_SERVICES,
  type KeyArgs,
  type LambdaFunctionArgs,
  type MonitoredMachine,
  type MonitoringArgs,
  resourceName,
  type StateMachineArgs,
  WORKFLOW_NAMES,
} from "../components";
import { type Statement } from "../statemachine/iam";
import { type Settings } from "./settings";

// The arguments of the example stack's components, from its settings and from each other. What the components do
// when nobody says otherwise is theirs to know; here stands only what the stack itself decides.

/** The part of a component's arguments that every component of the stack shares. */
function common({ prefix, environment, name, tags }: Settings) {
  return { prefix, environment, name, tags };
}

/**
 * The stack's one key. It is given to all services from the start, so that a part that is turned on or off later does
 * not change the key policy.
 */
export function keyArgs(settings: Settings): KeyArgs {
  const base = resourceName(settings.prefix, settings.environment, settings.name);
  return {
    ...common(settings),
    description: `Encrypts the workflow ${base}`,
    deletionWindowInDays: settings.key.deletionWindowInDays,
    suffix: settings.key.suffix,
    services: KEY_SERVICES,
    serviceResources: {
      logGroups: [
        WORKFLOW_NAMES.functionLogGroup(WORKFLOW_NAMES.function(base)),
        WORKFLOW_NAMES.stateMachineLogGroup(base),
        WORKFLOW_NAMES.trailLogGroup(base),
      ],
      stateMachines: [WORKFLOW_NAMES.stateMachine(base)],
      trails: [WORKFLOW_NAMES.trail(base)],
    },
  };
}

/** The bucket for payloads that are too large for the workflow's state. */
export function payloadArgs(
  settings: Settings,
  kmsKeyArn: pulumi.Input<string> | undefined,
): BucketArgs {
  const { prefix, environment, name, tags } = common(settings);
  const { expirationDays, forceDestroy, suffix } = settings.payloads;
  return {
    prefix,
    environment,
    bucketName: `${name}-payloads`,
    tags,
    kmsKeyArn,
    expirationDays,
    noncurrentVersionExpirationDays: Math.min(expirationDays, 7),
    forceDestroy,
    suffix,
  };
}

/** Where payloads are: a bucket of this stack, or one that is still in Terraform. */
export interface Payloads {
  readonly bucketName: pulumi.Input<string>;
  readonly arn: pulumi.Input<string>;
}

/** The function that does the work: of this stack, or one that is still in Terraform, of which only the ARN is known. */
export interface WorkFunction {
  /** ARN of the version that the workflow calls. */
  readonly arn: pulumi.Output<string>;
  readonly functionName?: pulumi.Output<string>;
}

/** The example's function: the TypeScript handler, with the use of the payload bucket. */
export function functionArgs(
  settings: Settings,
  kmsKeyArn: pulumi.Input<string> | undefined,
  payloads: Payloads | undefined,
): LambdaFunctionArgs {
  const { timeout, memorySize, reservedConcurrentExecutions, logRetentionInDays, logLevel } =
    settings.function;
  return {
    ...common(settings),
    entry: "handler/index.ts",
    timeout,
    memorySize,
    reservedConcurrentExecutions,
    logRetentionInDays,
    logLevel,
    kmsKeyArn,
    environmentVariables: {
      POWERTOOLS_SERVICE_NAME: settings.name,
      ...(payloads === undefined ? {} : { PAYLOAD_BUCKET: payloads.bucketName }),
    },
    statements:
      payloads === undefined
        ? []
        : pulumi
            .all([payloads.arn, kmsKeyArn])
            .apply(([bucket, key]) => payloadStatements(bucket, key)),
  };
}

/**
 * What the handler does with payloads. Without the right to list, S3 answers for a missing object as for a forbidden
 * one, and the handler could not tell "not there yet" from "never".
 */
export function payloadStatements(bucketArn: string, kmsKeyArn: string | undefined): Statement[] {
  return [
    { Sid: "ListPayloads", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn },
    {
      Sid: "UsePayloads",
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: `${bucketArn}/*`,
    },
    ...(kmsKeyArn === undefined ? [] : [payloadKeyStatement(kmsKeyArn)]),
  ];
}

/** The payload bucket's key, through S3 only. */
function payloadKeyStatement(kmsKeyArn: string): Statement {
  return {
    Sid: "UsePayloadKey",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: kmsKeyArn,
    Condition: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com" } },
  };
}

/** The example's workflow, which calls one published version of the function. */
export function machineArgs(
  settings: Settings,
  kmsKeyArn: pulumi.Input<string> | undefined,
  functionArn: pulumi.Input<string> | undefined,
  roleArn: pulumi.Input<string> | undefined,
): StateMachineArgs {
  if (functionArn === undefined) {
    throw new pulumi.RunError(
      "the workflow needs a function: set stepfunctions:function.mode to own, or take one from Terraform with " +
        "stepfunctions:migration.take.function",
    );
  }
  const { type, logLevel, includeExecutionData, logRetentionInDays, tracing } =
    settings.stateMachine;
  return {
    ...common(settings),
    definition: { file: "statemachine/definition.asl.json", substitutions: { functionArn } },
    type,
    logLevel,
    includeExecutionData,
    logRetentionInDays,
    tracing,
    kmsKeyArn,
    roleArn,
  };
}

/** Alarms on the workflow and on its function, when that is the stack's own. */
export function monitoringArgs(
  settings: Settings,
  kmsKeyArn: pulumi.Input<string>,
  stateMachine: MonitoredMachine,
  work: WorkFunction | undefined,
): MonitoringArgs {
  const { emails, durationAlarms, dashboard } = settings.monitoring;
  const name = work?.functionName;
  return {
    ...common(settings),
    stateMachine,
    functions: name && { function: { name, timeoutSeconds: settings.function.timeout } },
    kmsKeyArn,
    emails,
    durationAlarms,
    dashboard,
  };
}

/** The trail over the stack's payloads and function. */
export function auditArgs(
  settings: Settings,
  kmsKeyArn: pulumi.Input<string> | undefined,
  payloads: Payloads | undefined,
  functionArn: pulumi.Input<string> | undefined,
): AuditArgs {
  return {
    ...common(settings),
    trailArn: settings.audit.mode === "existing" ? settings.audit.trailArn : undefined,
    retentionInDays: settings.audit.retentionInDays,
    kmsKeyArn,
    buckets: payloads === undefined ? [] : [payloads.arn],
    functions: functionArn === undefined ? [] : [functionArn],
  };
}
