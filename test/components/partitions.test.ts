import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  Audit,
  Batch,
  Bucket,
  Key,
  KEY_SERVICES,
  LambdaFunction,
  Monitoring,
  Queue,
  StateMachine,
  Table,
  task,
  Topic,
  Trigger,
} from "../../components";
import { runProgram, type StackResource } from "../../engine/program";

const NAMES = { prefix: "acme", environment: "qa", name: "orders" };

/** Every component with everything that writes a policy, and no ARN of its own. */
function program(): void {
  const kmsKeyArn = new Key("key", { ...NAMES, services: KEY_SERVICES }).arn;
  const data = new Bucket("data", {
    ...NAMES,
    bucketName: "data",
    consumerPolicyActions: { reader: ["s3:GetObject"] },
  });
  const queue = new Queue("queue", NAMES);
  const topic = new Topic("topic", {
    ...NAMES,
    senders: { Events: { service: "events.amazonaws.com" } },
    subscribers: { queue: { protocol: "sqs", endpoint: queue.arn } },
  });
  const table = new Table("table", { ...NAMES, partitionKey: { name: "id" } });
  const work = new LambdaFunction("work", {
    ...NAMES,
    runtime: "python3.12",
    handler: "main.handler",
    code: new pulumi.asset.AssetArchive({}),
    kmsKeyArn,
    deadLetterTargetArn: queue.arn,
    ssmParams: { "/acme/token": "t" },
    environmentVariables: { STAGE: "qa" },
    vpcConfig: { securityGroupIds: ["sg-1"], subnetIds: ["subnet-1", "subnet-2"] },
    permissions: { api: { principal: "apigateway.amazonaws.com" } },
  });
  new LambdaFunction("logged", {
    ...NAMES,
    name: "logged",
    runtime: "python3.12",
    handler: "main.handler",
    code: new pulumi.asset.AssetArchive({}),
  });
  const stateMachine = new StateMachine("workflow", {
    ...NAMES,
    kmsKeyArn,
    definition: {
      StartAt: "Tell",
      TimeoutSeconds: 60,
      QueryLanguage: "JSONata",
      States: {
        Tell: task("sns:publish", { TopicArn: topic.arn, Message: "m" }, { Next: "Put" }),
        Put: task("dynamodb:putItem", { TableName: table.tableName, Item: {} }),
      },
    },
  });
  const common = { ...NAMES, stateMachine };
  new Trigger("daily", { ...common, name: "daily", schedule: { expression: "rate(1 day)" } });
  new Trigger("events", { ...common, name: "events", events: { pattern: { source: ["acme"] } } });
  new Trigger("upload", { ...common, name: "upload", upload: { bucketName: data.bucketName } });
  const messages = { arn: queue.arn, kmsKeyArn: queue.kmsKeyArn };
  new Trigger("queue", { ...common, name: "queue", queue: messages });
  new Trigger("http", { ...common, name: "http", http: { route: "POST /orders" } });
  new Monitoring("monitoring", { ...common, functions: { work } });
  new Audit("audit", { ...NAMES, kmsKeyArn, functions: [work.arn] });
  const results = { bucketName: data.bucketName };
  const items = { ...results, prefix: "in/" };
  new Batch("batch", { ...NAMES, name: "batch", items, results, process: work.arn });
}

async function documentsIn(region: string): Promise<string> {
  const { resources } = await runProgram({
    stack: "qa",
    program,
    config: { "aws:region": region },
  });
  const shown = resources.map(({ urn, inputs, computed }: StackResource) => ({
    urn,
    inputs,
    computed,
  }));
  return JSON.stringify(shown, null, 1);
}

describe("every document that the components write", () => {
  let home: string;
  before(async () => {
    home = await documentsIn("eu-west-1");
  });

  it("has something of everything that differs by partition", () => {
    for (const text of [
      '\\"kms:ViaService\\":\\"dynamodb.eu-west-1.amazonaws.com\\"',
      '\\"Service\\":\\"logs.eu-west-1.amazonaws.com\\"',
      '\\"Service\\":\\"states.amazonaws.com\\"',
      '\\"Resource\\":\\"arn:aws:states:::sns:publish\\"',
      "arn:aws:kms:eu-west-1:000000000000:key/",
    ])
      assert.ok(home.includes(text), text);
  });

  it("is known offline, as each type has a row in engine/program/outputs", async () => {
    assert.equal((await runProgram({ stack: "qa", program })).notKnown, undefined);
  });

  it("is in GovCloud the same, but for the region and the partition of ARNs", async () => {
    const expected = home
      .replaceAll("eu-west-1", "us-gov-west-1")
      .replaceAll("arn:aws:", "arn:aws-us-gov:");
    assert.equal(await documentsIn("us-gov-west-1"), expected);
  });

  it("is in China the same, but for the region, the partition of ARNs and the end of hosts", async () => {
    const expected = home
      .replaceAll("eu-west-1.amazonaws.com", "eu-west-1.amazonaws.com.cn")
      .replaceAll(".s3.amazonaws.com", ".s3.amazonaws.com.cn")
      .replaceAll("eu-west-1", "cn-north-1")
      .replaceAll("arn:aws:", "arn:aws-cn:");
    assert.equal(await documentsIn("cn-north-1"), expected);
  });
});
