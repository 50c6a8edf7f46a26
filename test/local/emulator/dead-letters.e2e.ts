import assert from "node:assert/strict";
import path from "node:path";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  PutFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { strToU8, zipSync } from "fflate";
import { createClients, type Clients } from "../../../engine/aws";
import { PROJECT_DIR } from "../../../engine/program";
import { startEmulator, type Emulator } from "../../../local/emulator/emulator";

const CODE = 'exports.handler = async () => { throw new Error("not today"); };';

interface Queue {
  readonly url: string;
  readonly arn: string;
}

describe("dead letters in the emulator", function () {
  this.timeout(60_000);
  let emulator: Emulator;
  let clients: Clients;
  let dead: Queue;

  before(async () => {
    emulator = await startEmulator({ log: path.join(PROJECT_DIR, "out", "dead-letters.log") });
    clients = createClients(emulator.endpoint, "us-east-1");
  });

  beforeEach(async () => {
    dead = await queue("dead");
  });

  after(async () => emulator.stop());

  let made = 0;
  async function queue(name: string, attributes: Record<string, string> = {}): Promise<Queue> {
    const { QueueUrl: url = "" } = await clients.sqs.send(
      new CreateQueueCommand({ QueueName: `${name}-${made++}`, Attributes: attributes }),
    );
    const { Attributes } = await clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
    );
    return { url, arn: String(Attributes?.["QueueArn"]) };
  }

  async function failing(name: string, more: object = {}): Promise<void> {
    await clients.lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Role: "arn:aws:iam::000000000000:role/any",
        Code: { ZipFile: zipSync({ "index.js": strToU8(CODE) }) },
        ...more,
      }),
    );
  }

  /** The first message that comes. */
  async function received({ url }: Queue): Promise<string | undefined> {
    for (let tries = 0; tries < 100; tries++) {
      const { Messages } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
      if (Messages?.[0]) return Messages[0].Body;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return undefined;
  }

  it("are the messages that a queue's function cannot take", async () => {
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 });
    const work = await queue("work", { VisibilityTimeout: "1", RedrivePolicy });
    await failing("consumer", { Timeout: 1 });
    await clients.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: "consumer",
        EventSourceArn: work.arn,
        BatchSize: 1,
      }),
    );

    await clients.sqs.send(new SendMessageCommand({ QueueUrl: work.url, MessageBody: "order 1" }));

    assert.equal(await received(dead), "order 1");
  });

  it("are the events of asynchronous calls that fail", async () => {
    await failing("called", { DeadLetterConfig: { TargetArn: dead.arn } });
    await clients.lambda.send(
      new PutFunctionEventInvokeConfigCommand({ FunctionName: "called", MaximumRetryAttempts: 0 }),
    );

    await clients.lambda.send(
      new InvokeCommand({
        FunctionName: "called",
        InvocationType: "Event",
        Payload: '{"order":2}',
      }),
    );

    assert.match(String(await received(dead)), /"order": ?2/);
  });
});
