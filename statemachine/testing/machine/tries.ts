import type { StateTry } from "../state-try";
import type { Visit } from "./visit";

type End = Pick<StateTry, "status" | "output" | "next" | "Error" | "Cause">;

/** Listens to a try, where someone wants to know. @returns the visit to run, and whom to tell how it ended */
export function listen(
  visit: Visit,
  retries: number,
): { readonly heard: Visit; readonly ended: (end: End) => void } {
  const { name: state, path, thread, language, context } = visit;
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
