import { display } from "../json";
import { measure } from "../json/values";

/**
 * An error of the workflow, by the name that `Retry` and `Catch` match. Thrown by a task's handler it does what
 * the same error does in AWS.
 */
export class TaskError extends Error {
  public constructor(name: string, cause = "") {
    super(cause);
    this.name = name;
  }
}

/**
 * An error of the test itself: a task without a handler, a definition that the interpreter cannot run. It is
 * never retried or caught by the workflow.
 */
export class WorkflowTestError extends Error {
  public constructor(message: string) {
    super(message);
    this.name = "WorkflowTestError";
  }
}

/** How a state failed; a Fail state need not say what, nor why. */
export class Failure extends Error {
  public constructor(
    public readonly error: string | undefined,
    public readonly reason: string | undefined,
  ) {
    super(reason ?? "");
  }

  /** What was thrown as a failure of the workflow. @throws what is an error of the test or ends the run. */
  public static of(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    if (thrown instanceof WorkflowTestError || thrown instanceof Stopped) throw thrown;
    if (thrown instanceof Error) return new Failure(thrown.name, thrown.message);
    return new Failure("Error", display(thrown));
  }

  /** As `$` or `$states.errorOutput` of a catcher has it. */
  public output(): { readonly Error?: string; readonly Cause?: string } {
    return {
      ...(this.error === undefined ? {} : { Error: this.error }),
      ...(this.reason === undefined ? {} : { Cause: this.reason }),
    };
  }

  /** Whether an ErrorEquals matches. Source: developer guide, "Handling errors in Step Functions workflows". */
  public matches(names: readonly unknown[]): boolean {
    const { error } = this;
    if (error === "States.Runtime") return false;
    return names.some((name) => {
      if (name === "States.ALL") return error !== "States.DataLimitExceeded";
      if (name === "States.TaskFailed") return error !== "States.Timeout";
      return name === error;
    });
  }
}

/** Ends a branch or item because another has failed, or the whole run because its time is up. */
export class Stopped extends Error {}

/** Lists and objects inside each other: more, and reading them would overflow the stack. No workflow needs so many. */
const MOST_LEVELS = 500;

/** `value`. @throws WorkflowTestError for one that is nested too deep; `what` names it. */
export function bounded<Value>(value: Value, what: string): Value {
  const { depth } = measure(value, { bytes: Infinity, depth: MOST_LEVELS });
  if (depth <= MOST_LEVELS) return value;
  throw new WorkflowTestError(
    `${what} is nested deeper than ${MOST_LEVELS} levels, which cannot be run`,
  );
}
