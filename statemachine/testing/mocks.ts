import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { isRecord } from "../json";
import type { Json } from "../definition/types";
import { fails, returns, type Answers, type Handler } from "./answers";
import { bounded, WorkflowTestError } from "./errors";

/** How a task ends: with a result, or with an error by the name that Retry and Catch match. */
export type Outcome =
  { readonly result: Json } | { readonly error: string; readonly cause?: string };

/**
 * What stands in for a task. With `callback` the local run does the task's work and answers its token after some seconds
 * (0 by default), which take no time in a test.
 */
export type Mock = Outcome | { readonly callback: Outcome & { readonly afterSeconds?: number } };

/** By the name of a state: what answers every call, or a list with one answer for each call. */
export type Mocks = Readonly<Record<string, Mock | readonly Mock[]>>;

/**
 * Reads a file of mocks, JSON or YAML:
 *
 * ```json
 * { "Charge": [{ "error": "Busy", "cause": "try again" }, { "result": { "paid": true } }], "Approve": { "callback": { "result": "yes" } } }
 * ```
 *
 * @throws WorkflowTestError naming everything in it that is no mock
 */
export function readMocks(file: string): Mocks {
  let value: unknown;
  try {
    value = parse(readFileSync(file, "utf8"), { logLevel: "error" });
  } catch (error) {
    throw new WorkflowTestError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const problems = problemsIn(bounded(value, file));
  if (problems.length > 0) throw new WorkflowTestError(`${file}: ${problems.join("; ")}`);
  return value as Mocks;
}

/** What is wrong with a value that should be {@link Mocks}, one sentence each. */
export function problemsIn(value: unknown): string[] {
  if (!isRecord(value)) return ["mocks are an object with the name of a state for each key"];
  return Object.entries(value).flatMap(([state, mocks]) => {
    const list: unknown[] = Array.isArray(mocks) ? mocks : [mocks];
    if (list.length > 0 && list.every(isMock)) return [];
    return [`${state} must be ${SHAPE}, or a list of such, not ${JSON.stringify(mocks)}`];
  });
}

/** The same mocks as handlers for `WorkflowTest.run`: `{ tasks: answersOf(readMocks("mocks.json")) }`. */
export function answersOf(mocks: Mocks): Record<string, Answers> {
  return Object.fromEntries(
    Object.entries(mocks).map(([state, mock]) => [
      state,
      Array.isArray(mock) ? mock.map(handlerOf) : handlerOf(mock as Mock),
    ]),
  );
}

const SHAPE =
  '{"result": any}, {"error": name, "cause": text} or {"callback": either of them, with "afterSeconds"}';

function isMock(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (!("callback" in value)) return isOutcome(value, []);
  const { callback } = value;
  return (
    Object.keys(value).length === 1 &&
    isRecord(callback) &&
    isOutcome(callback, ["afterSeconds"]) &&
    ["number", "undefined"].includes(typeof callback["afterSeconds"])
  );
}

function isOutcome(value: Record<string, unknown>, besides: readonly string[]): boolean {
  const known = "error" in value ? ["error", "cause"] : ["result"];
  const texts = known.includes("error") ? [value["error"], value["cause"] ?? ""] : [];
  return (
    known[0]! in value &&
    texts.every((text) => typeof text === "string") &&
    Object.keys(value).every((key) => known.includes(key) || besides.includes(key))
  );
}

function handlerOf(mock: Mock): Handler {
  const outcome = "callback" in mock ? mock.callback : mock;
  return "error" in outcome ? fails(outcome.error, outcome.cause) : returns(outcome.result);
}
