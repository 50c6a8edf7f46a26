import { display } from "../statemachine/json";
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { PROJECT_DIR, readConfig, type StackDocument } from "../engine/program";
import type { PolicyReport } from "../engine/policy/check";
import { RunningPack } from "../engine/policy/running";
import { startEmulator, type Emulator, type EmulatorOptions } from "./emulator/emulator";
import { emulatorPython } from "./emulator/python";
import type { Recorded } from "./executions/execution";
import { runEvent, workflowOf } from "./executions/workflow";
import { Progress } from "./progress";
import { planOf, regionOf, type LocalOptions, type Plan } from "./plan";
import { createStack, type LocalStack } from "./stack/stack";

/** What a local run found. */
export interface LocalRun {
  readonly emulator: Emulator;
  readonly account: string;
  readonly region: string;
  readonly machineArn: string;
  readonly document: StackDocument;
  /** The definition of the stack's state machine. */
  readonly definition: unknown;
  /** In the order of the events. */
  readonly executions: readonly Recorded[];
  readonly policies: PolicyReport;
  /** Milliseconds of each phase. */
  readonly times: Readonly<Record<Phase, number>>;
}

/** Not the account of whoever has no other, in which `pulumi up --stack local` creates the same names. */
const ACCOUNT = "111111111111";

type Phase = "emulator" | "stack" | "workflow";

/**
 * Creates the whole stack in an emulator, checks it by the policies, and runs its workflow once for each event.
 *
 * Progress goes to stderr. The emulator has ended when this returns or throws, except when it is to be kept, or was
 * running before.
 *
 * @throws UsageError, ProgramError, or Error of one line: when the emulator ends by itself, falls silent or answers
 * what AWS does not, with the names of what was under way
 */
export async function runLocally(options: LocalOptions): Promise<LocalRun> {
  const pack = new RunningPack();
  try {
    // Beside the program, which takes one core and as long as the pack's start.
    const { project, values } = readConfig(options.program ?? PROJECT_DIR, options.stack);
    void pack.start(project, options.stack, values);
    return await runWith(pack, options);
  } finally {
    pack.close();
  }
}

async function runWith(pack: RunningPack, options: LocalOptions): Promise<LocalRun> {
  const progress = new Progress();
  const python = installed(options, progress);
  const plan = await planOf(options);
  progress.say(plan.notes);
  const account = options.endpoint === undefined ? ACCOUNT : String(randomInt(1e11, 1e12));
  const begin = performance.now();
  const emulator = await started({ ...options, python }, progress);
  const took = Math.round(performance.now() - begin);
  try {
    const run = await guarded(emulator, plan, async () => {
      const made = await make(plan, emulator, account, progress);
      return tryOut(plan, emulator, made, pack, progress);
    });
    if (options.keep) emulator.keep();
    else await emulator.stop();
    return { ...run, times: { ...run.times, emulator: took } };
  } catch (error) {
    await emulator.stop();
    throw error;
  } finally {
    progress.end();
  }
}

/** The emulator's Python, which the first run installs: beside the plan, which waits for nothing else. */
function installed({ endpoint }: LocalOptions, progress: Progress): Promise<string> | undefined {
  if (endpoint !== undefined) return undefined;
  const python = emulatorPython(PROJECT_DIR, (text) => progress.say([`› ${text}`]));
  // An error of the plan comes first, and ends this process and what it installs.
  python.catch(() => undefined);
  return python;
}

/** Creates the stack of a plan, or changes the one that a round before has made. @throws NotInPlace */
export async function make(
  plan: Plan,
  { endpoint }: Emulator,
  account: string,
  progress: Progress,
  before?: LocalStack,
): Promise<LocalStack> {
  const title = `${before ? "Change" : "Create"} stack ${plan.stack}`;
  const made = await progress.step(title, async (step) =>
    createStack({ ...plan, endpoint, account }, step, before),
  );
  plan.look?.(made);
  return made;
}

/** Checks a stack by the policies and runs its workflow once for each event. */
export async function tryOut(
  { region, values, events, machine, mocks = {}, underWay, look }: Plan,
  emulator: Emulator,
  stack: LocalStack,
  pack: RunningPack,
  progress: Progress,
): Promise<LocalRun> {
  const { document, account } = stack;
  const workflow = workflowOf(document, machine);
  const begin = performance.now();
  const [policies, ...executions] = await Promise.all([
    progress.step("Check the policies", async () => pack.judge(document, values)),
    ...events.map(async (event) =>
      progress.step(`Event ${event.name}`, async (step) =>
        runEvent(stack, workflow, event, { mocks, underWay, step }),
      ),
    ),
  ]);
  const { definition, resource } = workflow;
  const machineArn = display(resource.computed["arn"]);
  look?.(stack, policies);
  const times = { emulator: 0, stack: stack.took, workflow: Math.round(performance.now() - begin) };
  const found = { machineArn, document, definition, executions, policies, times };
  return { emulator, account, region, ...found };
}

/** Starts the emulator of a run. */
export async function started(options: EmulatorOptions, progress: Progress): Promise<Emulator> {
  return progress
    .step("Start the AWS emulator", async (step) => {
      const emulator = await startEmulator({ ...options, note: step.note });
      step.title(`AWS emulator at ${emulator.endpoint}`);
      return emulator;
    })
    .finally(() => progress.end());
}

/** Does work that needs the emulator; when that is lost, it is the reason. @throws Error naming what was under way */
export async function guarded<T>(
  emulator: Emulator,
  { underWay }: Pick<Plan, "underWay">,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await Promise.race([work(), emulator.lost]);
  } catch (error) {
    const names = [...underWay].join(", ");
    // A crash shows first as a failed request: its own message says more, and is there a moment later.
    const lost = emulator.lost.catch((reason: Error) =>
      names === "" ? reason : new Error(`${reason.message}; under way: ${names}`),
    );
    throw await Promise.race([lost, sleep(200, error)]);
  }
}

/** Starts an emulator, or takes one that runs, and leaves it up with nothing in it. */
export async function keepEmulator(
  options: Pick<LocalOptions, "stack" | "program" | "endpoint" | "port" | "waitScale" | "log">,
): Promise<Pick<LocalRun, "emulator" | "account" | "region">> {
  const { stack, program = PROJECT_DIR } = options;
  const region = regionOf(readConfig(program, stack).values);
  const emulator = await started(options, new Progress());
  emulator.keep();
  return { emulator, account: ACCOUNT, region };
}
