import assert from "node:assert/strict";
import {
  fails,
  returns,
  WorkflowTest,
  type Answers,
  type Run,
} from "../../../statemachine/testing";
import type { Json } from "../../../statemachine/definition/types";

const I = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true };
const inline = { StartAt: "I", States: { I } };
const distributed = {
  ...inline,
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
};

function map(fields: object, input: Json, item: Answers, M?: Answers): Promise<Run> {
  const states = { M: { Type: "Map", ItemProcessor: distributed, End: true, ...fields } };
  const workflow = new WorkflowTest({ StartAt: "M", States: states });
  return workflow.run(input, { tasks: { I: item, ...(M ? { M } : {}) } });
}

const echo = (input: Json): Json => input;
const oddFails = (input: number): number => {
  if (input % 2 === 0) return input;
  throw Object.assign(new Error("odd"), { name: "Odd" });
};

describe("a Map in a workflow test", () => {
  for (const [concurrency, entered] of [
    [1, 2],
    [2, 3],
    [0, 4],
  ] as const) {
    it(`with MaxConcurrency ${concurrency} enters ${entered} of 4 items when the second fails`, async () => {
      const fields = { ItemProcessor: inline, MaxConcurrency: concurrency };
      const item = [returns(1), fails("E"), returns(3), returns(4)];
      const { error, calls } = await map(fields, [1, 2, 3, 4], item);
      assert.deepEqual([error, calls.length], ["E", entered]);
    });
  }

  for (const [fields, status] of [
    [{}, "FAILED"],
    [{ ToleratedFailureCount: 1 }, "FAILED"],
    [{ ToleratedFailureCount: 2 }, "SUCCEEDED"],
    [{ ToleratedFailurePercentage: 49 }, "FAILED"],
    [{ ToleratedFailurePercentage: 50 }, "SUCCEEDED"],
    [{ ToleratedFailurePercentage: 50, ToleratedFailureCount: 1 }, "FAILED"],
  ] as const) {
    it(`with ${JSON.stringify(fields)} ends as ${status} when 2 of 4 items fail`, async () => {
      const run = await map(fields, [1, 2, 3, 4], oddFails);
      assert.equal(run.status, status);
      if (status === "SUCCEEDED") assert.deepEqual(run.output, [2, 4]);
      else assert.equal(run.error, "States.ExceedToleratedFailureThreshold");
    });
  }

  it("reads a tolerance by its path, and fails for one that is none", async () => {
    const fields = { ItemsPath: "$.l", ToleratedFailureCountPath: "$.n" };
    assert.deepEqual((await map(fields, { l: [1, 2], n: 1 }, oddFails)).output, [2]);
    assert.equal((await map(fields, { l: [1, 2], n: 1.5 }, oddFails)).error, "States.Runtime");
    const many = { ItemsPath: "$.l", MaxConcurrencyPath: "$.no" };
    assert.equal((await map(many, { l: [1] }, echo)).error, "States.Runtime");
  });

  it("gives batches their items and the input they share", async () => {
    const batcher = { MaxItemsPerBatch: 2, BatchInput: { "n.$": "$.n" } };
    const run = await map({ ItemsPath: "$.l", ItemBatcher: batcher }, { l: [1, 2, 3], n: 7 }, echo);
    assert.deepEqual(run.output, [
      { BatchInput: { n: 7 }, Items: [1, 2] },
      { BatchInput: { n: 7 }, Items: [3] },
    ]);
    const bytes = { ItemBatcher: { MaxInputBytesPerBatch: 9 } };
    const sizes = await map(bytes, ["abcd", "ef", "ghijkl"], echo);
    assert.deepEqual(sizes.output, [{ Items: ["abcd"] }, { Items: ["ef"] }, { Items: ["ghijkl"] }]);
  });

  it("asks the test's handler of the Map for what its ItemReader would read", async () => {
    const ItemReader = {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "JSON", MaxItems: 2 },
      Parameters: { "Bucket.$": "$.b", Key: "k" },
    };
    const run = await map({ ItemReader }, { b: "inbox" }, echo, returns([1, 2, 3]));
    assert.deepEqual(run.output, [1, 2]);
    assert.deepEqual(run.calls[0], {
      state: "M",
      attempt: 1,
      input: { Bucket: "inbox", Key: "k" },
    });
    await assert.rejects(map({ ItemReader }, { b: "x" }, echo), /task "M" .* has no handler/u);
    await assert.rejects(map({ ItemReader }, { b: "x" }, echo, returns(1)), /its ItemReader/u);
  });

  it("counts the time of items side by side once, and of items in turn each", async () => {
    const W = { Type: "Wait", SecondsPath: "$", End: true };
    const waits = { StartAt: "W", States: { W } };
    const seconds = async (MaxConcurrency: number): Promise<number> =>
      (await map({ ItemProcessor: waits, MaxConcurrency }, [10, 20, 5], echo)).waitedSeconds;
    assert.equal(await seconds(0), 20);
    assert.equal(await seconds(1), 35);
    assert.equal(await seconds(2), 20);
  });

  it("hides the variables around it from the executions of a Distributed Map", async () => {
    const read = { Type: "Pass", Parameters: { "v.$": "$v" }, End: true };
    const machine = (ProcessorConfig: object): object => ({
      StartAt: "A",
      States: {
        A: { Type: "Pass", Assign: { v: 1 }, Result: [0], Next: "M" },
        M: {
          Type: "Map",
          ItemProcessor: { ...{ StartAt: "R", States: { R: read } }, ProcessorConfig },
          End: true,
        },
      },
    });
    const own = await new WorkflowTest(machine({ Mode: "INLINE" })).run({});
    assert.deepEqual(own.output, [{ v: 1 }]);
    const child = await new WorkflowTest(machine({ Mode: "DISTRIBUTED" })).run({});
    assert.equal(child.error, "States.ExceedToleratedFailureThreshold");
  });
});
