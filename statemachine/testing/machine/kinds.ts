import { list, text, type JsonRecord } from "../../json";
import { isTimestamp, VALUE_TYPES } from "../../lint/syntax/value-types";
import { Failure, Stopped } from "../errors";
import { runMap } from "./map";
import type { Outcome, Thread, Visit } from "./visit";

type Kind = (visit: Visit) => Promise<Outcome>;

/** What each type of state does. */
export const KINDS: Readonly<Record<string, Kind>> = {
  Task: async (visit) => {
    const { name, retries, state, thread, language } = visit;
    const given = await language.begin(visit);
    for (const field of ["TimeoutSeconds", "HeartbeatSeconds"]) {
      const seconds = await language.value(visit, state, field);
      if (seconds === undefined || VALUE_TYPES.seconds.accepts(seconds)) continue;
      throw language.invalid(
        `'${field}' is ${JSON.stringify(seconds)}, not a positive whole number`,
      );
    }
    await language.template(visit, state.Credentials ?? {});
    return onward(
      visit,
      await language.finish(visit, await thread.recorder.task(name, retries, given)),
    );
  },
  Pass: async (visit) => onward(visit, await visit.language.plain(visit)),
  Succeed: async (visit) => ({ output: await visit.language.pass(visit), next: undefined }),
  Fail: async (visit) => {
    const { language, state } = visit;
    const read = async (field: string): Promise<string | undefined> => {
      const value = await language.value(visit, state, field);
      if (value === undefined || typeof value === "string") return value;
      throw language.invalid(`'${field}' is ${JSON.stringify(value)}, not a string`);
    };
    throw new Failure(await read("Error"), await read("Cause"));
  },
  Wait: async (visit) => {
    const { language, state, thread } = visit;
    const seconds = await language.value(visit, state, "Seconds");
    const until = await language.value(visit, state, "Timestamp");
    if (until === undefined && !VALUE_TYPES.waitSeconds.accepts(seconds)) {
      throw language.invalid(`cannot wait for ${JSON.stringify(seconds)} seconds`);
    }
    if (until !== undefined && !isTimestamp(until)) {
      throw language.invalid(`cannot wait until ${JSON.stringify(until)}`);
    }
    const left = (): number =>
      (Date.parse(String(until)) - thread.recorder.now(thread.clock).getTime()) / 1000;
    thread.recorder.advance(
      thread.clock,
      until === undefined ? Number(seconds) : Math.max(0, left()),
    );
    return onward(visit, await language.pass(visit));
  },
  Choice: async (visit) => {
    const { language, state, path, thread } = visit;
    for (const [index, rule] of (list(state, "Choices") as JsonRecord[]).entries()) {
      if (!(await language.holds(visit, rule))) continue;
      thread.recorder.coverage.visit(`${path}/Choices/${index}`);
      return { output: await language.pass(visit, rule), next: text(rule, "Next") };
    }
    if (state.Default === undefined) {
      throw new Failure("States.NoChoiceMatched", "no rule of the Choice holds");
    }
    thread.recorder.coverage.visit(`${path}/Default`);
    return { output: await language.pass(visit), next: text(state, "Default") };
  },
  Parallel: async (visit) =>
    onward(visit, await visit.language.finish(visit, await runParallel(visit))),
  Map: async (visit) => onward(visit, await visit.language.finish(visit, await runMap(visit))),
};

const onward = ({ state }: Visit, output: unknown): Outcome => ({
  output,
  next: text(state, "Next"),
});

/** Runs the branches side by side: the first failure is that of the state, and the others stop. */
async function runParallel(visit: Visit): Promise<unknown[]> {
  const { state, path, thread, language } = visit;
  const input = await language.begin(visit);
  const clocks = list(state, "Branches").map(() => ({ ...thread.clock }));
  const failures: unknown[] = [];
  const stopped = (): boolean => failures.length > 0 || thread.stopped();
  const run = async (scope: JsonRecord, index: number): Promise<unknown> => {
    const clock = clocks[index] ?? thread.clock;
    const branch: Thread = { ...thread, clock, stopped };
    try {
      return await thread.runScope(
        scope,
        `${path}/Branches/${index}`,
        structuredClone(input),
        branch,
      );
    } catch (error) {
      if (!(error instanceof Stopped && failures.length > 0)) failures.push(error);
      return undefined;
    }
  };
  const results = await Promise.all((list(state, "Branches") as JsonRecord[]).map(run));
  thread.clock.seconds = Math.max(thread.clock.seconds, ...clocks.map(({ seconds }) => seconds));
  if (failures.length > 0) throw failures[0];
  return results;
}
