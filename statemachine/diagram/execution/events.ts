import { display, isRecord, own, type JsonRecord } from "../../json";
import type { ExecutionHistory, Visit } from "./visit";

/** Ends of an execution, by the type of its last event. */
const ENDINGS: Readonly<Record<string, string>> = {
  ExecutionSucceeded: "SUCCEEDED",
  ExecutionFailed: "FAILED",
  ExecutionTimedOut: "TIMED_OUT",
  ExecutionAborted: "ABORTED",
};

/**
 * The visits of an execution in the order in which they began, and how it ended, from the events of
 * GetExecutionHistory. Without `previousEventId` each event is taken to follow the one before it.
 */
export function readEvents(list: readonly unknown[]): ExecutionHistory {
  const events = list.filter(isRecord).sort((a, b) => Number(a.id) - Number(b.id));
  const visits: Visit[] = [];
  const byEvent = new Map<unknown, Visit | undefined>();
  let status = "RUNNING";
  let last: Visit | undefined;
  for (const event of events) {
    const type = display(event.type);
    const before = byEvent.has(event.previousEventId) ? byEvent.get(event.previousEventId) : last;
    let visit = before;
    if (type.endsWith("StateEntered")) {
      visit = enter(event, type, before);
      visits.push(visit);
    } else if (type.endsWith("StateExited")) {
      const name = nameIn(event.stateExitedEventDetails);
      const isOpen = (each: Visit | undefined): boolean =>
        each?.state === name && each.status === "running";
      visit = isOpen(before) ? before : (visits.findLast(isOpen) ?? before);
      if (visit) leave(visit, event);
    } else if (visit) {
      work(isOfContainer(type) ? containerOf(visit) : visit, type, event);
    }
    const ending = own(ENDINGS, type);
    if (ending) {
      status = ending;
      if (last && ending !== "SUCCEEDED") {
        last.error ??= detailIn(event, "error");
        last.cause ??= detailIn(event, "cause");
      }
      for (const open of visits) if (open.status === "running") open.end ??= time(event.timestamp);
    } else if (type === "ExecutionRedriven") {
      status = "RUNNING";
      for (const open of visits) if (open.status === "running") open.end = undefined;
    }
    byEvent.set(event.id, visit);
    last = visit;
  }
  const times = events.map((event) => time(event.timestamp)).filter((at) => at !== undefined);
  const [begin, end] = [times[0], times.at(-1)];
  return {
    visits,
    status,
    seconds: begin === undefined || end === undefined ? undefined : end - begin,
  };
}

function enter(event: JsonRecord, type: string, before: Visit | undefined): Visit {
  const isInside = before?.isContainer && before.status === "running";
  return {
    state: nameIn(event.stateEnteredEventDetails),
    input: detailIn(event, "input"),
    isContainer: isOfContainer(type),
    scheduled: 0,
    failed: 0,
    failing: false,
    // Nothing follows a Fail, not even an event that it was left.
    status: type.startsWith("Fail") ? "failed" : "running",
    start: time(event.timestamp),
    from: before,
    parent: isInside ? before : before?.parent,
  };
}

function isOfContainer(type: string): boolean {
  return type.startsWith("Parallel") || type.startsWith("Map");
}

/** The container that an event of a container belongs to, when the events before it were of what is inside. */
function containerOf(visit: Visit): Visit {
  let container: Visit | undefined = visit;
  while (
    container &&
    !(container.isContainer && container.status === "running" && !container.failing)
  ) {
    container = container.parent;
  }
  return container ?? visit;
}

/** Events of the work itself, with what became of it: what cannot be scheduled, started or submitted has failed. */
const WORK =
  /^(?:Task|LambdaFunction|Activity|ParallelState|MapState|MapRun|Evaluation)(?:Schedule|Start|Submit)?(Scheduled|Succeeded|Failed|TimedOut|Aborted)$/u;

function work(visit: Visit, type: string, event: JsonRecord): void {
  const [, what] = WORK.exec(type) ?? [];
  if (what === undefined) return;
  visit.failing = what === "Failed" || what === "TimedOut";
  if (what === "Scheduled") visit.scheduled += 1;
  if (!visit.failing) return;
  visit.failed += 1;
  visit.error = detailIn(event, "error") ?? (what === "TimedOut" ? "States.Timeout" : visit.error);
  visit.cause = detailIn(event, "cause");
}

function leave(visit: Visit, event: JsonRecord): void {
  visit.end = time(event.timestamp);
  visit.output = detailIn(event, "output");
  // A state that is left right after a failure went along an error path.
  visit.status = visit.failing ? "caught" : "succeeded";
}

/** The details of an event stand under a name made of its type. */
function detailIn(event: JsonRecord, name: string): string | undefined {
  for (const details of Object.values(event)) {
    if (isRecord(details) && typeof details[name] === "string") return details[name];
  }
  return undefined;
}

function nameIn(details: unknown): string {
  return isRecord(details) ? display(details.name) : "?";
}

/** Seconds since 1970 of a Date, an ISO text, or a number of seconds or milliseconds. */
function time(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime() / 1000;
  if (typeof value === "number") return value > 1e11 ? value / 1000 : value;
  const parsed = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed / 1000;
}
