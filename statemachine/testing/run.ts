import type { Json } from "../definition/types";
import type { Coverage } from "./coverage";
import { runScope } from "./machine/execute";
import { outline } from "./machine/outline";
import type { Thread } from "./machine/visit";
import { Recorder, type Ending, type RunOptions, type TaskCall } from "./recorder";

/** How a run ended and what it did on the way. */
export interface Run extends Ending {
  /** The names of the states in the order in which they were entered, with those of branches and items. */
  readonly path: readonly string[];
  readonly calls: readonly TaskCall[];
  /** Seconds that the waits and retry intervals would have taken; branches and items side by side count once. */
  readonly waitedSeconds: number;
}

/**
 * Runs `definition` once. What it visits is added to `coverage`.
 *
 * @throws WorkflowTestError when the test is wrong: no handler for a task, a definition that cannot be run.
 */
export async function run(
  definition: unknown,
  input: Json,
  options: RunOptions,
  coverage: Coverage,
): Promise<Run> {
  const machine = outline(definition, coverage);
  const recorder = new Recorder(machine, options, coverage, input);
  const thread: Thread = {
    recorder,
    runScope,
    queryLanguage: machine.QueryLanguage,
    clock: { seconds: 0 },
    variables: {},
    stopped: () => false,
  };
  const ending = await runScope(machine, "", structuredClone(input), thread).then(
    (output): Ending => ({ status: "SUCCEEDED", output: (output ?? null) as Json }),
    (thrown: unknown) => recorder.failed(thrown),
  );
  const { path, calls } = recorder;
  return { ...ending, path, calls, waitedSeconds: thread.clock.seconds };
}
