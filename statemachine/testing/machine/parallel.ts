import { list, type JsonRecord } from "../../json";
import { Stopped } from "../errors";
import type { Thread, Visit } from "./visit";

/** Runs the branches side by side: the first failure is that of the state, and the others stop. */
export async function runParallel(visit: Visit): Promise<unknown[]> {
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
