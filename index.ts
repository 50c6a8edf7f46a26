import { Audit, Bucket, Key, LambdaFunction, Monitoring, StateMachine } from "./components";
import { readSettings } from "./stack/settings";
import * as stack from "./stack/arguments";
import { adopt } from "./migration/adopt";
import { takeFromTerraform } from "./migration/outputs/coexist";
import { declareModules } from "./migration/modules/declared";

const settings = readSettings();
adopt(settings.adoption);
const taken = takeFromTerraform(settings.migration);
const adopted = declareModules(settings.terraform);

const ownKey = settings.key.mode === "own" && !taken.key;
const key = ownKey ? new Key("key", stack.keyArgs(settings)) : undefined;
const kmsKeyArn = key?.arn ?? taken.key ?? settings.key.arn;

const ownPayloads = settings.payloads.mode === "own" && !taken.payloads;
const bucket = ownPayloads
  ? new Bucket("payloads", stack.payloadArgs(settings, kmsKeyArn))
  : undefined;
const payloads = bucket ?? taken.payloads;

const ownFunction = settings.function.mode === "own" && !taken.function && !adopted.function;
const work = ownFunction
  ? new LambdaFunction("function", stack.functionArgs(settings, kmsKeyArn, payloads))
  : adopted.function;
const functionArn = work?.arn ?? taken.function;

const ownWorkflow = settings.stateMachine.mode === "own" && !adopted.workflow;
const workflow = ownWorkflow
  ? new StateMachine("workflow", stack.machineArgs(settings, kmsKeyArn, functionArn, taken.role))
  : adopted.workflow;

const monitoring =
  settings.monitoring.enabled && kmsKeyArn && workflow
    ? new Monitoring("monitoring", stack.monitoringArgs(settings, kmsKeyArn, workflow, work))
    : undefined;

const audit =
  settings.audit.mode === "none"
    ? undefined
    : new Audit("audit", stack.auditArgs(settings, kmsKeyArn, payloads, functionArn));

export const stateMachineArn = workflow?.arn ?? "none";
export const stateMachineAliasArn = workflow?.aliasArn ?? "none";
export const stateMachineRoleArn = workflow?.roleArn ?? "none";
export const stateMachineLogGroup = workflow?.logGroupName ?? "none";
export const functionName = work?.physicalName ?? "none";
export const functionVersionArn = functionArn ?? "none";
export const payloadBucket = payloads?.bucketName ?? "none";
export const keyArn = kmsKeyArn ?? "none";
export const alertsTopicArn = monitoring?.topicArn ?? "none";
export const trailArn = audit?.trailArn ?? "none";
