import assert from "node:assert/strict";
import {
  fails,
  returns,
  timesOut,
  WorkflowTest,
  type RunOptions,
} from "../../../statemachine/testing";
import type { Json } from "../../../statemachine/definition/types";

const scope = (States: object): object => ({ StartAt: Object.keys(States)[0], States });
const machine = (States: object): object => ({ QueryLanguage: "JSONata", ...scope(States) });
const task = (fields: object): object => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  ...fields,
});
const done = { Type: "Succeed" };

async function outputOf(states: object, input: Json, options?: RunOptions): Promise<unknown> {
  const run = await new WorkflowTest(machine(states)).run(input, options);
  assert.equal(run.status, "SUCCEEDED", `${run.error}: ${run.cause}`);
  return run.output;
}

describe("testing a JSONata workflow", () => {
  it("evaluates Arguments, Output and Assign, with the variables as they were before", async () => {
    const states = {
      A: task({
        Arguments: { id: "{% $states.input.id %}", fixed: 1 },
        Output: "{% $states.result.n + $states.input.id %}",
        Assign: { n: "{% $states.result.n %}", name: "{% $states.context.State.Name %}" },
        Next: "B",
      }),
      B: {
        Type: "Pass",
        Assign: { n: "{% $n + 1 %}" },
        Output: { n: "{% $n %}", x: "{% $states.input %}" },
        Next: "C",
      },
      C: { Type: "Succeed", Output: { all: ["{% $n %}", "{% $name %}", "{% $states.input.n %}"] } },
    };
    const workflow = new WorkflowTest(machine(states));
    const run = await workflow.run({ id: 7 }, { tasks: { A: returns({ n: 10 }) } });
    assert.deepEqual(run.calls, [{ state: "A", attempt: 1, input: { id: 7, fixed: 1 } }]);
    assert.deepEqual(run.output, { all: [11, "A", 10] });
    assert.deepEqual(run.path, ["A", "B", "C"]);
    assert.deepEqual(workflow.coverage.missed(), []);
  });

  for (const [expression, gives] of [
    ["{ 'a': [$sum] }", "a function"],
    ["function($x) { $x }", "a function"],
    ["/a+/", "a function"],
    ["[1 / 0]", "Infinity"],
  ] as const) {
    it(`fails for ${expression}, which JSON has no word for`, async () => {
      const states = { A: { Type: "Pass", Output: `{% ${expression} %}`, End: true } };

      const run = await new WorkflowTest(machine(states)).run({});

      assert.equal(run.error, "States.QueryEvaluationError");
      assert.equal(run.cause, `${expression} gives ${gives}, which is not JSON`);
    });
  }

  it("takes the branch whose condition holds, with the branch's own Output and Assign", async () => {
    const states = {
      C: {
        Type: "Choice",
        Choices: [
          {
            Condition: "{% $states.input > 9 %}",
            Next: "Big",
            Output: "big",
            Assign: { seen: true },
          },
          { Condition: "{% $states.input > 4 %}", Next: "Small" },
        ],
        Default: "Small",
        Output: "small",
      },
      Big: { Type: "Pass", Output: ["{% $states.input %}", "{% $seen %}"], End: true },
      Small: done,
    };
    assert.deepEqual(await outputOf(states, 10), ["big", true]);
    assert.equal(await outputOf(states, 5), 5);
    assert.equal(await outputOf(states, 1), "small");
    const workflow = new WorkflowTest(machine(states));
    await workflow.run(5);
    const missed = workflow.coverage.missed().map((point) => point.path);
    assert.deepEqual(missed, ["/States/C/Choices/0", "/States/C/Default", "/States/Big"]);
  });

  it("retries, and gives the error to the catcher's Output and Assign", async () => {
    const states = {
      A: task({
        Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 1 }],
        Catch: [
          {
            ErrorEquals: ["Busy"],
            Output: { error: "{% $states.errorOutput.Error %}", input: "{% $states.input %}" },
            Assign: { cause: "{% $states.errorOutput.Cause %}" },
            Next: "B",
          },
        ],
        End: true,
      }),
      B: { Type: "Pass", Output: ["{% $states.input %}", "{% $cause %}"], End: true },
    };
    const workflow = new WorkflowTest(machine(states));
    const run = await workflow.run(3, { tasks: { A: fails("Busy", "why") } });
    assert.deepEqual(run.output, [{ error: "Busy", input: 3 }, "why"]);
    assert.deepEqual(
      run.calls.map((call) => call.attempt),
      [1, 2],
    );
    assert.deepEqual(workflow.coverage.missed(), []);
  });

  it("makes a catchable error of an expression that fails", async () => {
    const states = {
      A: task({
        Arguments: "{% $states.input.missing %}",
        Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "B" }],
        End: true,
      }),
      B: { Type: "Pass", Output: "{% $states.input.Error %}", End: true },
    };
    assert.equal(await outputOf(states, {}), "States.QueryEvaluationError");
  });

  it("gives branches the variables around them, and keeps theirs inside", async () => {
    const inner = (name: string): object =>
      scope({
        [name]: { Type: "Pass", Assign: { own: name }, Next: `${name}2` },
        [`${name}2`]: { Type: "Pass", Output: "{% $own & $outer & $states.input %}", End: true },
      });
    const states = {
      A: { Type: "Pass", Assign: { outer: "-" }, Next: "P" },
      P: {
        Type: "Parallel",
        Arguments: "{% $states.input.x %}",
        Branches: [inner("L"), inner("R")],
        Output: { both: "{% $states.result %}", from: "{% $states.input.x %}" },
        Assign: { leaked: "{% $exists($own) %}" },
        Next: "B",
      },
      B: {
        Type: "Pass",
        Output: { in: "{% $states.input %}", leaked: "{% $leaked %}" },
        End: true,
      },
    };
    assert.deepEqual(await outputOf(states, { x: 1 }), {
      in: { both: ["L-1", "R-1"], from: 1 },
      leaked: false,
    });
  });

  it("runs items with their selector and their place in the context", async () => {
    const map = (fields: object): object => ({
      M: {
        Type: "Map",
        Items: "{% $states.input.list %}",
        ItemProcessor: scope({
          I: task({
            Output: ["{% $states.result %}", "{% $states.context.Map.Item.Index %}"],
            End: true,
          }),
        }),
        End: true,
        ...fields,
      },
    });
    const echo = { tasks: { I: (input: Json) => input } };
    const selector = { v: "{% $states.context.Map.Item.Value %}", n: "{% $states.input.n %}" };
    assert.deepEqual(
      await outputOf(map({ ItemSelector: selector }), { list: ["a", "b"], n: 1 }, echo),
      [
        [{ v: "a", n: 1 }, 0],
        [{ v: "b", n: 1 }, 1],
      ],
    );
    assert.deepEqual(await outputOf(map({}), { list: { k: 1 } }, echo), [
      [{ Key: "k", Value: 1 }, 0],
    ]);
    const caught = { Catch: [{ ErrorEquals: ["States.Timeout"], Next: "B" }] };
    const states = { ...map(caught), B: { Type: "Pass", Output: "late", End: true } };
    assert.equal(await outputOf(states, { list: [1] }, { tasks: { I: timesOut() } }), "late");
  });

  it("counts waits, and ends in Fail with what its expressions give", async () => {
    const states = {
      W: { Type: "Wait", Seconds: "{% $states.input.s %}", Next: "F" },
      F: { Type: "Fail", Error: "{% 'E' & $states.input.s %}", Cause: "because" },
    };
    const run = await new WorkflowTest(machine(states)).run({ s: 30 });
    assert.deepEqual(
      [run.status, run.error, run.cause, run.waitedSeconds],
      ["FAILED", "E30", "because", 30],
    );
  });

  it("knows the functions that Step Functions adds", async () => {
    const Output = {
      parts: "{% $partition([1..5], 2) %}",
      range: "{% $range(1, 9, 4) %}",
      hash: "{% $hash('abc', 'SHA-1') %}",
      parsed: "{% $parse('{\"a\": [1]}').a %}",
      uuid: "{% $length($uuid()) %}",
    };
    assert.deepEqual(await outputOf({ A: { Type: "Succeed", Output } }, {}), {
      parts: [[1, 2], [3, 4], [5]],
      range: [1, 5, 9],
      hash: "a9993e364706816aba3e25717850c26c9cd0d89d",
      parsed: [1],
      uuid: 36,
    });
  });

  it("runs single JSONata states in a JSONPath machine", async () => {
    const mixed = scope({
      A: {
        Type: "Pass",
        QueryLanguage: "JSONata",
        Output: { n: "{% $states.input.n + 1 %}" },
        Next: "B",
      },
      B: { Type: "Pass", Parameters: { "m.$": "$.n" }, End: true },
    });
    const run = await new WorkflowTest(mixed).run({ n: 1 });
    assert.deepEqual(run.output, { m: 2 });
  });

  for (const [field, value] of [
    ["TimeoutSeconds", "{% 'soon' %}"],
    ["HeartbeatSeconds", "{% 0 %}"],
    ["Credentials", { RoleArn: "{% $states.input.none %}" }],
  ] as const) {
    it(`evaluates ${field}, whose failure a Catch may name`, async () => {
      const Catch = [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "B" }];
      const states = { A: task({ [field]: value, Catch, End: true }), B: done };
      const { path, calls } = await new WorkflowTest(machine(states)).run({});
      assert.deepEqual([path, calls], [["A", "B"], []]);
    });
  }

  it("fails for a wait of a fraction, a time without T or of hour 24, and a Cause that is not text", async () => {
    const A = { Type: "Wait", End: true };
    for (const state of [
      { ...A, Seconds: "{% 1.5 %}" },
      { ...A, Timestamp: "{% '2016-12-05 21:29:29Z' %}" },
      { ...A, Timestamp: "{% '2016-12-05T24:00:00Z' %}" },
      { Type: "Fail", Cause: "{% 1 %}" },
    ]) {
      const { error } = await new WorkflowTest(machine({ A: state })).run({});
      assert.equal(error, "States.QueryEvaluationError");
    }
  });

  it("tells of a syntax error as a fault of the definition", async () => {
    const states = { A: { Type: "Pass", Output: "{% $( %}", End: true } };
    await assert.rejects(
      new WorkflowTest(machine(states)).run({}),
      /state "A" has a JSONata expression/u,
    );
  });

  it("ends an expression that does not end by itself", async () => {
    const endless = "{% ($next := function($n) { $next($n + 1) }; $next(0)) %}";
    const workflow = new WorkflowTest(machine({ A: { Type: "Pass", Output: endless, End: true } }));

    await assert.rejects(workflow.run({}), {
      name: "WorkflowTestError",
      message: /state "A" has an expression that does not end/,
    });
  }).timeout(120_000);
});
