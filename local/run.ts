import { randomInt } from "node:crypto";
import path from "node:path";
import { Listr, ListrLogger, ProcessOutput, type ListrTask } from "listr2";
import { type AwsProvider, createAwsProvider, DEFAULT_ACCOUNT } from "../engine/aws";
import { PROJECT_DIR, readConfig, runProgram, type StackDocument } from "../engine/program";
import { startEmulator, type Emulator } from "./emulator/emulator";
import { withOutputs, type WorkflowEvent } from "./executions/events";
import { execute, type Recorded } from "./executions/execution";
import { checkPolicies, type PolicyReport } from "../engine/policy/check";
import { seconds } from "./executions/timeline";
import { UsageError } from "../statemachine/cli";

/** What a local run is to do. */
export interface LocalOptions {
  readonly stack: string;
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
 * @throws UsageError, ProgramError, or Error when the emulator ends by itself
 */
export async function runLocally(options: LocalOptions): Promise<LocalRun> {
  const times: Record<Phase, number> = { emulator: 0, stack: 0, workflow: 0 };
  const recorded = new Map<WorkflowEvent, Recorded>();
  let emulator!: Emulator;
  let cloud!: AwsProvider;
  let document!: StackDocument;
  let policies!: PolicyReport;
  let crash: Error | undefined;
  const account = options.endpoint === undefined ? DEFAULT_ACCOUNT : String(randomInt(1e11, 1e12));
  const { values } = readConfig(PROJECT_DIR, options.stack);

  const start: ListrTask = {
    title: "Start the AWS emulator",
    task: (_, task) =>
      timed("emulator", async () => {
        const { port, waitScale, endpoint } = options;
        const note = (text: string): unknown => (task.title = text);
        emulator = await startEmulator({ port, waitScale, endpoint, note, meanwhile: preload });
        emulator.crashed.catch((error: Error) => (crash = error));
        task.title = `AWS emulator at ${emulator.endpoint}`;
      }),
  };
  const create: ListrTask = {
    title: `Create stack ${options.stack}`,
    task: (_, task) =>
      timed("stack", async () => {
        const region = values["aws:region"];
        const created = ({ type, name }: { type: string; name: string }): unknown =>
          (task.output = `${type} ${name}`);
        const { endpoint } = emulator;
        cloud = await createAwsProvider({
          endpoint,
          folder: PROJECT_DIR,
          region,
          account,
          created,
        });
        document = await runProgram({ stack: options.stack, provider: cloud });
        task.title = `Stack ${options.stack}: ${cloud.resources.length} resources in ${seconds(since())}`;
      }),
  };
  const check: ListrTask = {
    title: "Check the policies",
    task: async () => {
      ({ report: policies } = await checkPolicies(document, { config: values }));
    },
  };
  const run = (event: WorkflowEvent): ListrTask => ({
    title: `Event ${event.name}`,
    task: async (_, task) => {
      const { arn } = machineOf(document).computed;
      const ready = withOutputs(event, document.outputs);
      const entered = (state: string): unknown => (task.output = state);
      const done = await execute(arn as string, ready, cloud.context.clients, entered);
      recorded.set(event, done);
      task.title = `Event ${event.name}: ${done.execution.status}`;
    },
  });
  const work: ListrTask = {
    title: "Run the workflow",
    task: () =>
      timed("workflow", () =>
        tasks([check, ...options.events.map(run)], { concurrent: true }).run(),
      ),
  };

  let begin = 0;
  const since = (): number => performance.now() - begin;
  async function timed(phase: Phase, action: () => Promise<unknown>): Promise<void> {
    begin = performance.now();
    await action();
    times[phase] = Math.round(since());
  }

  try {
    await tasks([start, create, work]).run();
  } catch (error) {
    // A crash shows first as a failed request: its own message says more, and is there a moment later.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await emulator?.stop();
    throw crash ?? error;
  }
  if (options.keep) emulator.keep();
  else await emulator.stop();
  return {
    emulator,
    account,
    document,
    definition: JSON.parse(machineOf(document).inputs["definition"] as string) as unknown,
    executions: options.events.map((event) => recorded.get(event) as Recorded),
    policies,
    times,
  };
}

/** Loads what the program is made of; the program itself can only be evaluated once the mocks are set. */
function preload(): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the program's own, which nothing here depends on
  require(path.join(PROJECT_DIR, "components"));
}

/** The state machine whose workflow is run. */
function machineOf({ stack, resources }: StackDocument): StackDocument["resources"][number] {
  const [machine] = resources.filter(({ type }) => type === MACHINE);
  if (machine !== undefined) return machine;
  throw new UsageError(`stack ${stack} has no state machine: there is no workflow to run`);
}

/** A list of tasks that shows itself on stderr: live on a terminal, as plain lines elsewhere. */
function tasks(list: ListrTask[], { concurrent = false } = {}): Listr {
  const logger = new ListrLogger({
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
  return new Listr(list, {
    concurrent,
    // The command ends the emulator first when it is interrupted.
    registerSignalListeners: false,
    renderer: process.stderr.isTTY ? "default" : "simple",
    rendererOptions: { logger },
  });
}
