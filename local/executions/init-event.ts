import { existsSync } from "node:fs";
import path from "node:path";
import { readJson } from "../../engine/cli";
import { PROJECT_DIR } from "../../engine/program";
import { UsageError, writeFileAtomic } from "../../statemachine/cli";
import { mapTexts } from "../../statemachine/json";
import type { Execution } from "./execution";

/** What of run.json is needed. */
interface LastRun {
  readonly executions: readonly Execution[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

const SCHEMA = path.join(PROJECT_DIR, "docs", "event.schema.json");

/** Shorter values of outputs, such as a region, may stand in an input for something else. */
const LEAST_LENGTH = 8;

/**
 * Makes a test of an execution of the last run: an event file with its input and how it ended. The output, which often
 * holds times and ids, is left to whoever wants to compare it.
 *
 * @param name the event of the last run
 * @returns the file
 * @throws UsageError when there was no run, or no such event, or the folder has a test of this name
 */
export function initEvent(name: string, runFile: string, folder: string): string {
  const { executions, outputs } = readJson(runFile) as LastRun;
  const execution = executions.find((each) => each.name === name);
  if (execution === undefined) {
    const known = executions.map((each) => each.name).join(", ") || "none";
    throw new UsageError(`the last run had no event "${name}"; it had ${known}`);
  }
  const file = path.join(folder, `${name}.json`);
  if (existsSync(file)) {
    throw new UsageError(
      `${path.relative(process.cwd(), file)} is there already: remove or rename it first`,
    );
  }
  const { status, path: states, error, input, description } = execution;
  const event = {
    $schema: path.relative(folder, SCHEMA).replaceAll(path.sep, "/"),
    description,
    input: withNames(input, outputs),
    expect: { status, path: states, ...(error === undefined ? {} : { error }) },
  };
  writeFileAtomic(file, `${JSON.stringify(event, null, 2)}\n`);
  return file;
}

/** `${name}` in place of the value of an output, the way back of `withOutputs`. */
function withNames(value: unknown, outputs: LastRun["outputs"]): unknown {
  const texts = Object.entries(outputs)
    .filter((pair): pair is [string, string] => typeof pair[1] === "string")
    .filter(([name, text]) => text.length >= LEAST_LENGTH && /^\w+$/.test(name))
    .sort(([, a], [, b]) => b.length - a.length);
  return mapTexts(value, (part) =>
    texts.reduce((text, [name, output]) => text.replaceAll(output, `\${${name}}`), part),
  );
}
