import { Command, CommanderError } from "commander";
import { UsageError } from "./program/config";

/** The end of a command: everything held, something was found, or it was asked wrongly. */
export enum Exit {
  ok = 0,
  findings = 1,
  usage = 2,
}

/** A command line whose mistakes are thrown, so that {@link runCommand} alone decides the exit code. */
export function command(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride();
}

/** Runs a command to its exit code: results to stdout, errors to stderr without a stack trace. */
export async function runCommand(main: () => Promise<Exit>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed the help or the mistake already.
      process.exitCode = error.exitCode === 0 ? Exit.ok : Exit.usage;
      return;
    }
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? Exit.usage : Exit.findings;
  }
}
