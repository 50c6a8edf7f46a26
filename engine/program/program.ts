import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state";
import { asText, qualified, readConfig } from "./config";
import type { StackDocument } from "./document";
import { startRecording } from "./monitor";
import { offline } from "./offline";
import type { Provider } from "./provider";

/** What to run, as which stack, against what. */
export interface RunOptions {
  /** The stack's name; with no `program`, `Pulumi.<stack>.yaml` must exist. */
  readonly stack: string;
  /** Runs this function, whose result is the stack's outputs, instead of the project's `index.ts`. */
  readonly program?: () => unknown;
  /** What creates resources and answers data sources; by default {@link offline} in the stack's region: nothing is created. */
  readonly provider?: Provider;
  /** Settings over those of the stack's file; a key without a namespace belongs to the project. */
  readonly config?: Record<string, unknown>;
  /** The folder of `Pulumi.yaml`; by default this project. */
  readonly projectDir?: string;
  /** As `pulumi preview` before the first `up`: ids and computed outputs are unknown. */
  readonly preview?: boolean;
}

/** Everything that went wrong while a program ran. */
export class ProgramError extends Error {
  public override readonly name = "ProgramError";
  public constructor(public readonly errors: readonly unknown[]) {
    super(errors.map(explain).join("\n"), { cause: errors[0] });
  }
}

/** This project's root folder. */
export const PROJECT_DIR = path.resolve(__dirname, "../..");

/** Where other work keeps the process alive, a program that is stuck is only known by its time: five minutes. */
const LIMIT_MILLISECONDS = 300_000;

let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs a Pulumi program in this process, without the Pulumi CLI, and returns its whole stack as plain data.
 *
 * ```ts
 * const document = await runProgram({ stack: "dev" });                        // index.ts, nothing created
 * const small = await runProgram({ stack: "test", program: () => { new Key("key", args); } });
 * ```
 *
 * Runs are independent of each other and of mocks set elsewhere; a second one waits for the first.
 *
 * @throws UsageError for an unknown stack or an unreadable configuration
 * @throws ProgramError with every error if the program throws, a promise rejects, a resource fails, or it never ends
 */
export async function runProgram(options: RunOptions): Promise<StackDocument> {
  const run = queue.then(() => isolated(() => execute(options)));
  queue = run.catch(() => undefined);
  return run;
}

async function execute(options: RunOptions): Promise<StackDocument> {
  const { stack, program, preview = false } = options;
  const folder = options.projectDir ?? PROJECT_DIR;
  const { project, main, values } = readConfig(folder, stack, program === undefined);
  const given = Object.entries(options.config ?? {}).map(([key, value]) => [
    qualified(key, project),
    asText(value),
  ]);
  const config: Record<string, string> = { ...values, ...Object.fromEntries(given) };
  const region = config["aws:region"];
  const provider = options.provider ?? offline(region === undefined ? {} : { region });
  const recording = await startRecording({ provider, project, stack, folder, preview });
  pulumi.runtime.setAllConfig(config);
  await settled(async () => {
    await pulumi.runtime.runInPulumiStack(async () => (program ?? (() => load(main)))());
  });
  const resources = recording.resources.sort((a, b) => (a.urn < b.urn ? -1 : 1));
  return { project, stack, resources, outputs: recording.outputs };
}

/** Evaluates the program's file afresh: its exports are the stack's outputs. */
function load(main: string): Record<string, unknown> {
  delete require.cache[require.resolve(main)];
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program's file is known at run time only
  return { ...(require(main) as Record<string, unknown>) };
}

/**
 * Runs `work` and fails with every error that it, or a promise it started, ended in.
 * Work that waits for something that can no longer happen fails too, instead of ending the process silently.
 */
async function settled(work: () => Promise<void>): Promise<void> {
  const errors = new Set<unknown>();
  const others = process.listeners("unhandledRejection");
  const collect = (error: unknown): unknown => errors.add(error);
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", collect);
  let stuck = (): void => undefined;
  const never = new Promise<never>((_, reject) => {
    stuck = () => reject(new Error("the program waits for a promise that never settles"));
  });
  process.once("beforeExit", stuck);
  const limit = setTimeout(stuck, LIMIT_MILLISECONDS).unref();
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = plainStack;
  try {
    await Promise.race([work(), never]).catch(collect);
    // Registrations that are under way end too: what fails in them would otherwise be nobody's error.
    await Promise.race([pulumi.runtime.disconnect(), never]).catch(collect);
    // A rejection without a handler is reported only after the current turn.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    clearTimeout(limit);
    process.off("beforeExit", stuck).off("unhandledRejection", collect);
    for (const other of others) process.on("unhandledRejection", other);
  }
  if (errors.size > 0) throw new ProgramError(distinct([...errors]));
}

/**
 * A stack trace without source maps. Pulumi notes a trace for every promise and resource it makes, and looking up each
 * frame's source would cost a third of a run. An error's own trace is written when it is first read: after the run.
 */
function plainStack(error: Error, frames: readonly NodeJS.CallSite[]): string {
  return [String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
}

/** One failed resource fails everything that depends on it, with the same error: it is reported once. */
function distinct(errors: readonly unknown[]): unknown[] {
  return [...new Map(errors.map((error) => [explain(error), error])).values()];
}

/** What the SDK puts before the error of an input, once for each resource that the error passes through. */
const WRAPPING = /^(error serializing property "[^"]*": )+/;

/** The text for a person: Pulumi's own errors list what is wrong with each input. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details = pulumi.InputPropertiesError.isInstance(error) ? (error.errors ?? []) : [];
  const expected =
    details.length > 0 || !(error instanceof TypeError || error instanceof ReferenceError);
  const missing = details.filter(({ propertyPath }) => !error.message.includes(propertyPath));
  return [
    expected ? error.message.replace(WRAPPING, "") : (error.stack ?? error.message),
    ...missing.map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`),
  ].join("\n");
}

/** Gives the program a Pulumi runtime of its own, as the Automation API does for its inline programs. */
function isolated<T>(work: () => T): T {
  // Exported, but left out of the package's type declarations.
  const { withLocalStorage } = runtimeState as unknown as { withLocalStorage(work: () => T): T };
  return withLocalStorage(work);
}
