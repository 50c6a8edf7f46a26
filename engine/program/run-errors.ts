import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { UsageError } from "../../statemachine/cli";

/** Where other work keeps the process alive, a program that is stuck is only known by its time: five minutes. */
const LIMIT_MILLISECONDS = 300_000;

/** How long what is under way after an error is waited for, as it may fail too: longer than a call of AWS takes. */
const AFTER_ERROR_MILLISECONDS = 25_000;

/** Tells what a program started from what its command did, such as the handler of a signal. */
const ofProgram = new AsyncLocalStorage<true>();

/**
 * Runs `work` and returns every error that it, or a promise or timer it started, ended in: none when all is well.
 * Work that waits for something that can no longer happen, or ends the process, has failed too, instead of ending the command.
 *
 * @param folder where the process is while the work runs
 */
export async function errorsOf(folder: string, work: () => Promise<void>): Promise<unknown[]> {
  const cwd = process.cwd();
  const errors = new Set<unknown>();
  const collect = (error: unknown): void => {
    // A trace is written when it is first read: before the error is shown it must be, in the form that is set below.
    if (error instanceof Error) void error.stack;
    errors.add(error);
    clearTimeout(limit);
    limit = setTimeout(stuck, AFTER_ERROR_MILLISECONDS).unref();
  };
  let stop: (error: unknown) => void = () => undefined;
  const never = new Promise<never>((_, reject) => (stop = reject));
  // It may be stopped while nothing waits for it.
  never.catch(collect);
  // After an error that is no news: the SDK leaves promises of what failed as they are.
  const stuck = (): void =>
    stop([...errors][0] ?? new Error("the program waits for a promise that never settles"));
  process.once("beforeExit", stuck);
  let limit = setTimeout(stuck, LIMIT_MILLISECONDS).unref();
  const restore = [
    listenAlone("unhandledRejection", collect),
    listenAlone("uncaughtException", stop),
    withoutExit(stop),
    withoutNotes(),
  ];
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = plainStack;
  // As Pulumi's host: a program's relative paths start at its folder. What it prints is not a command's result.
  process.chdir(folder);
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    await Promise.race([ofProgram.run(true, work), never]).catch(collect);
    // Registrations that are under way end too: what fails in them would otherwise be nobody's error.
    await Promise.race([pulumi.runtime.disconnect(), never]).catch(collect);
    // A rejection without a handler is reported only after the current turn.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.stdout.write = write;
    process.chdir(cwd);
    Error.prepareStackTrace = prepareStackTrace;
    clearTimeout(limit);
    process.off("beforeExit", stuck);
    for (const each of restore) each();
  }
  return [...errors];
}

/** Listens to an event of the process in place of all others. @returns what puts them back */
function listenAlone(
  event: "unhandledRejection" | "uncaughtException",
  listener: (error: unknown) => void,
): () => void {
  const others = process.rawListeners(event) as (typeof listener)[];
  process.removeAllListeners(event).on(event, listener);
  return () => {
    process.off(event, listener);
    for (const other of others) process.on(event, other);
  };
}

/** Makes a program that ends the process fail where it does. @returns what lets it end again */
function withoutExit(stop: (error: unknown) => void): () => void {
  const { exit } = process;
  process.exit = (...given) => {
    // An argument that is undefined would replace the exit code that is set.
    if (ofProgram.getStore() === undefined) return exit.apply(process, given);
    const error = new UsageError(
      `the program ended itself with code ${given[0] ?? process.exitCode ?? 0}`,
    );
    stop(error);
    throw error;
  };
  return () => {
    process.exit = exit;
  };
}

/**
 * Keeps Pulumi's SDK from noting a trace for every promise and resource, which would cost a quarter of a run. Nobody reads
 * them: what is left waiting is found above. @returns what lets it note them again
 */
function withoutNotes(): () => void {
  const { debuggablePromise } = sdk.debuggable;
  const { callsites } = sdk.resource;
  sdk.debuggable.debuggablePromise = (promise) => promise;
  sdk.resource.callsites = () => [];
  return () => {
    sdk.debuggable.debuggablePromise = debuggablePromise;
    sdk.resource.callsites = callsites;
  };
}

/** Members that the SDK's own types leave out; a module that is imported could not be changed. */
const sdk = {
  debuggable: createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as unknown,
  resource: pulumi.Resource,
} as unknown as {
  readonly debuggable: { debuggablePromise: (promise: Promise<unknown>) => Promise<unknown> };
  readonly resource: { callsites: () => unknown[] };
};

/**
 * A stack trace without source maps: looking up each frame's source would cost more than the run. An error's own trace is
 * written when it is first read: after the run.
 */
function plainStack(error: Error, frames: readonly NodeJS.CallSite[]): string {
  return [String(error), ...frames.map(String).map((frame) => `    at ${frame}`)].join("\n");
}
