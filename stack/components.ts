import type * as pulumi from "@pulumi/pulumi";
import { Audit, Bucket, Key, LambdaFunction, Monitoring, StateMachine } from "../components";
import {
  auditArgs,
  functionArgs,
  keyArgs,
  machineArgs,
  monitoringArgs,
  payloadArgs,
  type Payloads,
  type WorkFunction,
} from "./arguments";
import type { ExternalResources } from "./external";
import type { Settings } from "./settings";

// The parts of the stack: each is created, comes from outside, or is left out, as the settings say.

/** The ARN of the key that encrypts everything; undefined where AWS's own keys do. */
export function createKey(
  settings: Settings,
  { key }: ExternalResources,
): pulumi.Input<string> | undefined {
  if (key !== undefined || settings.key.mode !== "own") return key ?? settings.key.arn;
  return new Key("key", keyArgs(settings)).arn;
}

/** The bucket for large payloads. */
export function createPayloads(
  settings: Settings,
  { payloads }: ExternalResources,
  kmsKeyArn: pulumi.Input<string> | undefined,
): Payloads | undefined {
  if (payloads !== undefined || settings.payloads.mode !== "own") return payloads;
  return new Bucket("payloads", payloadArgs(settings, kmsKeyArn));
}

/** The function that does the work. */
export function createFunction(
  settings: Settings,
  { function: external }: ExternalResources,
  kmsKeyArn: pulumi.Input<string> | undefined,
  payloads: Payloads | undefined,
): WorkFunction | undefined {
  if (external !== undefined || settings.function.mode !== "own") return external;
  return new LambdaFunction("function", functionArgs(settings, kmsKeyArn, payloads));
}

/** The state machine that calls the function. */
export function createWorkflow(
  settings: Settings,
  { workflow, role }: ExternalResources,
  kmsKeyArn: pulumi.Input<string> | undefined,
  work: WorkFunction | undefined,
): StateMachine | undefined {
  if (workflow !== undefined || settings.stateMachine.mode !== "own") return workflow;
  return new StateMachine("workflow", machineArgs(settings, kmsKeyArn, work?.arn, role));
}

/** The alarms on workflow and function; they need a key. */
export function createMonitoring(
  settings: Settings,
  kmsKeyArn: pulumi.Input<string> | undefined,
  workflow: StateMachine | undefined,
  work: WorkFunction | undefined,
): Monitoring | undefined {
  if (!settings.monitoring.enabled || !kmsKeyArn || !workflow) return undefined;
  return new Monitoring("monitoring", monitoringArgs(settings, kmsKeyArn, workflow, work));
}

/** The trail over payloads and function. */
export function createAudit(
  settings: Settings,
  kmsKeyArn: pulumi.Input<string> | undefined,
  payloads: Payloads | undefined,
  work: WorkFunction | undefined,
): Audit | undefined {
  if (settings.audit.mode === "none") return undefined;
  return new Audit("audit", auditArgs(settings, kmsKeyArn, payloads, work?.arn));
}
