import { display, list, own, pointer, record, text, type JsonRecord } from "../../json";
import { attempts, delayBefore } from "../../lint/facts/handlers";
import { Failure, Stopped } from "../errors";
import { JSONATA } from "./jsonata";
import { JSONPATH } from "./jsonpath";
import { KINDS } from "./kinds";
import type { StateTry } from "../state-try";
import type { Outcome, Thread, Visit } from "./visit";

/** Runs the scope at the JSON pointer `at` and gives its output. @throws Failure of a state that nothing catches. */
export async function runScope(
  scope: JsonRecord,
  at: string,
  input: unknown,
  thread: Thread,
): Promise<unknown> {
  const states = record(scope, "States");
  let outcome: Outcome = { output: input, next: text(scope, "StartAt") };
  while (outcome.next !== undefined) {
    const name = outcome.next;
    const path = `${at}${pointer(["States", name])}`;
    outcome = await runState(name, path, own(states, name) as JsonRecord, outcome.output, thread);
  }
  return outcome.output;
}

async function runState(
  name: string,
  path: string,
  state: JsonRecord,
  input: unknown,
  thread: Thread,
): Promise<Outcome> {
  const { recorder } = thread;
  if (thread.stopped()) throw new Stopped();
  recorder.entered(name, path);
  const entered = recorder.now(thread.clock);
  const language = (state.QueryLanguage ?? thread.queryLanguage) === "JSONata" ? JSONATA : JSONPATH;
  const used = new Map<number, number>();
  for (let retries = 0; ; retries++) {
    const context = recorder.context(name, state, entered, retries, thread.item);
    const visit: Visit = { name, path, state, retries, input, thread, context, language };
    const { heard, ended } = listen(visit);
    try {
      const run = KINDS[display(state.Type)] as (visit: Visit) => Promise<Outcome>;
      const outcome = await run(heard);
      ended({ status: "SUCCEEDED", ...outcome });
      return outcome;
    } catch (thrown) {
      const failure = Failure.of(thrown);
      if (retry(visit, failure, used)) {
        ended({ status: "RETRIABLE", ...failure.output() });
        continue;
      }
      const outcome = await caught(visit, failure);
      ended({ status: outcome ? "CAUGHT_ERROR" : "FAILED", ...outcome, ...failure.output() });
      if (outcome) return outcome;
      throw failure;
    }
  }
}

type End = Pick<StateTry, "status" | "output" | "next" | "Error" | "Cause">;

/** Listens to a try, where someone wants to know. @returns the visit to run, and whom to tell how it ended */
function listen(visit: Visit): { readonly heard: Visit; readonly ended: (end: End) => void } {
  const { name: state, path, retries, thread, language, context } = visit;
  const { onState } = thread.recorder.options;
  // "/States/NAME": those inside of a Map or Parallel are its work.
  if (onState === undefined || path.split("/").length > 3) {
    return { heard: visit, ended: () => undefined };
  }
  const [input, variables] = structuredClone([visit.input, thread.variables]);
  let work: { result?: unknown } = {};
  const finish: typeof language.finish = (at, result) => {
    work = { result };
    return language.finish(at, result);
  };
  return {
    heard: { ...visit, language: { ...language, finish } },
    ended: (end) => onState({ state, retries, input, variables, context, ...work, ...end }),
  };
}

/** Waits for the next try when a Retry entry allows one. */
function retry(
  { state, path, thread }: Visit,
  failure: Failure,
  used: Map<number, number>,
): boolean {
  const found = matching(state, "Retry", failure);
  if (found === undefined) return false;
  const [index, value] = found;
  const before = used.get(index) ?? 0;
  if (before >= attempts({ value })) return false;
  used.set(index, before + 1);
  // Full jitter counts as the longest it may wait.
  const seconds = delayBefore({ value }, before);
  thread.recorder.retried(`${path}/Retry/${index}`, thread.clock, seconds);
  return true;
}

/** Where the catcher that takes a failure leads; undefined where none does. */
async function caught(visit: Visit, failure: Failure): Promise<Outcome | undefined> {
  const { state, path, thread, language } = visit;
  const found = matching(state, "Catch", failure);
  if (found === undefined) return undefined;
  const [index, catcher] = found;
  thread.recorder.coverage.visit(`${path}/Catch/${index}`);
  const output = await language.caught(visit, catcher, failure.output());
  return { output, next: text(catcher, "Next") };
}

/** The first entry of `field` that takes a failure, and its index. */
function matching(
  state: JsonRecord,
  field: "Retry" | "Catch",
  failure: Failure,
): readonly [index: number, entry: JsonRecord] | undefined {
  const entries = list(state, field) as JsonRecord[];
  return [...entries.entries()].find(([, entry]) => failure.matches(list(entry, "ErrorEquals")));
}
