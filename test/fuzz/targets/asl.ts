import { readFileSync } from "node:fs";
import path from "node:path";
import { Exit } from "../../../statemachine/cli";
import { asl } from "../../../statemachine/cli/asl";
import { readText } from "../../../statemachine/definition";
import { isRecord, jsonIn } from "../../../statemachine/json";
import { WorkflowTest, WorkflowTestError } from "../../../statemachine/testing";
import type { AskAws } from "../../../statemachine/cli/commands/test";
import { pick } from "../mutate";
import { once, parts, ROOT, textsIn, type Target } from "../target";

const definitions = once((): readonly string[] => [
  ...textsIn("statemachine", /\.asl\.json$/),
  ...textsIn("test/statemachine/lint/fixtures", /\.json$/),
  ...textsIn("test/statemachine/testing/cases", /\.json$/),
  JSON.stringify({
    Resources: {
      M: {
        Type: "AWS::StepFunctions::StateMachine",
        Properties: {
          DefinitionString: {
            "Fn::Join": [
              "",
              ['{"StartAt":"A","States":{"A":{"Type":"Pass","Result":"', { Ref: "R" }, '"}}}'],
            ],
          },
        },
      },
    },
  }),
  "StartAt: A\nStates:\n  A: &a\n    Type: Task\n    Resource: !Sub arn:${X}\n    End: true\n  B: *a\n",
]);

const histories = (): string[] => [
  ...textsIn("test/statemachine/diagram/cases", /^history/),
  JSON.stringify({ path: ["LambdaInvoke", "CheckStatusCode"], status: "FAILED" }),
];

/** A definition with what `asl test` reads besides. */
const tests = (): string[] => {
  const error = { error: "Busy", cause: "again" };
  const one = { asked: "2026-11-27T00:00:00Z", region: "us-east-1", question: {} };
  const cases = textsIn("test/statemachine/testing/cases", /\.json$/).map((text) => {
    const definition = jsonIn(text) as { States?: object };
    const [state = "A"] = Object.keys(definition.States ?? {});
    const mock = { [state]: [error, { result: { Payload: { statusCode: 200 } } }] };
    return { definition, input: { a: [1, { b: "x" }] }, mock, record: {}, answer: {} };
  });
  const definition = {
    StartAt: "A",
    States: {
      A: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Next: "B", Retry: [] },
      B: { Type: "Pass", End: true },
    },
  };
  const answer = { status: "SUCCEEDED", output: "{}", nextState: "B", error: "E", cause: "c" };
  const record = { [RECORDED]: { ...one, answer } };
  const mock = { A: { callback: { result: 1, afterSeconds: 2 } }, B: error };
  return [...cases, { definition, input: {}, mock, record, answer }].map((each) =>
    JSON.stringify(each),
  );
};

/** The key of some question. */
const RECORDED = "0".repeat(64);

/** Runs what a definition, its input, its mocks, its record and AWS's answers hold. */
async function test(file: string, random: () => number): Promise<Exit> {
  const of = parts(file, ["definition", "input", "mock", "record", "answer"]);
  const answer = jsonIn(readFileSync(of.answer, "utf8"));
  const connect = (): AskAws => async () => (isRecord(answer) ? answer : {});
  const cloud = random() < 0.3 ? ["--cloud"] : [];
  const args = ["--input", of.input, "--mock", of.mock, "--record", of.record];
  return asl(["test", of.definition, ...args, ...cloud], { connect });
}

async function testWorkflow(file: string): Promise<Exit> {
  const { readable, value } = readText(readFileSync(file, "utf8"));
  if (!readable) return Exit.usage;
  const anything = new Proxy({}, { getOwnPropertyDescriptor: () => HANDLER, get: () => answers });
  try {
    const workflow = new WorkflowTest(value as object);
    await workflow.run({ a: 1 }, { tasks: anything, maxStates: 50 });
    return Exit.ok;
  } catch (error) {
    if (error instanceof WorkflowTestError) return Exit.usage;
    throw error;
  }
}

const answers = (): object => ({ Payload: { statusCode: 200 } });
const HANDLER = { value: answers, configurable: true, enumerable: true };

function lintFile(file: string, random: () => number): Promise<Exit> {
  const format = pick(["text", "json", "sarif"], random);
  const type = pick(["STANDARD", "EXPRESS"], random);
  return asl(["lint", file, "--format", format, "--type", type]);
}

const grants = (): string[] =>
  textsIn("test/statemachine/testing/cases", /\.json$/).map((text) => {
    const definition = jsonIn(text);
    const states = isRecord(definition) ? Object.keys(definition["States"] ?? {}) : [];
    const each = [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }];
    return JSON.stringify({ definition, grants: { [states[0] ?? "A"]: each } });
  });

function permissions(file: string): Promise<Exit> {
  const of = parts(file, ["definition", "grants"]);
  return asl(["permissions", of.definition, "--grants", of.grants]);
}

const EXAMPLE = path.join(ROOT, "statemachine/definition.asl.json");
const m = { seeds: definitions, file: "m.json", weight: 1 };

/** `asl`, all of it. */
export const ASL: readonly Target[] = [
  { ...m, name: "asl lint", run: lintFile },
  { ...m, name: "asl permissions", run: (file) => asl(["permissions", file]) },
  { ...m, name: "asl permissions --grants", seeds: once(grants), run: permissions },
  { ...m, name: "asl export", run: (file) => asl(["export", file]) },
  { ...m, name: "asl diagram", run: (file) => asl(["diagram", file, "--out", `${file}.mmd`]) },
  {
    ...m,
    name: "asl diagram as a picture",
    run: (file) => asl(["diagram", file, "--out", `${file}.svg`]),
    weight: 10,
  },
  {
    name: "asl diagram --history",
    seeds: once(histories),
    file: "h.json",
    run: (file) => asl(["diagram", EXAMPLE, "--history", file, "--out", `${file}.mmd`]),
    weight: 1,
  },
  { ...m, name: "asl test", seeds: once(tests), run: test },
  { ...m, name: "a workflow test", run: testWorkflow },
];
