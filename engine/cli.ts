import { readFileSync } from "node:fs";
import { Command } from "commander";
import { UsageError } from "../statemachine/cli";

/** A command line whose mistakes are thrown, so that `runCommand` alone decides the exit code. */
export function command(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride();
}

/** Reads a file of JSON that the user named. @throws UsageError when it cannot be read or is not JSON */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
