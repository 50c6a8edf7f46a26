import { groupBy } from "../../group-by";
import { display, isRecord, compactJson, number, own, text, type JsonRecord } from "../../json";
import { readEvents } from "./events";
import type { ExecutionHistory, Visit, VisitStatus } from "./visit";

/** What an execution did in one state. */
export interface StateTrace {
  readonly status: VisitStatus;
  readonly visits: number;
  /** Tries of the state's work over all visits, when the history says so. */
  readonly attempts?: number;
  /** Time over all visits, when the history has times. */
  readonly seconds?: number;
  /** The error of the last visit that had one. */
  readonly error?: string;
}

/** An execution as the picture needs it. */
export interface Trace {
  /** SUCCEEDED, FAILED, TIMED_OUT, ABORTED or RUNNING. */
  readonly status: string;
  readonly seconds: number | undefined;
  /** By the name of the state. */
  readonly states: ReadonlyMap<string, StateTrace>;
  /** Whether the execution went from one state straight to another; `caught` along an error path. */
  readonly went: (from: string, to: string, caught: boolean) => boolean;
  /** Whether a visit of the state was the last of its scope. */
  readonly ended: (state: string) => boolean;
}

/** A history that says nothing that can be drawn. */
export class HistoryError extends Error {
  public override readonly name = "HistoryError";
}

/**
 * Reads an execution: the events of GetExecutionHistory (as a list, or as the whole answer) also where an emulator
 * leaves out `previousEventId` and inner events, or an object with a `path` (or `steps`), a list of names of states or
 * of objects with `state` (or `name`) and what is known of `status`, `seconds` (or `durationMs`), `attempts`, `error`.
 *
 * @throws HistoryError for anything else.
 */
export function readHistory(history: unknown): Trace {
  return summarise(readVisits(history));
}

/** The visits of states in the order in which they began, of what {@link readHistory} takes. @throws HistoryError */
export function readVisits(history: unknown): ExecutionHistory {
  const whole: JsonRecord = isRecord(history) ? history : {};
  const list = Array.isArray(history)
    ? (history as unknown[])
    : (whole.events ?? whole.steps ?? whole.path);
  if (!Array.isArray(list)) throw new HistoryError(`${EXPECTED}, not ${describe(history)}`);
  // Before the first event an execution runs already.
  const isEvents =
    list.length === 0 ||
    list.some((entry) => isRecord(entry) && typeof entry.type === "string" && "id" in entry);
  const { visits, status, seconds } = isEvents
    ? readEvents(list as unknown[])
    : readPath(list as unknown[]);
  const said = text(whole, "status")?.toUpperCase() ?? status;
  finalize(visits, said);
  return { visits, status: said, seconds: seconds ?? secondsIn(whole) };
}

const EXPECTED =
  "a history is the events of `aws stepfunctions get-execution-history` or an object with a path of states";

function readPath(list: readonly unknown[]): ExecutionHistory {
  const visits: Visit[] = [];
  for (const entry of list) {
    const fields: JsonRecord = isRecord(entry) ? entry : { state: entry };
    const state = fields.state ?? fields.name;
    if (typeof state !== "string") {
      throw new HistoryError(`${EXPECTED}, but one entry of the path is ${describe(entry)}`);
    }
    visits.push({
      state,
      from: visits.at(-1),
      scheduled: 0,
      failed: 0,
      failing: false,
      status: own(STATUSES, display(fields.status).toLowerCase()) ?? "succeeded",
      attempts: number(fields, "attempts"),
      seconds: secondsIn(fields),
      error: text(fields, "error"),
    });
  }
  const final = visits.at(-1)?.status;
  return { visits, status: final === "failed" ? "FAILED" : "SUCCEEDED" };
}

const STATUSES: Readonly<Record<string, VisitStatus>> = {
  failed: "failed",
  timed_out: "failed",
  caught: "caught",
  running: "running",
  aborted: "stopped",
  stopped: "stopped",
};

/** `seconds`, or `durationMs` in milliseconds. */
function secondsIn(fields: JsonRecord): number | undefined {
  const milliseconds = number(fields, "durationMs");
  const seconds = milliseconds === undefined ? undefined : milliseconds / 1000;
  return number(fields, "seconds") ?? seconds;
}

/** Says what became of visits that were never left, once it is known how the execution ended. */
function finalize(visits: readonly Visit[], status: string): void {
  for (const visit of visits) if (visit.from) visit.from.followed = true;
  const final = visits.at(-1);
  for (const visit of visits) {
    if (visit.status !== "running" || status === "RUNNING") continue;
    if (status === "SUCCEEDED") visit.status = "stopped";
    else visit.status = visit === final || visit.failed > 0 ? "failed" : "stopped";
  }
  if (final?.status === "succeeded" && (status === "FAILED" || status === "TIMED_OUT")) {
    final.status = "failed";
  }
}

function summarise({ visits, status, seconds }: ExecutionHistory): Trace {
  const byState = groupBy(visits, ({ state }) => state);
  const went = new Set(visits.map(step));
  return {
    status,
    seconds,
    states: new Map([...byState].map(([state, all]) => [state, summary(all)])),
    went: (from, to, caught) => went.has(`${from}\u0000${to}\u0000${caught}`),
    ended: (state) =>
      (byState.get(state) ?? []).some((visit) => !visit.followed && visit.status === "succeeded"),
  };
}

/** A transition as text. Into a container a state goes whatever becomes of the container later. */
function step({ state, from, parent }: Visit): string {
  return `${from?.state}\u0000${state}\u0000${from !== parent && from?.status === "caught"}`;
}

function summary(visits: readonly Visit[]): StateTrace {
  const attempts = sum(visits.map(attemptsOf));
  const seconds = sum(
    visits.map(
      ({ start: begin, end, seconds: said }) =>
        said ?? (begin === undefined || end === undefined ? undefined : end - begin),
    ),
  );
  const error = visits.findLast((visit) => visit.error !== undefined)?.error;
  return {
    status: visits.at(-1)?.status ?? "running",
    visits: visits.length,
    ...(attempts === undefined ? {} : { attempts }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(error === undefined ? {} : { error }),
  };
}

function attemptsOf({ attempts, scheduled, failed, failing }: Visit): number | undefined {
  if (attempts !== undefined || scheduled > 0) return attempts ?? scheduled;
  return failed === 0 ? undefined : failed + (failing ? 0 : 1);
}

/** The sum of what is known, undefined when nothing is. */
function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce(
    (total, value) => (value === undefined ? total : (total ?? 0) + value),
    undefined,
  );
}

function describe(value: unknown): string {
  const written = compactJson(value) ?? display(value);
  return written.length > 60 ? `${written.slice(0, 60)}…` : written;
}
