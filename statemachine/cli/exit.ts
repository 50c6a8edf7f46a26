import { display, messageOf } from "../json";
import { visibleLines } from "./terminal";

/** The end of a command: everything held, something was found, or it was asked wrongly. */
export enum Exit {
  ok = 0,
  findings = 1,
  usage = 2,
}

/** Wrong usage, or input that cannot be read: one sentence for stderr without a stack trace, exit code 2. */
export class UsageError extends Error {
  public override readonly name: string = "UsageError";
}

/**
 * Runs a command to its exit code: results to stdout, errors to stderr without a stack trace. What commander reports
 * (`exitOverride`) is printed already.
 */
export async function exitOf(main: () => Exit | Promise<Exit>): Promise<Exit> {
  try {
    return await main();
  } catch (error) {
    if (isCommanderError(error)) return error.exitCode === 0 ? Exit.ok : Exit.usage;
    const message = messageOf(error);
    process.stderr.write(`error: ${visibleLines(message)}\n`);
    return error instanceof UsageError ? Exit.usage : Exit.findings;
  }
}

/**
 * Runs the command of this process and sets the process' exit code, see {@link exitOf}. Ends the process when nobody
 * reads its results any more, as `head` does, or they cannot be written.
 */
export async function runCommand(main: () => Exit | Promise<Exit>): Promise<void> {
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (code !== "EPIPE")
      process.stderr.write(`error: the results cannot be written: ${message}\n`);
    process.exit(Exit.findings);
  });
  process.exitCode = await exitOf(main);
}

/** By its code, so that no program has to load commander for it. */
function isCommanderError(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && "code" in error && display(error.code).startsWith("commander.");
}
