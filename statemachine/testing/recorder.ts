import type { Hooks, WaitTime, RetryLocation } from "./lowering/state-context";
import type { Json } from "../definition/types";
import { Answerer, type Answers } from "./answers";
import type { Coverage } from "./coverage";
import { WorkflowTestError } from "./errors";

/** How to run a workflow. */
export interface RunOptions {
  /** For each task, by the name of its state: what stands in for it. */
  readonly tasks?: Readonly<Record<string, Answers>>;
  /** Added to the context object (`$$`), which has Execution, StateMachine, State and Task by default. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** States that may be entered before the run counts as endless. Defaults to 10,000. */
  readonly maxStates?: number;
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

/** Ends a run from inside; no Retry or Catch of the workflow may swallow it. */
class TimeIsUp extends WorkflowTestError {}

const ARN = "arn:aws:states:us-east-1:000000000000";

/** Listens to one run: its path, its calls, the time it would have taken, and when it must stop. */
export class Recorder implements Hooks {
  public readonly path: string[] = [];
  public readonly calls: TaskCall[] = [];
  public readonly states: Record<string, object> = {};
  public readonly retriers = new Map<unknown, RetryLocation>();
  public waitedSeconds = 0;

  private readonly attempts = new Map<string, number>();
  private readonly answerer: Answerer;
  private readonly started = Date.now();
  private readonly timeoutSeconds: number;
  private stop: WorkflowTestError | undefined;

  public constructor(
    definition: unknown,
    private readonly options: RunOptions,
    public readonly coverage: Coverage,
    private readonly Timeout: new () => Error,
    private readonly input: Json,
  ) {
    const timeout = (definition as { TimeoutSeconds?: unknown } | null)?.TimeoutSeconds;
    this.timeoutSeconds = typeof timeout === "number" ? timeout : Infinity;
    this.answerer = new Answerer(options.tasks ?? {});
  }

  public entered(name: string, path: string): void {
    const limit = this.options.maxStates ?? 10_000;
    if (this.path.length >= limit) {
      this.stop ??= new WorkflowTestError(
        `the run entered ${limit} states without ending: bound the loop, or raise maxStates`,
      );
    }
    if (this.stop) throw this.stop;
    this.attempts.set(path, 0);
    this.path.push(name);
  }

  public async task(name: string, path: string, input: unknown): Promise<unknown> {
    // Lets the events of nested scopes arrive before the run goes on.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.stop) throw this.stop;
    const attempt = (this.attempts.get(path) ?? 0) + 1;
    this.attempts.set(path, attempt);
    this.calls.push({ state: name, attempt, input: structuredClone(input) as Json });
    try {
      return await this.answerer.answer(input, { state: name, attempt });
    } catch (error) {
      if (error instanceof WorkflowTestError) this.stop ??= error;
      if (!(error instanceof Error)) throw new Error(String(error));
      throw error.name === "States.Timeout" ? new this.Timeout() : error;
    }
  }

  public waited(time: WaitTime, nested: boolean): void {
    const now = this.started + this.waitedSeconds * 1000;
    const seconds =
      time.until === undefined
        ? Number(time.seconds)
        : Math.max(0, Date.parse(String(time.until)) - now) / 1000;
    if (!Number.isFinite(seconds) || seconds < 0) {
      throw Object.assign(new Error(`cannot wait for ${JSON.stringify(time)}`), {
        name: "States.Runtime",
        isRetryable: false,
        isCatchable: false,
      });
    }
    if (!nested) this.advance(seconds);
    if (this.stop) throw this.stop;
  }

  /** Reads the interpreter's events, of which only the retries are not seen otherwise. */
  public async follow(events: AsyncIterable<object>): Promise<void> {
    for await (const event of events) {
      const { retry } = event as { retry?: { retrier: Retrier; attempt: number } };
      const place = retry && this.retriers.get(retry.retrier);
      if (!place) continue;
      this.coverage.visit(place.path);
      if (!place.nested) this.advance(intervalSeconds(retry.retrier, retry.attempt));
    }
  }

  /** The context object that `$$` reads. */
  public readonly context = (): Record<string, unknown> => {
    const { Execution: execution, ...others } = this.options.context ?? {};
    return {
      StateMachine: { Id: `${ARN}:stateMachine:test`, Name: "test" },
      State: this.states,
      Task: { Token: "test-task-token" },
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
  };

  public succeeded(output: unknown): Ending {
    return { status: "SUCCEEDED", output: (output ?? null) as Json };
  }

  public failed(failure: unknown): Ending {
    if (this.stop instanceof TimeIsUp) return { status: "TIMED_OUT", error: "States.Timeout" };
    if (this.stop) throw this.stop;
    const wrapped = failure instanceof Error && failure.cause instanceof Error;
    const error = (wrapped ? failure.cause : failure) as Error;
    if (error instanceof WorkflowTestError) throw error;
    // What a Fail state without Error gives.
    if (error.name === "FailStateError") return { status: "FAILED" };
    return { status: "FAILED", error: error.name, cause: error.message };
  }

  private advance(seconds: number): void {
    this.waitedSeconds += seconds;
    if (this.waitedSeconds > this.timeoutSeconds) this.stop ??= new TimeIsUp("time is up");
  }
}

interface Retrier {
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
}

/** Seconds before retry number `attempt`. Defaults as in AWS; full jitter counts as the longest it may wait. */
function intervalSeconds(retrier: Retrier, attempt: number): number {
  const { IntervalSeconds: first = 1, BackoffRate: rate = 2, MaxDelaySeconds: most } = retrier;
  return Math.min(first * rate ** (attempt - 1), most ?? Infinity);
}
