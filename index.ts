import { fromTerraform } from "./migration/program";
import * as stack from "./stack/components";
import { readSettings } from "./stack/settings";

const settings = readSettings();
const external = fromTerraform(settings);

const key = stack.createKey(settings, external);
const payloads = stack.createPayloads(settings, external, key);
const work = stack.createFunction(settings, external, key, payloads);
const workflow = stack.createWorkflow(settings, external, key, work);
const monitoring = stack.createMonitoring(settings, key, workflow, work);
const audit = stack.createAudit(settings, key, payloads, work);

export const stateMachineArn = workflow?.arn;
export const stateMachineAliasArn = workflow?.aliasArn;
export const stateMachineRoleArn = workflow?.roleArn;
export const stateMachineLogGroup = workflow?.logGroupName;
export const functionName = work?.functionName;
export const functionVersionArn = work?.arn;
export const payloadBucket = payloads?.bucketName;
export const keyArn = key;
export const alertsTopicArn = monitoring?.topicArn;
export const trailArn = audit?.trailArn;
