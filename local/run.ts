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
import { leftOut } from "./left-out";
import type { Kept } from "./kept";
import { Progress } from "./progress";
import { createStack } from "./stack";
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
  const { stack, program = PROJECT_DIR, events, keep, machine, mocks = {}, ...where } = options;
  const times: Record<Phase, number> = { emulator: 0, stack: 0, workflow: 0 };
  const timed = async <T>(phase: Phase, work: Promise<T>): Promise<T> => {
    const begin = performance.now();
    const result = await work;
    times[phase] = Math.round(performance.now() - begin);
    return result;
  };
  const progress = new Progress();
  const underWay = new Set<string>();
  const account = where.endpoint === undefined ? ACCOUNT : String(randomInt(1e11, 1e12));
  const { values, main } = readConfig(program, stack);
  const region = regionOf(values);
  const { folder } = programOf(program, main);
  const offline = await runProgram({ stack, projectDir: program });
  const lacks = gapsOf(workflowOf(offline, machine).definition);
  progress.say(gapNotice(lacks, new Set(Object.keys(mocks))));
  const without = withoutMissing(offline, machine);
  const emulator = await timed(
    "emulator",
    progress.step("Start the AWS emulator", async (step) => {
      const started = await startEmulator({ ...where, note: step.note });
      step.title(`AWS emulator at ${started.endpoint}`);
      return started;
    }),
  ).finally(() => progress.end());

  const work = async (): Promise<Omit<LocalRun, "times">> => {
    const { endpoint } = emulator;
    const created = await timed(
      "stack",
      progress.step(`Create stack ${stack}`, async (step) =>
        createStack(
          { stack, program, folder, leftOut: without, endpoint, account, region, underWay },
          step,
        ),
      ),
    );
    const { document } = created;
    const workflow = workflowOf(document, machine);
    const [policies, ...executions] = await timed(
      "workflow",
      Promise.all([
        progress.step("Check the policies", async () => {
          const { report } = await checkPolicies(document, { config: values });
          return report;
        }),
        ...events.map(async (event) =>
          progress.step(`Event ${event.name}`, async (step) =>
            runEvent(created, workflow, event, { mocks, underWay, step }),
          ),
        ),
      ]),
    );
    const { definition, resource } = workflow;
    const machineArn = String(resource.computed["arn"]);
    return { emulator, account, region, machineArn, document, definition, executions, policies };
  };

  try {
    const run = await Promise.race([work(), emulator.lost]);
    if (keep) emulator.keep();
    else await emulator.stop();
    return { ...run, times };
  } catch (error) {
    const names = [...underWay].join(", ");
    // A crash shows first as a failed request: its own message says more, and is there a moment later.
    const lost = emulator.lost.catch((reason: Error) =>
      names === "" ? reason : new Error(`${reason.message}; under way: ${names}`),
    );
    const reason = await Promise.race([lost, sleep(200, error)]);
    await emulator.stop();
    throw reason;
  } finally {
    progress.end();
  }
}

/** Starts an emulator, or takes one that runs, and leaves it up with nothing in it. */
export async function keepEmulator(
  options: Pick<LocalOptions, "stack" | "program" | "endpoint" | "port" | "waitScale">,
): Promise<Kept> {
  const { stack, program = PROJECT_DIR, ...where } = options;
  const region = regionOf(readConfig(program, stack).values);
  const progress = new Progress();
  const emulator = await progress
    .step("Start the AWS emulator", async ({ note }) => startEmulator({ ...where, note }))
    .finally(() => progress.end());
  emulator.keep();
  return { emulator, account: ACCOUNT, region };
}

function regionOf(values: Readonly<Record<string, string>>): string {
  return values["aws:region"] ?? "us-east-1";
}

/**
 * The URNs of what is left out of the run, said on stderr before anything is started.
 * @throws UsageError when the workflow itself needs some of it
 */
function withoutMissing(document: StackDocument, machine?: string): ReadonlySet<string> {
  const { urns, note } = leftOut(document);
  const { urn, name } = workflowOf(document, machine).resource;
  if (urns.has(urn)) {
    throw new UsageError(`state machine ${name} cannot run here, as it depends on ${note}`);
  }
  if (note !== "") process.stderr.write(`note: left out, as no workflow needs it: ${note}\n`);
  return urns;
}
