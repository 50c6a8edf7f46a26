import * as pulumi from "@pulumi/pulumi";
import * as runtimeState from "@pulumi/pulumi/runtime/state";
import { asText, qualified, readConfig } from "./config";
import type { StackDocument } from "./document";
import { startRecording } from "./monitor";
import { withUnknown } from "./monitor/unknown";
import { offline } from "./offline";
import type { Provider } from "./provider";
import { errorsOf } from "./run-errors";
import { UsageError } from "../../statemachine/cli";
import { noteCompiler } from "./source/compiler";
import { explain } from "./source/explain";
import { load, programOf, PROJECT_DIR, type Program } from "./source/load";

export { PROJECT_DIR } from "./source/load";

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
  /** Which of these are secrets, as after `pulumi config set --secret`. */
  readonly secretConfig?: readonly string[];
  /** The folder of `Pulumi.yaml`; by default this project. */
  readonly projectDir?: string;
  /** As `pulumi preview` before the first `up`: ids and computed outputs are unknown. */
  readonly preview?: boolean;
}

/** Everything that went wrong while a program ran: to a command, a program that fails is bad input. */
export class ProgramError extends UsageError {
  public override readonly name = "ProgramError";
  /** @param folder where the program's sources are */
  public constructor(
    public readonly errors: readonly unknown[],
    folder: string,
  ) {
    // One failed resource fails everything that depends on it, with the same error: it is reported once.
    const texts = errors.map((error) => explain(error, folder));
    super([...new Set(texts)].join("\n"), { cause: errors[0] });
  }
}

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
 * @throws UsageError for an unknown stack, an unreadable configuration, or a program that ends the process
 * @throws ProgramError with every error if the program throws, a promise rejects, a resource fails, or it never ends
 */
export async function runProgram(options: RunOptions): Promise<StackDocument> {
  const run = queue.then(() => isolated(() => execute(options)));
  queue = run.catch(() => undefined);
  return run;
}

async function execute(options: RunOptions): Promise<StackDocument> {
  const { stack, program, preview = false } = options;
  const project = options.projectDir ?? PROJECT_DIR;
  const {
    project: name,
    main,
    runtime,
    typescript,
    values,
  } = readConfig(project, stack, program === undefined);
  if (program === undefined && runtime !== "nodejs") {
    throw new UsageError(
      `${name} is a program in ${runtime}, and only nodejs runs without the Pulumi CLI: for the policies, give ` +
        `'npm run policy -- --file' the output of 'pulumi stack export'`,
    );
  }
  const source: Program =
    program === undefined ? programOf(project, main) : { folder: project, entry: "" };
  if (program === undefined && typescript) noteCompiler(source.folder);
  const given = Object.entries(options.config ?? {}).map(([key, value]) => [
    qualified(key, name),
    asText(value),
  ]);
  const config: Record<string, string> = { ...values, ...Object.fromEntries(given) };
  const provider = options.provider ?? offline({ region: config["aws:region"] });
  const { folder } = source;
  const recording = await startRecording({ provider, project: name, stack, folder, preview });
  const secretKeys = (options.secretConfig ?? []).map((key) => qualified(key, name));
  pulumi.runtime.setAllConfig(config, secretKeys);
  try {
    const errors = await errorsOf(folder, async () => {
      await pulumi.runtime.runInPulumiStack(async () =>
        withUnknown(await (program ?? (() => load(source)))()),
      );
    });
    if (errors.length > 0) throw failure(errors, folder);
  } finally {
    recording.end();
  }
  const resources = recording.resources.sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const notKnown = recording.notKnown();
  const complete = Object.values(notKnown).every((names) => names.length === 0);
  const { outputs } = recording;
  return { project: name, stack, resources, outputs, ...(complete ? {} : { notKnown }) };
}

/** What cannot be run at all is the user's to mend; everything else is the program's. */
function failure(errors: readonly unknown[], folder: string): Error {
  const usage = errors.find((error) => error instanceof UsageError);
  return usage ?? new ProgramError(errors, folder);
}

/** Gives the program a Pulumi runtime of its own, as the Automation API does for its inline programs. */
function isolated<T>(work: () => T): T {
  // Exported, but left out of the package's type declarations.
  const { withLocalStorage } = runtimeState as unknown as { withLocalStorage(work: () => T): T };
  return withLocalStorage(work);
}
