import assert from "node:assert/strict";
import {
  fails,
  returns,
  WorkflowTest,
  type Run,
  type RunOptions,
} from "../../../statemachine/testing";
import type { Json } from "../../../statemachine/definition/types";

const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true };
const pass = { Type: "Pass", End: true };

const run = (A: object, input: Json = {}, options?: RunOptions): Promise<Run> =>
  new WorkflowTest({ StartAt: "A", States: { A } }).run(input, options);

/** The differences that docs/testing-workflows.md lists, in its order. */
describe("what a workflow test does differently from AWS", () => {
  it("refuses a ResultWriter", async () => {
    const ItemProcessor = { StartAt: "I", States: { I: pass } };
    await assert.rejects(
      run({ Type: "Map", ItemProcessor, ResultWriter: {}, End: true }),
      /state "A" uses ResultWriter .* cannot be run here/u,
    );
  });

  it("runs items one after the other, and those beside a failed one to their end", async () => {
    const ItemProcessor = {
      StartAt: "I",
      States: { I: { ...task, End: undefined, Next: "J" }, J: pass },
    };
    const map = { Type: "Map", MaxConcurrency: 2, ItemProcessor, End: true };
    const { path } = await run(map, [1, 2, 3], {
      tasks: { I: [fails("E"), returns(2), returns(3)] },
    });
    assert.deepEqual(path, ["A", "I", "I", "J"]);
  });

  it("takes no time for a task", async () => {
    const slow = (): Promise<number> => new Promise((done) => setTimeout(done, 1100, 1));
    const { status, waitedSeconds } = await run(
      { ...task, TimeoutSeconds: 1 },
      {},
      {
        tasks: { A: slow },
      },
    );
    assert.deepEqual([status, waitedSeconds], ["SUCCEEDED", 0]);
  });

  it("waits the longest that the jitter of a retry allows", async () => {
    const Retry = [{ ErrorEquals: ["E"], IntervalSeconds: 8, JitterStrategy: "FULL" }];
    const { waitedSeconds } = await run(
      { ...task, Retry },
      {},
      {
        tasks: { A: [fails("E"), returns(1)] },
      },
    );
    assert.equal(waitedSeconds, 8);
  });

  it("gives the same number for the same seed of $random, by a way of its own", async () => {
    const output = "{% [$random(7), $random(7), $random(8)] %}";
    const first = await run({ ...pass, QueryLanguage: "JSONata", Output: output });
    const second = await run({ ...pass, QueryLanguage: "JSONata", Output: output });
    const [seven, again, eight] = first.output as number[];
    assert.deepEqual(second.output, first.output);
    assert.equal(again, seven);
    assert.notEqual(eight, seven);
  });

  it("gives the same number for the same seed of States.MathRandom, by a way of its own", async () => {
    const numbers =
      "States.Array(States.MathRandom(1, 1000000, 7), States.MathRandom(1, 1000000, 7))";
    const { output } = await run({ ...pass, Parameters: { "x.$": numbers } });
    const [seven, again] = (output as { x: number[] }).x;
    assert.equal(again, seven);
  });

  it("does not check sizes", async () => {
    const { status } = await run(pass, "x".repeat(300 * 1024));
    assert.equal(status, "SUCCEEDED");
  });

  it("does not catch a result that is too large by States.ALL", async () => {
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "B" }];
    const workflow = new WorkflowTest({
      StartAt: "A",
      States: { A: { ...task, Catch }, B: pass },
    });
    const { error } = await workflow.run({}, { tasks: { A: fails("States.DataLimitExceeded") } });
    assert.equal(error, "States.DataLimitExceeded");
  });

  it("does not check the fields of a call", async () => {
    const Parameters = { FunctionNam: "f", Payload: {} };
    const { calls } = await run({ ...task, Parameters }, {}, { tasks: { A: returns(1) } });
    assert.deepEqual(calls[0]?.input, Parameters);
  });

  it("tells of an unknown function and of a syntax error only where it gets to", async () => {
    const unknown = { ...pass, Parameters: { "x.$": "States.Nope()" } };
    const syntax = { ...pass, QueryLanguage: "JSONata", Output: "{% $( %}" };
    for (const B of [unknown, syntax]) {
      const workflow = new WorkflowTest({ StartAt: "A", States: { A: pass, B } });
      assert.equal((await workflow.run({})).status, "SUCCEEDED");
      await assert.rejects(run(B), { name: "WorkflowTestError" });
    }
  });

  it("gives causes in its own words", async () => {
    const { cause } = await run({ ...pass, InputPath: "$.none" });
    assert.equal(
      cause,
      "the JSONPath '$.none' specified for 'InputPath' could not be found in the input",
    );
  });
});
