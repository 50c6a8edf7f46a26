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
  /** Read by the interpreter: no Retry or Catch of the workflow may swallow this. */
  public readonly isRetryable = false;
  public readonly isCatchable = false;

  public constructor(message: string) {
    super(message);
    this.name = "WorkflowTestError";
  }
}
