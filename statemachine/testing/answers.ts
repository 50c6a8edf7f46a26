import type { Json } from "../definition/types";
import { bounded, TaskError, WorkflowTestError } from "./errors";

/** What a handler is told besides its input. */
export interface Call {
  /** The state's name. */
  readonly state: string;
  /** 1 for the first try since the state was entered, one more for each retry. */
  readonly attempt: number;
}

/** Stands in for a task: gets its input (after Parameters or Arguments), gives its result or throws. */
export type Handler = (input: never, call: Call) => unknown;

/** A handler for every call, or one handler for each call in turn. */
export type Answers = Handler | readonly Handler[];

/** A task that always gives `result`. */
export function returns(result: Json): Handler {
  return () => result;
}

/** A task that fails with the error `name`, for example `Lambda.TooManyRequestsException`. */
export function fails(name: string, cause = ""): Handler {
  return () => {
    throw new TaskError(name, cause);
  };
}

/** A task that runs into its TimeoutSeconds. */
export function timesOut(): Handler {
  return fails("States.Timeout");
}

/** The same answer for `count` calls, to spread into a list: `[...times(2, fails("Busy")), returns(1)]`. */
export function times(count: number, answer: Handler): Handler[] {
  return Array.from({ length: count }, () => answer);
}

/**
 * A Lambda function behind `arn:aws:states:::lambda:invoke`: `handler` gets the Payload, its result becomes the
 * Payload of the answer, and an error it throws arrives by its name with Lambda's JSON text as cause.
 */
export function lambda(handler: (payload: never, call: Call) => unknown): Handler {
  return async (input: { Payload?: unknown }, call) => {
    try {
      const payload = await handler(input.Payload as never, call);
      return { ExecutedVersion: "$LATEST", Payload: payload ?? null, StatusCode: 200 };
    } catch (error) {
      if (error instanceof WorkflowTestError || !(error instanceof Error)) throw error;
      const cause = { errorType: error.name, errorMessage: error.message, trace: [] };
      throw new TaskError(error.name, JSON.stringify(cause));
    }
  };
}

/** Gives each call its answer and counts the calls of each state. */
export class Answerer {
  private readonly calls = new Map<string, number>();

  public constructor(private readonly tasks: Readonly<Record<string, Answers>>) {}

  /** What the task answers, as JSON like everything that leaves a task. */
  public async answer(input: unknown, call: Call): Promise<unknown> {
    const number = (this.calls.get(call.state) ?? 0) + 1;
    this.calls.set(call.state, number);
    const handler = this.handler(call.state, number);
    const what = `the answer of "${call.state}"`;
    const result = bounded(await handler(structuredClone(input) as never, call), what);
    return result === undefined ? null : (JSON.parse(JSON.stringify(result)) as unknown);
  }

  private handler(state: string, number: number): Handler {
    const answers = Object.hasOwn(this.tasks, state) ? this.tasks[state] : undefined;
    if (answers === undefined) {
      const known = Object.keys(this.tasks).join(", ") || "none";
      throw new WorkflowTestError(
        `task "${state}" was reached but has no handler (handlers given: ${known}); add one under its name`,
      );
    }
    if (typeof answers === "function") return answers;
    const handler = answers[number - 1];
    if (handler !== undefined) return handler;
    throw new WorkflowTestError(
      `task "${state}" was called ${number} times but has ${answers.length} answers; add one per call`,
    );
  }
}
