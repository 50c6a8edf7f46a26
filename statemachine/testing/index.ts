/**
 * Testing a workflow without a cloud: run a definition with a function in place of each task, look at the path and
 * the output, and see which states, Choice branches, Retry and Catch entries no test has visited.
 *
 * docs/testing-workflows.md says what stays different from AWS; what cannot be run is an error, never a wrong
 * result. Waits and retry intervals take no time, but are counted.
 */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { substitute, type TemplateValue } from "../definition/template";
import { Coverage } from "./coverage";
import { bounded, WorkflowTestError } from "./errors";
import type { RunOptions } from "./recorder";
import { run, type Run } from "./run";
import type { Json } from "../definition/types";

export { fails, lambda, returns, times, timesOut } from "./answers";
export type { Answers, Call, Handler } from "./answers";
export { Coverage, type Point, type PointKind } from "./coverage";
export { answersOf, problemsIn, readMocks, type Mock, type Mocks } from "./mocks";
export { TaskError, WorkflowTestError } from "./errors";
export type { Run } from "./run";
export type { Ending, RunOptions, TaskCall } from "./recorder";

/** Where a definition comes from: itself, its JSON or YAML text, or a file with the values of its placeholders. */
export type Source =
  | object
  | string
  | { readonly file: string; readonly substitutions?: Readonly<Record<string, TemplateValue>> };

/** A workflow under test. Its runs share one coverage. */
export class WorkflowTest {
  public readonly coverage = new Coverage();
  private readonly definition: unknown;

  /** @throws WorkflowTestError when the text is not a definition. */
  public constructor(source: Source) {
    this.definition = structuredClone(bounded(read(source), "the definition"));
  }

  /** Runs the workflow once on `input`. */
  public async run(input: Json, options: RunOptions = {}): Promise<Run> {
    return run(this.definition, bounded(input, "the input"), options, this.coverage);
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
  try {
    return parse(text, { logLevel: "error" }) as unknown;
  } catch (error) {
    throw new WorkflowTestError(`${where} is neither JSON nor YAML: ${(error as Error).message}`);
  }
}
