import { Audit, Bucket, Key, LambdaFunction, Monitoring, StateMachine } from "./components";
import { readSettings } from "./components/settings";
import * as stack from "./components/stack";
import { adopt } from "./migration/adopt";
import { takeFromTerraform } from "./migration/coexist";
import { declareModules } from "./migration/declared";

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

const work = taken.function
  ? undefined
  : (adopted.function ??
    new LambdaFunction("function", stack.functionArgs(settings, kmsKeyArn, payloads)));
const functionArn = work?.arn ?? taken.function!;

const workflow =
  adopted.workflow ??
  new StateMachine("workflow", stack.machineArgs(settings, kmsKeyArn, functionArn, taken.role));

const monitoring =
  settings.monitoring.enabled && kmsKeyArn
    ? new Monitoring("monitoring", stack.monitoringArgs(settings, kmsKeyArn, workflow, work))
    : undefined;

const audit =
  settings.audit.mode === "none"
    ? undefined
    : new Audit("audit", stack.auditArgs(settings, kmsKeyArn, payloads, functionArn));

export const stateMachineArn = workflow?.arn;
export const stateMachineAliasArn = workflow?.aliasArn;
export const stateMachineRoleArn = workflow?.roleArn;
export const stateMachineLogGroup = workflow?.logGroupName;
export const functionName = work?.physicalName ?? "none";
export const functionVersionArn = functionArn;
export const payloadBucket = payloads?.bucketName ?? "none";
export const keyArn = kmsKeyArn ?? "none";
export const alertsTopicArn = monitoring?.topicArn ?? "none";
export const trailArn = audit?.trailArn ?? "none";
