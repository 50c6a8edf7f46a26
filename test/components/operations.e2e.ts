import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { type AwsProvider, type AwsResource, createAwsProvider } from "../../engine/aws";
import { PROJECT_DIR, runProgram, type StackDocument } from "../../engine/program";
import { startEmulator, type Emulator } from "../../local/emulator/emulator";

/** Every operational part of the stack on. */
const ALL_ON = {
  // The emulator drops the expressions of alarms on quotas.
  monitoring: { enabled: true, emails: ["oncall@example.com"], serviceAlarms: false },
  audit: { mode: "own" },
};

/**
 * What the emulator accepts but does not give back, by type: the one place that says so. Everything else that these
 * components declare is compared.
 */
const NOT_READ_BACK: Readonly<Record<string, { properties: readonly string[]; reason: string }>> = {
  "aws:cloudtrail/trail:Trail": {
    properties: ["cloudWatchLogsGroupArn", "cloudWatchLogsRoleArn", "tags"],
    reason: "the emulator drops a trail's log group and the tags of its creation",
  },
  "aws:kms/key:Key": {
    properties: ["deletionWindowInDays"],
    reason: "only the provider knows it, until the key is deleted",
  },
  "aws:lambda/function:Function": {
    properties: ["publish"],
    reason: "what the provider is to do, not what the function has",
  },
  "aws:s3/bucket:Bucket": {
    properties: ["forceDestroy"],
    reason: "what the provider is to do, not what the bucket has",
  },
  "aws:sfn/stateMachine:StateMachine": {
    properties: ["publish", "tracingConfiguration"],
    reason: "what the provider is to do, not what the machine has; and the emulator drops tracing",
  },
};

describe("the operational parts, for real in the emulator", function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let cloud: AwsProvider;
  let document: StackDocument;

  before(async () => {
    emulator = await startEmulator({});
    cloud = await createAwsProvider({ endpoint: emulator.endpoint, folder: PROJECT_DIR });
    document = await runProgram({ stack: "local", provider: cloud, config: ALL_ON });
  });
  after(async () => emulator.stop());

  it("creates alarms, topic, events, dashboard and trail", () => {
    const count = (part: string): number =>
      document.resources.filter(({ urn }) => urn.includes(`::stepfunctions:index:${part}`)).length;
    assert.deepEqual([count("Monitoring"), count("Audit")], [21, 14]);
  });

  it("reads every resource back as declared", async () => {
    const problems: string[] = [];
    for (const resource of cloud.resources) {
      const found = await cloud.read(resource);
      problems.push(...differences(resource, found));
    }
    assert.deepEqual(problems, []);
  });

  it("tells the topic's subscriber that an execution failed", async () => {
    const { sfn, sns, sqs } = cloud.context.clients;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "subscriber" }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    const TopicArn = String(document.outputs["alertsTopicArn"]);
    const stateMachineArn = String(document.outputs["stateMachineArn"]);
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: Attributes?.["QueueArn"] }),
    );

    const input = JSON.stringify({ payload: { bucket: "no key" } });
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));

    const event = await received(async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      return Messages.map(({ Body }) => JSON.parse(String(Body)) as { Message: string });
    });
    const { detail, ...rest } = JSON.parse(event.Message) as {
      detail: { status: string; executionArn: string };
      "detail-type": string;
    };
    assert.equal(rest["detail-type"], "Step Functions Execution Status Change");
    assert.deepEqual([detail.status, detail.executionArn], ["FAILED", executionArn]);
  });
});

/** The first message, within half a minute. */
async function received<T>(poll: () => Promise<readonly T[]>): Promise<T> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const [first] = await poll();
    if (first !== undefined) return first;
    await sleep(100);
  }
  throw new Error("no message came within 30 seconds");
}

/** What was declared and does not read back the same; what is not read back at all must be in the table. */
function differences(resource: AwsResource, found: Record<string, unknown>): string[] {
  const { type, name, inputs } = resource;
  const lost = NOT_READ_BACK[type]?.properties ?? [];
  return Object.entries(inputs).flatMap(([property, declared]) => {
    if (declared === undefined || lost.includes(property)) return [];
    try {
      assert.deepEqual(found[property], declared);
      return [];
    } catch {
      const [was, is] = [declared, found[property]].map((value) => JSON.stringify(value));
      return [`${type} ${name}.${property}: declared ${was}, reads back ${is}`];
    }
  });
}
