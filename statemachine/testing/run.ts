import type { Json } from "../definition/types";
import type { Coverage } from "./coverage";
import { loadEngine } from "./interpreter";
import { lower } from "./lowering/scope";
import { Recorder, type Ending, type RunOptions, type TaskCall } from "./recorder";

/** How a run ended and what it did on the way. */
export interface Run extends Ending {
  /** The names of the states in the order in which they were entered, with those of branches and items. */
  readonly path: readonly string[];
  readonly calls: readonly TaskCall[];
  /** Seconds that the waits and retry intervals outside of branches and items would have taken. */
  readonly waitedSeconds: number;
}

/** Says 0 milliseconds for every state: no retry waits. */
const NO_INTERVALS = new Proxy<Record<string, number>>({}, { get: () => 0 });

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
  const engine = await loadEngine();
  const recorder = new Recorder(definition, options, coverage, engine.Timeout, input);
  const lowered = lower(definition, recorder);
  const machine = new engine.StateMachine(lowered.definition as never, {
    validationOptions: { noValidate: true },
  });
  const execution = machine.run(structuredClone(input) as never, {
    context: recorder.context() as never,
    overrides: {
      taskResourceLocalHandlers: lowered.handlers as never,
      retryIntervalOverrides: NO_INTERVALS,
    },
  });
  void recorder.follow(execution.eventLogs);
  const ending = await execution.result.then(
    (output: unknown) => recorder.succeeded(output),
    (failure: unknown) => recorder.failed(failure),
  );
  return {
    ...ending,
    path: recorder.path,
    calls: recorder.calls,
    waitedSeconds: recorder.waitedSeconds,
  };
}
