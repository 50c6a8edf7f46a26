/**
 * Testing a workflow without a cloud: run a definition with a function in place of each task, look at the path and
 * the output, and see which states, Choice branches, Retry and Catch entries no test has visited.
 *
 * docs/testing-workflows.md says what stays different from AWS; what cannot be run is an error, never a wrong
 * result. Waits and retry intervals take no time, but are counted.
 */
import { readFileSync } from "node:fs";
import { readText } from "../definition/parse";
import { substitute, type TemplateValue } from "../definition/template";
import type { Json } from "../definition/types";
import { readWhole } from "../embedded";
import { pointer } from "../json";
import { Coverage } from "./coverage";
import { bounded, WorkflowTestError } from "./errors";
import { runScope } from "./machine/execute";
import { outline } from "./machine/outline";
import type { Thread } from "./machine/visit";
import { Recorder, type Ending, type RunOptions, type TaskCall } from "./recorder";

export { fails, lambda, returns, times, timesOut } from "./answers";
export type { Answers, Call, Handler } from "./answers";
export { Coverage, type Point, type PointKind } from "./coverage";
export { answersOf, problemsIn, readMocks, type Mock, type Mocks } from "./mocks";
export { TaskError, WorkflowTestError } from "./errors";
export type { Ending, RunOptions, TaskCall } from "./recorder";

/** Where a definition comes from: itself, its JSON or YAML text, or a file with the values of its placeholders. */
export type Source =
  | object
  | string
  | { readonly file: string; readonly substitutions?: Readonly<Record<string, TemplateValue>> };

/** How a run ended and what it did on the way. */
export interface Run extends Ending {
  /** The names of the states in the order in which they were entered, with those of branches and items. */
  readonly path: readonly string[];
  readonly calls: readonly TaskCall[];
  /** Seconds that the waits and retry intervals would have taken; branches and items side by side count once. */
  readonly waitedSeconds: number;
}

/** A workflow under test. Its runs share one coverage. */
export class WorkflowTest {
  public readonly coverage = new Coverage();
  private readonly definition: unknown;

  /** @throws WorkflowTestError when the text is not a definition. */
  public constructor(source: Source) {
    this.definition = structuredClone(bounded(read(source), "the definition"));
  }

  /**
   * Runs the workflow once on `input`.
   *
   * @throws WorkflowTestError when the test is wrong: no handler for a task, a definition that cannot be run.
   */
  public async run(input: Json, options: RunOptions = {}): Promise<Run> {
    const given = structuredClone(bounded(input, "the input"));
    const machine = outline(this.definition, this.coverage);
    const recorder = new Recorder(machine, options, this.coverage, input);
    const thread: Thread = {
      recorder,
      runScope,
      queryLanguage: machine.QueryLanguage,
      clock: { seconds: 0 },
      variables: {},
      stopped: () => false,
    };
    const ending = await runScope(machine, "", given, thread).then(
      (output): Ending => ({ status: "SUCCEEDED", output: (output ?? null) as Json }),
      (thrown: unknown) => recorder.failed(thrown),
    );
    const { path, calls } = recorder;
    return { ...ending, path, calls, waitedSeconds: thread.clock.seconds };
  }

  /** @throws WorkflowTestError that lists what no run has visited, for an `after` hook. */
  public assertCovered(): void {
    if (this.coverage.all().length === 0) throw new WorkflowTestError("the workflow was never run");
    if (this.coverage.missed().length > 0) throw new WorkflowTestError(this.coverage.report());
  }
}

function read(source: Source): unknown {
  if (typeof source === "string") return parseText(source, "the definition");
  // The type says so; who reads a file as YAML may have anything.
  if (typeof source !== "object" || source === null || !("file" in source)) return source;
  const { file, substitutions } = source;
  const text = readFileSync(file, "utf8");
  return parseText(substitutions ? substitute(file, text, substitutions) : text, file);
}

function parseText(text: string, where: string): unknown {
  // In JSON {"Ref": "A-1"} is data, for AWS too; in YAML it is what !Ref says.
  const said = /^\s*[{[]/.test(text) ? readText(text) : readWhole(text);
  const { readable, value, duplicates, syntaxError, tooLong } = said;
  if (!readable) throw new WorkflowTestError(`${where} cannot be read: ${syntaxError ?? tooLong}`);
  // The first of the two would never run, and no coverage would miss it.
  const [twice] = duplicates;
  if (twice) throw new WorkflowTestError(`${where} has a key twice: ${pointer(twice)}`);
  return value;
}
