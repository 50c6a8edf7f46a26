import { fromTerraform } from "./migration/program";
import * as stack from "./stack/components";
import { createPayloads } from "./stack/payloads";
import { definedOutputs } from "./stack/outputs";
import { protectData } from "./stack/protection";
import { readSettings } from "./stack/settings";

const settings = readSettings();
protectData(settings);
const external = fromTerraform(settings);

const key = stack.createKey(settings, external);
const payloads = createPayloads(settings, external, key);
const work = stack.createFunction(settings, external, key, payloads);
const workflow = stack.createWorkflow(settings, external, key, work);
const monitoring = stack.createMonitoring(settings, key, workflow, work);
const audit = stack.createAudit(settings, key, payloads, work);

export = definedOutputs({
  stateMachineArn: workflow?.arn,
  stateMachineAliasArn: workflow?.aliasArn,
  stateMachineRoleArn: workflow?.roleArn,
  stateMachineLogGroup: workflow?.logGroupName,
  functionName: work?.functionName,
  functionVersionArn: work?.arn,
  payloadBucket: payloads?.bucketName,
  keyArn: key,
  alertsTopicArn: monitoring?.topicArn,
  trailArn: audit?.trailArn,
});
