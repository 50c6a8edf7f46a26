import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isRecord, jsonIn, own, type JsonRecord } from "../../json";
import type { StateTry } from "../state-try";

/** What AWS's TestState is asked: the fields of its request, JSON as text. */
export interface StateQuestion {
  readonly definition: string;
  readonly stateName: string;
  readonly input: string;
  readonly variables: string;
  readonly context: string;
  readonly mock?: {
    readonly result?: string;
    readonly errorOutput?: {
      readonly error: string | undefined;
      readonly cause: string | undefined;
    };
    readonly fieldValidationMode: "PRESENT";
  };
  readonly stateConfiguration?: { readonly retrierRetryCount: number };
}

/** What it answers. */
export interface StateAnswer {
  readonly status?: string | undefined;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  readonly nextState?: string | undefined;
}

/** States whose work AWS does not do without a mock, and that a mock stands for here too. */
const MOCKED: ReadonlySet<unknown> = new Set(["Task", "Parallel", "Map"]);

/** The same try on AWS: with the same input, variables and context, and what the work gave as its mock. */
export function questionOf(definition: JsonRecord, tried: StateTry): StateQuestion {
  const { state, input, variables, context, retries } = tried;
  const states = definition["States"] as JsonRecord;
  const { Type: type } = (own(states, state) ?? {}) as JsonRecord;
  return {
    definition: JSON.stringify(definition),
    stateName: state,
    input: JSON.stringify(input),
    variables: JSON.stringify(variables),
    context: JSON.stringify(context),
    ...(MOCKED.has(type) ? { mock: mockOf(tried) } : {}),
    ...(retries > 0 ? { stateConfiguration: { retrierRetryCount: retries } } : {}),
  };
}

/** A mock is held against AWS's own shape of the answer where it has a field, not where it leaves one out. */
function mockOf(tried: StateTry): NonNullable<StateQuestion["mock"]> {
  const fieldValidationMode = "PRESENT";
  if ("result" in tried) return { result: JSON.stringify(tried.result), fieldValidationMode };
  return { errorOutput: { error: tried.Error, cause: tried.Cause }, fieldValidationMode };
}

/** Names a question. The context is left out: it has times, which are others in each run. */
export function keyOf(question: StateQuestion): string {
  const parts = [question.definition, question.stateName, question.input, question.variables];
  const text = JSON.stringify([parts, question.mock, question.stateConfiguration]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Where AWS's answer is not what happened here, a sentence each; causes, which have words of their own, are not compared. */
export function differencesOf(tried: StateTry, answer: StateAnswer): string[] {
  const rows: readonly (readonly [string, unknown, unknown])[] = [
    ["status", answer.status, tried.status],
    ["error", answer.error, tried.Error],
    ["next state", answer.nextState, tried.next],
    ...("output" in tried ? [["output", parsed(answer.output), tried.output] as const] : []),
  ];
  return rows
    .filter(([, there, here]) => !isDeepStrictEqual(there, here))
    .map(([what, there, here]) => `${what}: AWS says ${show(there)}, here it is ${show(here)}`);
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : (jsonIn(text) ?? text);
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/** One question that AWS was asked, what it answered, when and where: enough to ask it again. */
export interface AskedCase {
  readonly asked: string;
  /** The region, or the emulator's address. */
  readonly region: string;
  readonly question: StateQuestion;
  readonly answer: StateAnswer;
}

/** What AWS was asked about a definition, by the key of the question. */
export type AskedCases = Record<string, AskedCase>;

/** Whether a value that was read is {@link AskedCases}. */
export function isCases(value: unknown): value is AskedCases {
  return (
    isRecord(value) &&
    Object.values(value).every(
      (each) =>
        isRecord(each) &&
        isRecord(each["answer"]) &&
        typeof each["asked"] === "string" &&
        typeof each["region"] === "string",
    )
  );
}
