import { existsSync } from "node:fs";
import type { Json } from "../../definition/types";
import type { JsonRecord } from "../../json/values";
import {
  differencesOf,
  isCases,
  keyOf,
  questionOf,
  type AskedCase,
  type AskedCases,
  type StateAnswer,
  type StateQuestion,
} from "../../testing/cloud/question";
import { answersOf, readMocks, WorkflowTest, WorkflowTestError } from "../../testing";
import type { StateTry } from "../../testing/state-try";
import { Exit, UsageError } from "../exit";
import { writeOutput } from "../files";
import { readStates, readValue } from "../input";
import { jsonText, visible } from "../terminal";

/** What `asl test` is asked for. */
export interface TestRequest {
  readonly input?: string;
  readonly mock?: string;
  readonly machine?: string;
  readonly state?: string;
  readonly cloud?: boolean;
  readonly region: string;
  readonly endpoint?: string;
  readonly record?: string;
}

/** Asks AWS's TestState. @throws UsageError without credentials, Error with AWS's words where it refuses the question */
export type AskAws = (question: StateQuestion) => Promise<StateAnswer>;

/** Makes the asking: this package has no client of AWS, who uses it gives one. */
export type ConnectAws = (where: Pick<TestRequest, "region" | "endpoint">) => AskAws;

/**
 * Runs a definition, or one state of it, with mocks; and holds each state of its own level against what AWS says, now or,
 * without `cloud`, when it was last asked.
 * @returns findings where AWS says something else
 */
export async function testDefinition(
  file: string,
  request: TestRequest,
  connect?: ConnectAws,
): Promise<Exit> {
  const definition = readStates(file, request.machine);
  const record = request.record ?? `${file.replace(/\.(json|ya?ml)$/, "")}.aws.json`;
  const cases = readCases(record);
  const ask = request.cloud ? connected(request, connect) : undefined;
  const tries: StateTry[] = [];
  const run = await runHere(file, definition, request, (tried) => tries.push(tried));
  const where = request.endpoint ?? request.region;
  let differ = 0;
  try {
    for (const tried of tries) {
      const question = questionOf(definition, tried);
      const known = ask ? await asked(ask, question, where, cases) : cases[keyOf(question)];
      const lines = known === undefined ? [] : differencesOf(tried, known.answer);
      if (lines.length > 0) differ++;
      process.stdout.write(textOf(tried, known, lines));
    }
  } finally {
    // What AWS has answered is kept, also where it then refuses a question.
    if (ask !== undefined && Object.keys(cases).length > 0) writeOutput(record, jsonText(cases));
  }
  const ending = run.status === "SUCCEEDED" ? JSON.stringify(run.output) : run.error;
  const verdict = differ === 0 ? "" : `; AWS says something else of ${differ} of ${tries.length}`;
  process.stdout.write(`${visible(`${run.status} ${ending ?? ""}`)}${verdict}\n`);
  return differ === 0 ? Exit.ok : Exit.findings;
}

function connected(request: TestRequest, connect: ConnectAws | undefined): AskAws {
  if (connect !== undefined) return connect(request);
  throw new UsageError(
    "--cloud needs a client of AWS, which this package does not have: run `npm run -s asl -- test` of its project",
  );
}

async function asked(
  ask: AskAws,
  question: StateQuestion,
  region: string,
  cases: AskedCases,
): Promise<AskedCase> {
  const answer = await ask(question);
  const found = { asked: new Date().toISOString(), region, question, answer };
  cases[keyOf(question)] = found;
  return found;
}

async function runHere(
  file: string,
  definition: JsonRecord,
  { input, mock, state }: TestRequest,
  onState: (tried: StateTry) => void,
): ReturnType<WorkflowTest["run"]> {
  const given = input === undefined ? {} : readValue(input, "an input is JSON or YAML");
  try {
    const tasks = mock === undefined ? {} : answersOf(readMocks(mock));
    const workflow = new WorkflowTest(state === undefined ? definition : only(definition, state));
    let isOver = false;
    return await workflow.run(given as Json, {
      tasks,
      onState: (tried) => {
        if (!isOver) onState(tried);
        isOver = state !== undefined && tried.status !== "RETRIABLE";
      },
    });
  } catch (error) {
    if (error instanceof WorkflowTestError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

/** The definition with an end in place of each other state. */
function only(definition: JsonRecord, state: string): JsonRecord {
  const states = definition["States"] as JsonRecord;
  if (!Object.hasOwn(states, state)) {
    const known = Object.keys(states).join(", ");
    throw new UsageError(`--state ${state} is not a state of the definition; there are ${known}`);
  }
  const ends = Object.keys(states).map((name) => [name, { Type: "Succeed" }]);
  return {
    ...definition,
    StartAt: state,
    States: { ...Object.fromEntries(ends), [state]: states[state] },
  };
}

function readCases(file: string): AskedCases {
  if (!existsSync(file)) return {};
  const value = readValue(file, "a record is JSON");
  if (isCases(value)) return value;
  throw new UsageError(`${file} is not a record of what AWS was asked: give another by --record`);
}

function textOf(
  { state, status, next, retries }: StateTry,
  known: AskedCase | undefined,
  differences: readonly string[],
): string {
  const mark =
    known === undefined
      ? "AWS was not asked"
      : `${differences.length === 0 ? "as AWS says" : "AWS says something else"} (${known.region}, ${known.asked.slice(0, 10)})`;
  const again = retries === 0 ? "" : ` again, ${retries}`;
  const head = `${state}${again}  ${status}${next === undefined ? "" : ` → ${next}`}  ${mark}`;
  return [head, ...differences.map((line) => `  ${line}`)]
    .map((line) => `${visible(line)}\n`)
    .join("");
}
