import assert from "node:assert/strict";
import path from "node:path";
import {
  fails,
  returns,
  WorkflowTest,
  type Run,
  type RunOptions,
} from "../../../statemachine/testing";
import type { Json } from "../../../statemachine/definition/types";

const CASES = path.join(__dirname, "cases");
const pass = { Type: "Pass", End: true };
const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true };
const scope = (States: object): object => ({ StartAt: Object.keys(States)[0], States });
const run = (states: object, input: Json, options?: RunOptions): Promise<Run> =>
  new WorkflowTest(scope(states)).run(input, options);

type Expected = Partial<Pick<Run, "status" | "output" | "error" | "cause" | "path">>;

/** What of a run `expected` names. */
function part(actual: Run, expected: Expected): Expected {
  const keys = Object.keys(expected) as (keyof Expected)[];
  return Object.fromEntries(keys.map((key) => [key, actual[key]]));
}

const RUNTIME = { error: "States.Runtime", status: "FAILED" } as const;

/** Outcomes that AWS was seen to give, or that its documentation states, by the case's file. */
const RECORDED: readonly [
  file: string,
  what: string,
  input: Json,
  Expected,
  RunOptions["tasks"]?,
][] = [
  [
    "testing-1",
    "starts no further item after a failed one with MaxConcurrency 1",
    [1, 2, 3],
    { path: ["A", "Charge", "Charge", "Refund"], output: "refunded" },
    { Charge: [returns(1), fails("E"), returns(3)], Refund: returns("refunded") },
  ],
  ["testing-2", "rounds each argument of MathAdd", {}, { output: { x: 3 } }],
  ["testing-4", "formats an object as Java does", { o: { a: 1 } }, { output: { x: "{a=1}" } }],
  ["testing-4", "formats a list as Java does", { o: [1, "b"] }, { output: { x: "[1, b]" } }],
  ["testing-5", "keeps the Cause without an Error", {}, { error: undefined, cause: "why" }],
  ["testing-7", "reads variables in JSONPath states", {}, { output: { x: 1 } }],
  [
    "testing-8",
    "catches a branch's error as States.TaskFailed",
    {},
    { path: ["A", "X", "B"], output: { Error: "Boom", Cause: "" } },
    { X: fails("Boom") },
  ],
  [
    "testing-10",
    "does not write into a text",
    { a: "text" },
    { error: "States.ResultPathMatchFailure" },
  ],
  ["testing-11", "wants a T in a time", { t: "2016-12-05 21:29:29Z" }, RUNTIME],
  ["testing-11", "wants a Z or an offset in a time", { t: "2016-12-05T21:29:29" }, RUNTIME],
  ["testing-11", "wants a day that exists", { t: "2016-02-30T21:29:29Z" }, RUNTIME],
  ["testing-11", "takes an offset", { t: "2016-12-05T21:29:29.5+01:00" }, { status: "SUCCEEDED" }],
  ["testing-13", "evaluates TimeoutSecondsPath", {}, RUNTIME],
  ["testing-13", "wants whole seconds of TimeoutSecondsPath", { no: 1.5 }, RUNTIME],
  ["testing-14", "gives a range of one as that one", {}, { output: 1 }],
  [
    "testing-15",
    "runs once for each pair of an object",
    { o: { a: 1, b: 2 } },
    {
      output: [
        { Key: "a", Value: 1 },
        { Key: "b", Value: 2 },
      ],
    },
  ],
];

describe("a workflow test, as AWS runs it", () => {
  for (const [file, what, input, expected, tasks] of RECORDED) {
    it(`${what} (${file})`, async () => {
      const workflow = new WorkflowTest({ file: path.join(CASES, `${file}.asl.json`) });
      const actual = await workflow.run(input, tasks ? { tasks } : {});
      assert.deepEqual(part(actual, expected), expected);
    });
  }

  it("shows no more in the context than AWS (testing-17)", async () => {
    const workflow = new WorkflowTest({ file: path.join(CASES, "testing-17.asl.json") });
    const { output } = await workflow.run({ in: 1 });
    const context = output as { State: object; Execution: { Input: Json } };
    assert.deepEqual(Object.keys(context).sort(), ["Execution", "State", "StateMachine"]);
    assert.deepEqual(Object.keys(context.State), ["Name", "EnteredTime"]);
    assert.deepEqual(context.Execution.Input, { in: 1 });
  });

  it("counts retries in the context, and has a token in a task that waits for it", async () => {
    const Resource = "arn:aws:states:::lambda:invoke.waitForTaskToken";
    const Parameters = { "n.$": "$$.State.RetryCount", "t.$": "$$.Task.Token" };
    const Retry = [{ ErrorEquals: ["E"] }];
    const A = { ...task, Resource, Parameters, Retry };
    const { calls } = await run({ A }, {}, { tasks: { A: [fails("E"), returns(1)] } });
    assert.deepEqual(
      calls.map((call) => call.input),
      [
        { n: 0, t: "test-task-token" },
        { n: 1, t: "test-task-token" },
      ],
    );
  });
});

const FUNCTIONS: readonly [call: string, result: Json | { fails: string }][] = [
  ["States.MathAdd(-1.5, 2.5)", 2],
  ["States.StringSplit('a.b+c..d', '.+')", ["a", "b", "c", "d"]],
  ["States.StringSplit('', ',')", []],
  ["States.StringSplit('a]b^c-d[e', ']^-[')", ["a", "b", "c", "d", "e"]],
  ["States.StringSplit('a,b', '')", ["a,b"]],
  ["States.ArrayUnique(States.Array(1, 2, 1, 'a', 'a'))", [1, 2, "a"]],
  ["States.Format('{}-{}', 1, 'x')", "1-x"],
  ["States.Format('\\{\\}{}', null)", "{}null"],
  ["States.Format('it\\'s {}', true)", "it's true"],
  ["States.Format('{}', $.nested)", "{a=[1, {b=x}]}"],
  ["States.Format('{} {}', 1)", { fails: "States.IntrinsicFailure" }],
  ["States.StringToJson('{\"a\":1}')", { a: 1 }],
  ["States.StringToJson('')", null],
  ["States.StringToJson('{')", { fails: "States.IntrinsicFailure" }],
  ["States.JsonToString($.nested)", '{"a":[1,{"b":"x"}]}'],
  ["States.Array(1, 'a', States.Array())", [1, "a", []]],
  ["States.ArrayPartition($.list, 2)", [[1, 2], [3]]],
  ["States.ArrayContains($.list, 3)", true],
  ["States.ArrayRange(1, 9, 4)", [1, 5, 9]],
  ["States.ArrayRange(1, 9, 0)", { fails: "States.IntrinsicFailure" }],
  ["States.ArrayRange(0, 1000, 1)", { fails: "States.IntrinsicFailure" }],
  ["States.ArrayGetItem($.list, 1)", 2],
  ["States.ArrayGetItem($.list, 3)", { fails: "States.IntrinsicFailure" }],
  ["States.ArrayLength($.list[?(@ > 1)])", 2],
  ["States.ArrayUnique(States.Array(1, 2, 1))", [1, 2]],
  ["States.Base64Decode(States.Base64Encode('é'))", "é"],
  ["States.Hash('abc', 'SHA-1')", "a9993e364706816aba3e25717850c26c9cd0d89d"],
  ["States.Hash('abc', 'SHA3-256')", { fails: "States.IntrinsicFailure" }],
  ["States.JsonMerge($.nested, $.other, false)", { a: 2 }],
  ["States.JsonMerge($.nested, $.other, true)", { fails: "States.IntrinsicFailure" }],
  ["States.MathRandom(3, 4)", 3],
  ["$.list[?(@ > 5)]", []],
  ["$.list[-1]", 3],
  ["$.list[0:2]", [1, 2]],
  ["$..b", ["x"]],
  ["$['nested']['a'][0]", 1],
  // A path to many places that leads nowhere gives none of them, as AWS was seen to do.
  ["$.none[*]", []],
  ["$.none.deeper[1:].x", []],
  ["$.nested.none[?(@.x)]", []],
  ["$.none[0]", { fails: "States.Runtime" }],
  ["States.ArrayLength($.none[*])", 0],
  ["$['a\\\"b']", "backslash"],
  ["$['it\\'s']", "quote"],
  ["$.constructor", { fails: "States.Runtime" }],
  ["$unset", { fails: "States.Runtime" }],
];

describe("JSONPath and intrinsic functions in a workflow test", () => {
  const names = { 'a\\"b': "backslash", "it's": "quote" };
  const input = { list: [1, 2, 3], nested: { a: [1, { b: "x" }] }, other: { a: 2 }, ...names };
  for (const [call, result] of FUNCTIONS) {
    it(`${call} gives ${JSON.stringify(result)}`, async () => {
      const { output, error } = await run({ A: { ...pass, Parameters: { "x.$": call } } }, input);
      const failed = result !== null && typeof result === "object" && "fails" in result;
      if (failed) assert.equal(error, result.fails);
      else assert.deepEqual(output, { x: result });
    });
  }

  for (const call of ["States.Nope(1)", "States.UUID(1)", "States.Array(1", "States.Array(a)"]) {
    it(`refuses ${call}, which AWS does not accept`, async () => {
      const A = { ...pass, Parameters: { "x.$": call } };
      await assert.rejects(run({ A }, {}), /WorkflowTestError: States\./u);
    });
  }

  it("sets variables from the result, before ResultPath, and reads them in every field", async () => {
    const states = {
      A: {
        ...task,
        End: undefined,
        Assign: { "n.$": "$.n", list: [1, 2] },
        ResultPath: null,
        Next: "B",
      },
      B: { Type: "Choice", Choices: [{ Variable: "$n", NumericEquals: 5, Next: "C" }] },
      C: {
        Type: "Map",
        ItemsPath: "$list",
        ItemSelector: { "v.$": "States.MathAdd($$.Map.Item.Value, $n)" },
        ItemProcessor: scope({ I: { ...pass, InputPath: "$.v" } }),
        End: true,
      },
    };
    const { output } = await run(states, {}, { tasks: { A: returns({ n: 5 }) } });
    assert.deepEqual(output, [6, 7]);
  });

  it("reads in OutputPath the variables as they were before the state", async () => {
    const states = {
      A: { Type: "Pass", Assign: { answer: 42 }, Next: "B" },
      B: { ...pass, OutputPath: "$answer", Assign: { answer: 43 }, End: undefined, Next: "C" },
      C: { ...pass, Parameters: { "before.$": "$", "after.$": "$answer" } },
    };
    const { output } = await run(states, {});
    assert.deepEqual(output, { before: 42, after: 43 });
  });

  for (const pattern of [".sync", ".sync:2"]) {
    it(`has a token in a task with ${pattern}`, async () => {
      const Resource = `arn:aws:states:::states:startExecution${pattern}`;
      const A = { ...task, Resource, Parameters: { "t.$": "$$.Task.Token" } };
      const { calls } = await run({ A }, {}, { tasks: { A: returns(1) } });
      assert.deepEqual(calls[0]?.input, { t: "test-task-token" });
    });
  }

  for (const [what, fields, value, expected] of [
    ["a text of digits", { MaxConcurrencyPath: "$.n" }, "1", { output: [1, 2] }],
    ["a text of digits", { ToleratedFailureCountPath: "$.n" }, "1", { output: [1, 2] }],
    ["another text", { MaxConcurrencyPath: "$.n" }, "one", RUNTIME],
    ["a fraction", { MaxConcurrencyPath: "$.n" }, 1.5, RUNTIME],
    ["an object", { MaxConcurrencyPath: "$.n" }, {}, RUNTIME],
  ] as const) {
    it(`${expected === RUNTIME ? "refuses" : "takes"} ${what} in ${Object.keys(fields).join()}`, async () => {
      const ItemProcessor = scope({ I: pass });
      const A = { Type: "Map", ItemsPath: "$.items", ItemProcessor, ...fields, End: true };
      const actual = await run({ A }, { items: [1, 2], n: value });
      assert.deepEqual(part(actual, expected), expected);
    });
  }

  for (const [value, expected] of [
    [2, { output: [1, 2] }],
    [0, { output: [1, 2, 3] }],
    [-1, { error: "States.ItemReaderFailed", cause: "field MaxItems must be positive" }],
    [1.5, RUNTIME],
  ] as const) {
    it(`reads MaxItemsPath that leads to ${value}`, async () => {
      const ItemReader = {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "JSON", MaxItemsPath: "$.most" },
      };
      const ProcessorConfig = { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" };
      const ItemProcessor = { ...scope({ I: pass }), ProcessorConfig };
      const A = { Type: "Map", ItemReader, ItemProcessor, End: true };
      const actual = await run({ A }, { most: value }, { tasks: { A: returns([1, 2, 3]) } });
      assert.deepEqual(part(actual, expected), expected);
    });
  }

  it("writes to a ResultPath with brackets and with an index", async () => {
    const set = (ResultPath: string): object => ({ A: { ...pass, Result: 9, ResultPath } });
    assert.deepEqual((await run(set("$['a b'].c"), { x: 1 })).output, { x: 1, "a b": { c: 9 } });
    assert.deepEqual((await run(set("$.l[1]"), { l: [1, 2] })).output, { l: [1, 9] });
    const beyond = await run(set("$.l[2]"), { l: [1, 2] });
    assert.equal(beyond.error, "States.ResultPathMatchFailure");
  });

  it("gives Fail what its paths and functions give", async () => {
    const A = { Type: "Fail", ErrorPath: "$.e", CausePath: "States.Format('{}!', $.c)" };
    const { error, cause } = await run({ A }, { e: "Mine", c: "why" });
    assert.deepEqual([error, cause], ["Mine", "why!"]);
    const only = await run({ A: { Type: "Fail", Error: "E" } }, {});
    assert.deepEqual([only.error, only.cause], ["E", undefined]);
  });

  for (const [error, names, caught] of [
    ["States.Runtime", ["States.ALL"], false],
    ["States.Runtime", ["States.Runtime"], false],
    ["States.DataLimitExceeded", ["States.ALL"], false],
    ["States.DataLimitExceeded", ["States.DataLimitExceeded"], true],
    ["States.Timeout", ["States.TaskFailed"], false],
    ["States.Timeout", ["States.ALL"], true],
    ["States.Permissions", ["States.TaskFailed"], true],
  ] as const) {
    it(`${names.join()} ${caught ? "catches" : "does not catch"} ${error}`, async () => {
      const states = { A: { ...task, Catch: [{ ErrorEquals: names, Next: "B" }] }, B: pass };
      const { status } = await run(states, {}, { tasks: { A: fails(error) } });
      assert.equal(status, caught ? "SUCCEEDED" : "FAILED");
    });
  }

  it("compares as AWS does, with stars that never go back", async () => {
    const holds = async (rule: object, value: Json): Promise<unknown> => {
      const choice = {
        Type: "Choice",
        Choices: [{ Variable: "$.v", ...rule, Next: "Y" }],
        Default: "N",
      };
      const states = { C: choice, Y: { ...pass, Result: true }, N: { ...pass, Result: false } };
      return (await run(states, { v: value, w: 1 })).output;
    };
    const hard = `${"a*".repeat(500)}b`;
    assert.equal(await holds({ StringMatches: hard }, "a".repeat(10_000)), false);
    assert.equal(await holds({ StringMatches: hard }, `${"a".repeat(10_000)}b`), true);
    assert.equal(await holds({ StringMatches: "a\\*?*" }, "a*?x"), true);
    assert.equal(await holds({ StringMatches: "ab*ba" }, "aba"), false);
    assert.equal(await holds({ NumericEqualsPath: "$.w" }, 1), true);
    assert.equal(await holds({ NumericEquals: 1 }, "1"), false);
    assert.equal(await holds({ BooleanEquals: false }, false), true);
    assert.equal(await holds({ IsNumeric: false }, "1"), true);
    assert.equal(
      await holds({ TimestampLessThan: "2020-01-01T01:00:00+02:00" }, "2019-12-31T22:59:59Z"),
      true,
    );
    assert.equal(await holds({ Variable: "$.none", StringEquals: "x" }, 1), undefined);
  });
});
