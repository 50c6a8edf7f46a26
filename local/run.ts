import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_ACCOUNT, reasonOf } from "../engine/aws";
import {
  PROJECT_DIR,
  programOf,
  readConfig,
  runProgram,
  type StackDocument,
} from "../engine/program";
import { checkPolicies, type PolicyReport } from "../engine/policy/check";
import { startEmulator, type Emulator } from "./emulator/emulator";
import { withOutputs, type WorkflowEvent } from "./executions/events";
import { execute, type Recorded } from "./executions/execution";
import { leftOut } from "./left-out";
import { Progress } from "./progress";
import { createStack, type LocalStack } from "./stack";
import { UsageError } from "../statemachine/cli";

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
}

/** What a local run found. */
export interface LocalRun {
  readonly emulator: Emulator;
  readonly account: string;
  readonly document: StackDocument;
  /** The definition of the stack's state machine. */
  readonly definition: unknown;
  /** In the order of the events. */
  readonly executions: readonly Recorded[];
  readonly policies: PolicyReport;
  /** Milliseconds of each phase. */
  readonly times: Readonly<Record<Phase, number>>;
}

type Phase = "emulator" | "stack" | "workflow";

const MACHINE = "aws:sfn/stateMachine:StateMachine";

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
  const { stack, program = PROJECT_DIR, events, keep, ...where } = options;
  const times: Record<Phase, number> = { emulator: 0, stack: 0, workflow: 0 };
  const timed = async <T>(phase: Phase, work: Promise<T>): Promise<T> => {
    const begin = performance.now();
    const result = await work;
    times[phase] = Math.round(performance.now() - begin);
    return result;
  };
  const progress = new Progress();
  const underWay = new Set<string>();
  const account = where.endpoint === undefined ? DEFAULT_ACCOUNT : String(randomInt(1e11, 1e12));
  const { values, main } = readConfig(program, stack);
  const { folder } = programOf(program, main);
  const without = withoutMissing(await runProgram({ stack, projectDir: program }));
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
    const region = values["aws:region"];
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
    const [policies, ...executions] = await timed(
      "workflow",
      Promise.all([
        progress.step("Check the policies", async () => {
          const { report } = await checkPolicies(document, { config: values });
          return report;
        }),
        ...events.map(async (event) => runEvent(created, event, progress, underWay)),
      ]),
    );
    const definition = JSON.parse(machineOf(document).inputs["definition"] as string) as unknown;
    return { emulator, account, document, definition, executions, policies };
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

async function runEvent(
  { cloud, document }: LocalStack,
  event: WorkflowEvent,
  progress: Progress,
  underWay: Set<string>,
): Promise<Recorded> {
  return progress.step(`Event ${event.name}`, async (step) => {
    const { arn } = machineOf(document).computed;
    const ready = withOutputs(event, document.outputs);
    const name = `event ${event.name}`;
    underWay.add(name);
    try {
      const done = await execute(arn as string, ready, cloud.context.clients, step.note);
      step.title(`Event ${event.name}: ${done.execution.status}`);
      return done;
    } catch (error) {
      throw new Error(`${name}: ${reasonOf(error)}`, { cause: error });
    } finally {
      underWay.delete(name);
    }
  });
}

/**
 * The URNs of what is left out of the run, said on stderr before anything is started.
 * @throws UsageError when the workflow itself needs some of it
 */
function withoutMissing(document: StackDocument): ReadonlySet<string> {
  const { urns, note } = leftOut(document);
  const { urn, name } = machineOf(document);
  if (urns.has(urn)) {
    throw new UsageError(`state machine ${name} cannot run here, as it depends on ${note}`);
  }
  if (note !== "") process.stderr.write(`note: left out, as no workflow needs it: ${note}\n`);
  return urns;
}

/** The state machine whose workflow is run. */
function machineOf({ stack, resources }: StackDocument): StackDocument["resources"][number] {
  const [machine] = resources.filter(({ type }) => type === MACHINE);
  if (machine !== undefined) return machine;
  throw new UsageError(`stack ${stack} has no state machine: there is no workflow to run`);
}
