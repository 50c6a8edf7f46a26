import assert from "node:assert/strict";
import path from "node:path";
import {
  fails,
  lambda,
  returns,
  TaskError,
  times,
  timesOut,
  WorkflowTest,
  WorkflowTestError,
  type RunOptions,
} from "../../../statemachine/testing";
import type { Json } from "../../../statemachine/definition/types";

const task = (fields: object = {}): object => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  ...fields,
});
const machine = (States: object, fields: object = {}): object => ({
  StartAt: Object.keys(States)[0],
  States,
  ...fields,
});
const retry = (...errors: string[]): object => ({ ErrorEquals: errors, MaxAttempts: 2 });
const to = (Next: string, ...errors: string[]): object => ({ ErrorEquals: errors, Next });
const pass = { Type: "Pass", End: true };
const done = { Type: "Succeed" };

async function outputOf(states: object, input: Json, options?: RunOptions): Promise<unknown> {
  return (await new WorkflowTest(machine(states)).run(input, options)).output;
}

describe("testing a workflow", () => {
  it("runs a file with a handler per task and gives path, output and calls", async () => {
    const file = path.join(__dirname, "../../../statemachine/definition.asl.json");
    const workflow = new WorkflowTest({ file });
    const answers = [500, 200].map((statusCode) =>
      lambda((event: Json) => ({ statusCode, event })),
    );
    const run = await workflow.run({ order: 1 }, { tasks: { LambdaInvoke: answers } });
    assert.equal(run.status, "SUCCEEDED");
    assert.deepEqual(run.output, { statusCode: 200, event: { order: 1 } });
    assert.deepEqual(run.path, [
      "LambdaInvoke",
      "CheckStatusCode",
      "Wait",
      "LambdaInvoke",
      "CheckStatusCode",
      "SuccessState",
    ]);
    assert.equal(run.waitedSeconds, 10);
    assert.equal(run.calls.length, 2);
  });

  it("reads a text as the linter does: with merge keys, and what a deployment puts in outside of a string", async () => {
    const yaml = [
      "StartAt: A",
      "States:",
      "  A: &pass { Type: Pass, Result: !Ref Table, Next: B }",
      "  B: { <<: *pass, Next: C }",
      "  C: { Type: Succeed }",
    ].join("\n");
    const run = await new WorkflowTest(yaml).run({});
    assert.deepEqual([run.path, run.output], [["A", "B", "C"], "${Table}"]);
    const json =
      '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": ${Limit}, "End": true}}}';
    assert.equal((await new WorkflowTest(json).run({})).output, "${Limit}");
    assert.throws(
      () => new WorkflowTest("{"),
      /^WorkflowTestError: the definition cannot be read: the text is not JSON/,
    );
  });

  it("gives data in JSON that looks like a function of CloudFormation as it is, as AWS does", async () => {
    const definition = {
      StartAt: "A",
      States: { A: { Type: "Pass", Result: { customer: { Ref: "C-1" } }, End: true } },
    };
    for (const source of [definition, JSON.stringify(definition)]) {
      const run = await new WorkflowTest(source).run({});
      assert.deepEqual(run.output, { customer: { Ref: "C-1" } });
    }
  });

  it("refuses a text that has a state twice, of which the first would never run", () => {
    const json = '{"StartAt": "A", "States": {"A": {"Type": "Fail"}, "A": {"Type": "Succeed"}}}';
    for (const text of [json, "StartAt: A\nStates:\n  A: {Type: Fail}\n  A: {Type: Succeed}"]) {
      assert.throws(() => new WorkflowTest(text), {
        name: "WorkflowTestError",
        message: "the definition has a key twice: /States/A",
      });
    }
  });

  it("retries injected errors without waiting and counts the intervals", async () => {
    const states = {
      A: task({ Retry: [retry("X"), retry("States.TaskFailed")], Next: "B" }),
      B: done,
    };
    const workflow = new WorkflowTest(machine(states));
    const run = await workflow.run(1, {
      tasks: { A: [...times(2, fails("Busy")), returns("ok")] },
    });
    assert.equal(run.output, "ok");
    assert.equal(run.waitedSeconds, 3);
    assert.deepEqual(
      run.calls.map((call) => call.attempt),
      [1, 2, 3],
    );
    assert.deepEqual(
      workflow.coverage.missed().map((point) => point.path),
      ["/States/A/Retry/0"],
    );
  });

  it("matches States.Timeout apart from States.TaskFailed, as AWS does", async () => {
    const states = {
      A: task({
        Catch: [to("Failed", "States.TaskFailed"), to("Late", "States.Timeout")],
        End: true,
      }),
      Failed: done,
      Late: done,
    };
    const workflow = new WorkflowTest(machine(states));
    const late = await workflow.run({}, { tasks: { A: timesOut() } });
    const failed = await workflow.run({}, { tasks: { A: fails("Other", "reason") } });
    assert.deepEqual(late.path, ["A", "Late"]);
    assert.deepEqual(failed.output, { Error: "Other", Cause: "reason" });
    assert.deepEqual(workflow.coverage.missed(), []);
  });

  it("ends as FAILED with the error and cause of the Fail state", async () => {
    const states = { A: { Type: "Fail", Error: "Broken", Cause: "because" } };
    const run = await new WorkflowTest(machine(states)).run({});
    assert.deepEqual([run.status, run.error, run.cause], ["FAILED", "Broken", "because"]);
  });

  it("ends as TIMED_OUT when the waits exceed the machine's timeout", async () => {
    const states = {
      A: { Type: "Wait", SecondsPath: "$.s", Next: "B" },
      B: { ...pass, Next: "A", End: undefined },
    };
    const workflow = new WorkflowTest(machine(states, { TimeoutSeconds: 99 }));
    const run = await workflow.run({ s: 40 });
    assert.equal(run.status, "TIMED_OUT");
    assert.deepEqual(run.path, ["A", "B", "A", "B", "A"]);
  });

  it("visits states of branches and items, also in a branch that fails", async () => {
    const inner = (name: string, state: object): object => machine({ [name]: state });
    const states = {
      P: {
        Type: "Parallel",
        Branches: [
          inner("Good", pass),
          inner("Bad", { Type: "Fail", Error: "Branch" }),
          inner("Each", {
            Type: "Map",
            ItemsPath: "$.items",
            ItemProcessor: inner("Item", task({ End: true, Retry: [retry("Once")] })),
            End: true,
          }),
        ],
        Catch: [to("Caught", "Branch")],
        End: true,
      },
      Caught: done,
    };
    const workflow = new WorkflowTest(machine(states));
    const run = await workflow.run({ items: [1, 2] }, { tasks: { Item: returns(1) } });
    assert.equal(run.status, "SUCCEEDED");
    assert.ok(run.path.includes("Good") && run.path.includes("Bad") && run.path.includes("Caught"));
  });

  it("reports what no run has visited", async () => {
    const states = {
      C: {
        Type: "Choice",
        Choices: [
          { Variable: "$.n", NumericEquals: 1, Next: "A" },
          { Variable: "$.n", NumericEquals: 2, Next: "A" },
        ],
        Default: "B",
      },
      A: task({ Catch: [to("B", "States.ALL")], End: true }),
      B: done,
    };
    const workflow = new WorkflowTest(machine(states));
    assert.throws(() => workflow.assertCovered(), /never run/);
    await workflow.run({ n: 2 }, { tasks: { A: returns(null) } });
    assert.equal(
      workflow.coverage.report(),
      [
        "States: 2 of 3 visited",
        "  not visited: B (Succeed) (/States/B)",
        "Choice branches: 1 of 3 visited",
        "  not visited: C, rule 0 to A (/States/C/Choices/0)",
        "  not visited: C, Default to B (/States/C/Default)",
        "Catch entries: 0 of 1 visited",
        "  not visited: A, Catch 0 for States.ALL (/States/A/Catch/0)",
      ].join("\n"),
    );
    await workflow.run({ n: 1 }, { tasks: { A: fails("E") } });
    await workflow.run({ n: 3 });
    workflow.assertCovered();
  });

  it("replaces the input by false and 0, and reads the context", async () => {
    const set = (fields: object): object => ({ A: { ...pass, ...fields } });
    assert.deepEqual(await outputOf(set({ Result: 1, ResultPath: "$" }), { a: 1 }), 1);
    assert.equal(await outputOf(set({ Result: false }), { a: 1 }), false);
    assert.deepEqual(await outputOf(set({ Result: 0, ResultPath: "$.n" }), { a: 1 }), {
      a: 1,
      n: 0,
    });
    const names = { "n.$": "$$.State.Name", "e.$": "$$.Execution.Name" };
    assert.deepEqual(await outputOf(set({ Parameters: names }), {}), {
      n: "A",
      e: "test",
    });
    const absent = { Variable: "$.x", IsPresent: false, Next: "No" };
    const choice = { Type: "Choice", Choices: [absent], Default: "Yes" };
    const States = { C: choice, No: { ...pass, Result: "no" }, Yes: { ...pass, Result: "yes" } };
    assert.equal(await outputOf(States, {}), "no");
    assert.equal(await outputOf(States, { x: 1 }), "yes");
  });

  it("names what is wrong with the test, past any Catch", async () => {
    const caught = { Catch: [to("B", "States.ALL")], Retry: [retry("States.ALL")], Next: "B" };
    const workflow = new WorkflowTest(machine({ A: task(caught), B: done }));
    const rejects = (options: RunOptions, message: RegExp): Promise<void> =>
      assert.rejects(workflow.run({}, options), (error: Error) => {
        assert.ok(error instanceof WorkflowTestError);
        assert.match(error.message, message);
        return true;
      });
    await rejects({}, /task "A" was reached but has no handler \(handlers given: none\)/);
    await rejects({ tasks: { A: [fails("X")] } }, /"A" was called 2 times but has 1 answers/);
    const loop = new WorkflowTest(machine({ A: { Type: "Pass", Next: "A" } }));
    await assert.rejects(loop.run({}, { maxStates: 50 }), /entered 50 states without ending/);
    const retries = { Retry: [{ ...retry("States.ALL"), MaxAttempts: 99_999_999 }], End: true };
    const tasks = { A: fails("Busy") };
    const again = new WorkflowTest(machine({ A: task(retries) }));
    await assert.rejects(again.run({}, { maxStates: 50, tasks }), /tried 50 states without ending/);
  });

  const refused: [string, object, RegExp][] = [
    [
      "a dangling Next",
      machine({ A: { Type: "Pass", Next: "Gone" } }),
      /"Gone", which is not a state/,
    ],
    ["an unknown type", machine({ A: { Type: "Passs", End: true } }), /unknown Type "Passs"/],
    ["no states", { StartAt: "A" }, /needs StartAt and States/],
    ["nothing", null as unknown as object, /needs StartAt and States/],
    [
      "a catcher that is no object",
      machine({ A: { ...pass, Catch: [null] } }),
      /^WorkflowTestError: Catch 0 of state "A" must be an object, not null$/,
    ],
    [
      "a rule that is no object",
      machine({ A: { Type: "Choice", Choices: [[]] } }),
      /^WorkflowTestError: Choices 0 of state "A" must be an object, not \[\]$/,
    ],
    [
      "a retrier without a list of errors",
      machine({ A: { ...pass, Retry: [{ ErrorEquals: "X" }] } }),
      /^WorkflowTestError: Retry 0 of state "A" needs a list of ErrorEquals, not "X"$/,
    ],
    ["a result writer", machine({ A: { ...pass, ResultWriter: {} } }), /ResultWriter/],
    [
      "JSONata fields in a JSONPath state",
      machine({ A: { ...pass, Output: 1 } }),
      /uses Output \(JSONata without QueryLanguage\)/,
    ],
  ];
  for (const [what, definition, message] of refused) {
    it(`refuses ${what} before anything runs`, async () => {
      await assert.rejects(new WorkflowTest(definition).run({}), message);
    });
  }

  it("passes a handler's own errors on by name", async () => {
    const throws = (error: Error) => async (): Promise<never> => Promise.reject(error);
    const workflow = new WorkflowTest(machine({ A: task({ End: true }) }));
    const own = await workflow.run({}, { tasks: { A: throws(new TaskError("Mine", "x")) } });
    const type = await workflow.run({}, { tasks: { A: lambda(throws(new RangeError("y"))) } });
    assert.deepEqual([own.error, own.cause], ["Mine", "x"]);
    assert.equal(type.error, "RangeError");
    assert.deepEqual(JSON.parse(type.cause ?? ""), {
      errorType: "RangeError",
      errorMessage: "y",
      trace: [],
    });
  });
});
