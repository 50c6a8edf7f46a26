import { display, type JsonRecord } from "../json";
import type { Json } from "../definition/types";
import { Answerer, type Answers } from "./answers";
import type { Coverage } from "./coverage";
import { Failure, Stopped, WorkflowTestError } from "./errors";
import type { StateTry } from "./state-try";

/** How to run a workflow. */
export interface RunOptions {
  /** For each task, by the name of its state: what stands in for it. */
  readonly tasks?: Readonly<Record<string, Answers>>;
  /** Added to the context object (`$$`), which has Execution, StateMachine, State and Task by default. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** States that may be entered, or tried again, before the run counts as endless. Defaults to 10,000. */
  readonly maxStates?: number;
  /** Told of each try of each state of the machine's own level, in their order. */
  readonly onState?: (tried: StateTry) => void;
}

/** What one task call was given. */
export interface TaskCall {
  readonly state: string;
  /** 1 for the first try since the state was entered. */
  readonly attempt: number;
  readonly input: Json;
}

/** How a run ended. */
export interface Ending {
  /** TIMED_OUT when waits and retry intervals add up to more than the machine's TimeoutSeconds. */
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT";
  /** Of a run that succeeded. */
  readonly output?: Json;
  /** The name of the error of a run that did not. */
  readonly error?: string;
  readonly cause?: string;
}

/** Seconds since the start of the run: of branches and items each its own, which go on from where it was. */
export interface Clock {
  seconds: number;
}

const ARN = "arn:aws:states:us-east-1:000000000000";

/** The types of state that may be retried, whose context says how often they were. */
const RETRIED: ReadonlySet<unknown> = new Set(["Task", "Parallel", "Map"]);

/** Resources that a token belongs to: also those of jobs, which AWS waits for by itself. */
const WAITING = /\.(waitForTaskToken|sync(:2)?)$/u;

/** Listens to one run: its path, its calls, the time it would have taken, and when it must stop. */
export class Recorder {
  public readonly path: string[] = [];
  public readonly calls: TaskCall[] = [];

  private readonly answerer: Answerer;
  private readonly started = Date.now();
  private readonly timeoutSeconds: number;
  private steps = 0;
  private stop: Error | undefined;

  public constructor(
    definition: JsonRecord,
    public readonly options: RunOptions,
    public readonly coverage: Coverage,
    private readonly input: Json,
  ) {
    const { TimeoutSeconds: timeout } = definition;
    this.timeoutSeconds = typeof timeout === "number" ? timeout : Infinity;
    this.answerer = new Answerer(options.tasks ?? {});
  }

  public entered(name: string, path: string): void {
    this.step("entered");
    this.path.push(name);
    this.coverage.visit(path);
  }

  /** Counts the retry by the entry at `path`, which comes after `seconds`. @throws Stopped when the machine's time is up. */
  public retried(path: string, clock: Clock, seconds: number): void {
    this.step("tried");
    this.coverage.visit(path);
    this.advance(clock, seconds);
  }

  /** @throws WorkflowTestError when the run seems endless, and what else ends it */
  private step(what: "entered" | "tried"): void {
    const limit = this.options.maxStates ?? 10_000;
    if (this.steps >= limit) {
      this.stop ??= new WorkflowTestError(
        `the run ${what} ${limit} states without ending: bound the loop, or raise maxStates`,
      );
    }
    if (this.stop) throw this.stop;
    this.steps++;
  }

  /** Calls the task of a state that was tried so often before since it was entered. */
  public async task(state: string, retries: number, input: unknown): Promise<unknown> {
    const call = { state, attempt: retries + 1 };
    this.calls.push({ ...call, input: structuredClone(input) as Json });
    try {
      return await this.answerer.answer(input, call);
    } catch (error) {
      if (error instanceof WorkflowTestError) this.stop ??= error;
      throw error;
    }
  }

  /** The time on a clock of the run. */
  public now(clock: Clock): Date {
    return new Date(this.started + clock.seconds * 1000);
  }

  /** @throws Stopped when the machine's time is up. */
  public advance(clock: Clock, seconds: number): void {
    clock.seconds += seconds;
    if (clock.seconds > this.timeoutSeconds) throw (this.stop ??= new Stopped());
  }

  /** The context object of a state: what AWS shows in it, with what the test adds. */
  public context(
    name: string,
    state: JsonRecord,
    entered: Date,
    retries: number,
    item?: JsonRecord,
  ): JsonRecord {
    const { Execution: execution, ...others } = this.options.context ?? {};
    const waits = WAITING.test(display(state.Resource));
    return {
      StateMachine: { Id: `${ARN}:stateMachine:test`, Name: "test" },
      State: {
        Name: name,
        EnteredTime: entered.toISOString(),
        ...(RETRIED.has(state.Type) ? { RetryCount: retries } : {}),
      },
      ...(waits ? { Task: { Token: "test-task-token" } } : {}),
      ...(item ? { Map: { Item: item } } : {}),
      ...others,
      Execution: {
        Id: `${ARN}:execution:test:test`,
        Name: "test",
        RoleArn: "arn:aws:iam::000000000000:role/test",
        RedriveCount: 0,
        StartTime: new Date(this.started).toISOString(),
        Input: this.input,
        ...(execution as object | undefined),
      },
    };
  }

  public failed(thrown: unknown): Ending {
    if (this.stop instanceof Stopped) return { status: "TIMED_OUT", error: "States.Timeout" };
    const { error, reason } = Failure.of(this.stop ?? thrown);
    return {
      status: "FAILED",
      ...(error === undefined ? {} : { error }),
      ...(reason === undefined ? {} : { cause: reason }),
    };
  }
}
