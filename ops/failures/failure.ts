import { isRecord, type JsonRecord } from "../../statemachine/json";

/** How an execution may end without success. */
export const FAILED = ["FAILED", "TIMED_OUT", "ABORTED"] as const;

/** What the history of an execution says in one event; AWS's HistoryEvent is one. */
export interface ExecutionEvent {
  readonly id?: number | undefined;
  readonly previousEventId?: number | undefined;
  readonly type?: string | undefined;
  readonly timestamp?: Date | undefined;
  readonly stateEnteredEventDetails?: { readonly name?: string | undefined } | undefined;
  readonly stateExitedEventDetails?: { readonly name?: string | undefined } | undefined;
}

/** What an event says besides its type and time: AWS puts it under a name made of the type, a log under `details`. */
export function detailsOf(event: object): JsonRecord {
  for (const [key, value] of Object.entries(event)) {
    if ((key === "details" || key.endsWith("EventDetails")) && isRecord(value)) return value;
  }
  return {};
}

/** An execution that failed, timed out or was aborted. */
export interface Failure {
  readonly arn: string;
  readonly status: (typeof FAILED)[number];
  /** The state in which it ended. */
  readonly state: string;
  readonly error: string;
  readonly cause: string;
  readonly stop: Date;
  /** Undefined where it can be redriven, else why not. */
  readonly notRedrivable?: string;
  readonly redriveCount: number;
}

/** Where failures are read from: the service itself, or the log of an Express machine. */
export interface FailureSource {
  /** Those that ended at `since` or later, in no order. */
  failures(since: Date): AsyncIterable<Failure>;
  /**
   * All events of one, in their order.
   * @param execution with an earliest start where it is not known when it ended
   * @param data also what states were given and gave, which a log has anyway
   */
  events(
    execution: Pick<Failure, "arn" | "stop"> & { readonly start?: Date },
    data?: boolean,
  ): Promise<readonly ExecutionEvent[]>;
  /** The definition that one ran, for its picture. */
  definition(failure: Pick<Failure, "arn">): Promise<unknown>;
}

/** The state in which an execution ended. */
export interface LastState {
  readonly name: string;
  /** A Fail state, in which it fails again when it is redriven. */
  readonly isFail: boolean;
}

/**
 * The last state: from the last event back along the events that led to it. Where no event says what was before it, the
 * state that was entered last.
 * @param newestFirst the events from the last on; only so many are taken as are needed
 */
export async function lastState(
  newestFirst: AsyncIterable<ExecutionEvent> | Iterable<ExecutionEvent>,
): Promise<LastState> {
  let wanted: number | undefined;
  for await (const event of newestFirst) {
    if (wanted !== undefined && event.id !== wanted) continue;
    const name = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name;
    if (name !== undefined) return { name, isFail: event.type === "FailStateEntered" };
    wanted = event.previousEventId;
  }
  return { name: "(before the first state)", isFail: false };
}
