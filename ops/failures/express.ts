import { Readable } from "node:stream";
import type { FilterLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Clients } from "../../engine/aws";
import { isRecord, jsonIn, text, type JsonRecord } from "../../statemachine/json";
import { logEvents } from "../pages";
import type { Target } from "../target";
import { lastState, type ExecutionEvent, type Failure, type FailureSource } from "./failure";

/** An Express execution runs at most five minutes; a log event may come a little later. */
const LONGEST_MILLISECONDS = 6 * 60_000;

const DAY = 86_400_000;

/** Executions looked at side by side: FilterLogEvents may be called ten times a second (service quota). */
const SIDE_BY_SIDE = 4;

const ENDINGS: Readonly<Record<string, Failure["status"]>> = {
  ExecutionFailed: "FAILED",
  ExecutionTimedOut: "TIMED_OUT",
  ExecutionAborted: "ABORTED",
};

const ENDED = `{ ${Object.keys(ENDINGS)
  .map((type) => `($.type = "${type}")`)
  .join(" || ")} }`;

/** One line of a machine's log (developer guide, "Using CloudWatch Logs to log execution history"). */
interface LogRecord extends ExecutionEvent {
  readonly id: number;
  readonly type: string;
  readonly details: JsonRecord;
  readonly timestamp: Date;
  readonly execution: string;
}

/** Failures of an Express machine, of which AWS keeps no list: from its log. */
export function expressFailures(
  { clients, definition }: Pick<Target, "clients" | "definition">,
  logGroupName: string,
): FailureSource {
  const events: FailureSource["events"] = (execution) =>
    eventsInLog(clients, logGroupName, execution);
  const look = async ({
    execution: arn,
    type,
    details,
    timestamp,
  }: LogRecord): Promise<Failure> => ({
    arn,
    status: ENDINGS[type] ?? "FAILED",
    state: (await lastState([...(await events({ arn, stop: timestamp }))].reverse())).name,
    error: text(details, "error") ?? (type === "ExecutionTimedOut" ? "States.Timeout" : ""),
    cause: text(details, "cause") ?? "",
    stop: timestamp,
    redriveCount: 0,
    notRedrivable: "an Express execution cannot be redriven: start it again with its input",
  });
  return {
    events,
    definition: async () => definition,
    failures: (since) =>
      Readable.from(
        records(clients, { logGroupName, startTime: since.getTime(), filterPattern: ENDED }),
      ).map(look, { concurrency: SIDE_BY_SIDE }) as AsyncIterable<Failure>,
  };
}

/** The events of some executions that succeeded within the last day. */
export async function expressSample(
  { clients }: Pick<Target, "clients">,
  logGroupName: string,
  most: number,
): Promise<(readonly ExecutionEvent[])[]> {
  const histories: (readonly ExecutionEvent[])[] = [];
  const filterPattern = '{ $.type = "ExecutionSucceeded" }';
  const ended = records(clients, { logGroupName, startTime: Date.now() - DAY, filterPattern });
  for await (const { execution: arn, timestamp: stop } of ended) {
    histories.push(await eventsInLog(clients, logGroupName, { arn, stop }));
    if (histories.length === most) break;
  }
  return histories;
}

async function eventsInLog(
  clients: Clients,
  logGroupName: string,
  { arn, stop, start }: Parameters<FailureSource["events"]>[0],
): Promise<ExecutionEvent[]> {
  const found = (await Readable.from(
    records(clients, {
      logGroupName,
      startTime: start?.getTime() ?? stop.getTime() - LONGEST_MILLISECONDS,
      endTime: stop.getTime() + LONGEST_MILLISECONDS,
      filterPattern: `{ $.execution_arn = "${arn}" }`,
    }),
  ).toArray()) as LogRecord[];
  return found.sort((a, b) => a.id - b.id);
}

async function* records(
  clients: Clients,
  request: FilterLogEventsRequest,
): AsyncIterable<LogRecord> {
  for await (const { message = "" } of logEvents(clients, request)) {
    const record = recordOf(message);
    if (record !== undefined) yield record;
  }
}

/** A line as an event of the history has it; undefined for one that is not of an execution. */
function recordOf(message: string): LogRecord | undefined {
  const line = jsonIn(message);
  if (!isRecord(line) || typeof line["execution_arn"] !== "string") return undefined;
  const timestamp = new Date(Number(line["event_timestamp"]));
  if (Number.isNaN(timestamp.getTime())) return undefined;
  const type = text(line, "type") ?? "";
  const details = isRecord(line["details"]) ? line["details"] : {};
  const named = { name: text(details, "name") ?? "?", ...details };
  return {
    id: Number(line["id"]),
    type,
    details,
    previousEventId: Number(line["previous_event_id"]),
    timestamp,
    execution: line["execution_arn"],
    ...(type.endsWith("StateEntered") ? { stateEnteredEventDetails: named } : {}),
    ...(type.endsWith("StateExited") ? { stateExitedEventDetails: named } : {}),
  };
}
