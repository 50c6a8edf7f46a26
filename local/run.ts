import { display } from "../statemachine/json";
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  PROJECT_DIR,
  programOf,
  readConfig,
  runProgram,
  type StackDocument,
} from "../engine/program";
import { checkPolicies, type PolicyReport } from "../engine/policy/check";
import { startEmulator, type Emulator } from "./emulator/emulator";
import { gapNotice, gapsOf } from "./emulator/gaps";
import type { WorkflowEvent } from "./executions/events";
import type { Recorded } from "./executions/execution";
import { runEvent, workflowOf } from "./executions/workflow";
import { leftOut, type LeftOut } from "./left-out";
import type { Kept } from "./kept";
import { outsideOf } from "./outside";
import { Progress } from "./progress";
import { createStack, type LocalStack, type StackOptions } from "./stack";
import { UsageError } from "../statemachine/cli";
import type { Mocks } from "../statemachine/testing";

/** What a local run is to do. */
export interface LocalOptions {
  readonly stack: string;
  /** The program's folder, with its Pulumi.yaml; by default this project. */
  readonly program?: string;
  readonly events: readonly WorkflowEvent[];
  /** Uses an emulator that runs already, in an account of its own so that nothing there is in the way. */
  readonly endpoint?: string;
  readonly port?: number;
  readonly waitScale?: number;
  /** Leaves the emulator up. */
  readonly keep?: boolean;
  /** Which state machine, where the stack has several: its name in the program or in AWS. */
  readonly machine?: string;
  /** Answers in place of tasks, in every execution. */
  readonly mocks?: Mocks;
  /** Told of the stack when it is there, and again when the policies have been checked. */
  readonly look?: (stack: LocalStack, policies?: PolicyReport) => void;
}

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
  const progress = new Progress();
  const plan = await planOf(options);
  progress.say(plan.notes);
  const account = options.endpoint === undefined ? ACCOUNT : String(randomInt(1e11, 1e12));
  const begin = performance.now();
  const emulator = await started(options, progress);
  const took = Math.round(performance.now() - begin);
  try {
    const run = await guarded(emulator, plan, async () => {
      const made = await make(plan, emulator, account, progress);
      return tryOut(plan, emulator, made, progress);
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

/** What a run is to do, found out offline: before anything is started, and again after each change of the program. */
export interface Plan extends LocalOptions {
  readonly region: string;
  readonly values: Readonly<Record<string, string>>;
  /** What creating the stack needs. */
  readonly creation: Omit<StackOptions, "endpoint" | "account">;
  /** The stack as it is offline. */
  readonly offline: StackDocument;
  /** What the emulator will not do, or otherwise than AWS: lines to show first. */
  readonly notes: readonly string[];
  /** Holds what has not ended yet, for the message of an emulator that ends before. */
  readonly underWay: Set<string>;
}

/** Makes a plan: runs the program offline. @throws UsageError when the workflow needs what the emulator lacks */
export async function planOf(options: LocalOptions): Promise<Plan> {
  const { stack, program = PROJECT_DIR, machine, mocks = {} } = options;
  const { values, main } = readConfig(program, stack);
  const region = regionOf(values);
  const { folder } = programOf(program, main);
  const offline = await runProgram({ stack, projectDir: program });
  const lacks = gapsOf(workflowOf(offline, machine).definition);
  const underWay = new Set<string>();
  const { urns, note } = withoutMissing(offline, machine);
  const outside = outsideOf(offline, urns);
  const creation = { stack, program, folder, region, leftOut: urns, outside, underWay };
  const named = outside.map(({ kind, name }) => `${kind} ${name}`).join(", ");
  const mocked = Object.keys(mocks).join(", ");
  const notes = [
    ...(note === "" ? [] : [`note: left out, as no workflow needs it: ${note}`]),
    ...(named === "" ? [] : [`note: made here, as the stack only names it: ${named}`]),
    ...(mocked === "" ? [] : [`note: mocks answer in place of ${mocked}`]),
    ...gapNotice(lacks, new Set(Object.keys(mocks))),
  ];
  return { ...options, region, values, creation, offline, notes, underWay };
}

/** Creates the stack of a plan. */
export async function make(
  { stack, creation, look }: Plan,
  { endpoint }: Emulator,
  account: string,
  progress: Progress,
): Promise<LocalStack> {
  const made = await progress.step(`Create stack ${stack}`, async (step) =>
    createStack({ ...creation, endpoint, account }, step),
  );
  look?.(made);
  return made;
}

/**
 * Checks a stack by the policies and runs its workflow once for each event.
 * @param judge what checks it; by default the policy pack, started for it
 */
export async function tryOut(
  { region, values, events, machine, mocks = {}, underWay, look }: Plan,
  emulator: Emulator,
  stack: LocalStack,
  progress: Progress,
  judge = async (): Promise<PolicyReport> =>
    (await checkPolicies(stack.document, { config: values })).report,
): Promise<LocalRun> {
  const { document, account } = stack;
  const workflow = workflowOf(document, machine);
  const begin = performance.now();
  const [policies, ...executions] = await Promise.all([
    progress.step("Check the policies", judge),
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
  return {
    emulator,
    account,
    region,
    machineArn,
    document,
    definition,
    executions,
    policies,
    times,
  };
}

/** Starts the emulator of a run. */
export async function started(options: LocalOptions, progress: Progress): Promise<Emulator> {
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
  options: Pick<LocalOptions, "stack" | "program" | "endpoint" | "port" | "waitScale">,
): Promise<Kept> {
  const { stack, program = PROJECT_DIR } = options;
  const region = regionOf(readConfig(program, stack).values);
  const emulator = await started({ ...options, events: [] }, new Progress());
  emulator.keep();
  return { emulator, account: ACCOUNT, region };
}

function regionOf(values: Readonly<Record<string, string>>): string {
  return values["aws:region"] ?? "us-east-1";
}

/** What is left out of the run. @throws UsageError when the workflow itself needs some of it */
function withoutMissing(document: StackDocument, machine?: string): LeftOut {
  const { urns, note } = leftOut(document);
  const { urn, name } = workflowOf(document, machine).resource;
  if (!urns.has(urn)) return { urns, note };
  throw new UsageError(`state machine ${name} cannot run here, as it depends on ${note}`);
}
