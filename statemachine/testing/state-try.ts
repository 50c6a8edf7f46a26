/** One try of a state of the machine's own level: what it was given, and what came of it. */
export interface StateTry {
  readonly state: string;
  /** How often it was tried before, since it was entered. */
  readonly retries: number;
  readonly input: unknown;
  readonly variables: unknown;
  readonly context: unknown;
  /** What the work of a Task, Map or Parallel gave; absent where there was none, or it failed. */
  readonly result?: unknown;
  readonly status: "SUCCEEDED" | "RETRIABLE" | "CAUGHT_ERROR" | "FAILED";
  readonly output?: unknown;
  readonly next?: string | undefined;
  readonly Error?: string;
  readonly Cause?: string;
}
