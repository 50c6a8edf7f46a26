import assert from "node:assert/strict";
import path from "node:path";
import type { AwsProvider } from "../../../engine/aws";
import { createClients, type Clients } from "../../../engine/aws";
import { PROJECT_DIR, type StackDocument } from "../../../engine/program";
import { MadeResources } from "../../../local/stack/made";
import { startEmulator, type Emulator } from "../../../local/emulator/emulator";
import type { WorkflowEvent } from "../../../local/executions/events";
import type { Recorded } from "../../../local/executions/execution";
import { runEvent, workflowOf } from "../../../local/executions/workflow";
import type { Mocks } from "../../../statemachine/testing";

const TASK = { Type: "Task", Resource: "arn:aws:states:::batch:submitJob.sync" };
const EACH = {
  Type: "Map",
  ItemsPath: "$.items",
  MaxConcurrency: 2,
  ItemProcessor: {
    StartAt: "Work",
    States: {
      Work: { ...TASK, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }], Next: "Done" },
      Caught: { Type: "Pass", End: true },
      Done: { Type: "Succeed" },
    },
  },
  Catch: [{ ErrorEquals: ["States.ALL"], Next: "Never" }],
  Next: "Both",
};
const DEFINITION = {
  StartAt: "Each",
  States: {
    Each: EACH,
    Never: { Type: "Fail", Error: "Never" },
    Both: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Pause",
          States: {
            Pause: { Type: "Wait", Seconds: 2, Next: "A" },
            A: { Type: "Pass", End: true },
          },
        },
        { StartAt: "B", States: { B: { Type: "Pass", End: true } } },
      ],
      Next: "Charge",
    },
    Charge: { ...TASK, Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 1 }], Next: "Approve" },
    Approve: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: {
        QueueUrl: "http://127.0.0.1/000000000000/none",
        "MessageBody.$": "$$.Task.Token",
      },
      Catch: [{ ErrorEquals: ["Denied"], Next: "Refused" }],
      End: true,
    },
    Refused: { Type: "Succeed" },
  },
};

describe("workflows in the emulator", () => {
  let emulator: Emulator;
  let clients: Clients;

  before(async () => {
    emulator = await startEmulator({ log: path.join(PROJECT_DIR, "out", "workflows.log") });
    clients = createClients(emulator.endpoint, "us-east-1");
    const { CreateQueueCommand } = await import("@aws-sdk/client-sqs");
    const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand({ QueueName: "approvals" }));
    DEFINITION.States.Approve.Parameters.QueueUrl = QueueUrl as string;
  });

  after(async () => emulator.stop());

  async function run(
    name: string,
    mocks: Mocks,
    input: unknown = { items: [1, 2] },
  ): Promise<Recorded> {
    const machine = {
      type: "aws:sfn/stateMachine:StateMachine",
      name: "m",
      inputs: {
        name: "m",
        definition: JSON.stringify(DEFINITION),
        roleArn: "arn:aws:iam::000000000000:role/r",
      },
      computed: {},
    };
    const document = { stack: "s", resources: [machine], outputs: {} } as unknown as StackDocument;
    const cloud = { context: { clients } } as unknown as AwsProvider;
    const event: WorkflowEvent = {
      name,
      description: "",
      input: input as object,
      objects: [],
      mocks: {},
    };
    const step = { note: () => undefined, title: () => undefined };
    const made = new MadeResources(cloud);
    const stack = { account: "000000000000", cloud, document, made, took: 0 };
    return runEvent(stack, workflowOf(document), event, { mocks, underWay: new Set(), step });
  }

  it("take results, errors, sequences and callbacks of mocks, and show the states inside", async () => {
    const { execution, history } = await run("all", {
      Work: { result: "done" },
      Charge: [{ error: "Busy" }, { error: "Busy" }, { result: { paid: true } }],
      Approve: { callback: { result: "yes", afterSeconds: 0.2 } },
    });

    assert.equal(execution.status, "SUCCEEDED", execution.cause);
    assert.equal(execution.output, "yes");
    assert.deepEqual(execution.path, [
      ...["Each", "Work", "Done", "Work", "Done"],
      ...["Both", "Pause", "A", "B", "Charge", "Approve"],
    ]);
    assert.deepEqual(
      history
        .filter(({ type }) => type === "MapIterationStarted")
        .map((event) => event.mapIterationStartedEventDetails),
      [
        { name: "Each", index: 0 },
        { name: "Each", index: 1 },
      ],
    );
    assert.ok(
      history.every(
        ({ id = 0, previousEventId = -1 }) => previousEventId >= 0 && previousEventId < id,
      ),
    );
  });

  it("take an error by its name, inside and outside of a Map", async () => {
    const { execution } = await run("caught", {
      Work: { error: "Broken", cause: "why" },
      Charge: { result: 1 },
      Approve: { callback: { error: "Denied" } },
    });

    assert.equal(execution.status, "SUCCEEDED", execution.cause);
    assert.deepEqual(execution.path, [
      ...["Each", "Work", "Caught", "Work", "Caught"],
      ...["Both", "Pause", "A", "B", "Charge", "Approve", "Refused"],
    ]);
  });

  it("fail with the name and the cause of a mock, and when a sequence is at its end", async () => {
    const failed = await run("failed", {
      Work: { result: 1 },
      Charge: { error: "Declined", cause: "no money" },
    });
    const { status, error, cause, output } = failed.execution;
    assert.deepEqual([status, error, cause, output], ["FAILED", "Declined", "no money", undefined]);

    const short = await run("short", { Work: { result: 1 }, Charge: [{ error: "Busy" }] });
    assert.equal(
      short.execution.cause,
      "state Charge was called 2 times, but has 1 answers; add one per call",
    );
  });

  it("refuse mocks of what is no task", async () => {
    await assert.rejects(run("unknown", { Each: { result: 1 }, Nope: { result: 1 } }), {
      name: "UsageError",
      message: "mocks: Each, Nope: no Task of the workflow; there are Charge, Approve, Work",
    });
  });
});
