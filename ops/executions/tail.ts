import { setTimeout as sleep } from "node:timers/promises";
import { Readable } from "node:stream";
import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import type { Clients } from "../../engine/aws";
import { Exit, printLines } from "../../statemachine/cli";
import { sourceOf, type FailureFlags } from "../failures/find";
import { ifThere, logEvents } from "../pages";
import { machineOfExecution } from "../redrive/plan";
import { statesArn, targetOfArn, type Target } from "../target";
import { invocationsIn, logGroupOf, type Invocation } from "./invocations";

interface Flags extends Pick<FailureFlags, "endpoint" | "since"> {
  readonly json?: boolean;
}

/** One line of a function's log. */
interface Line {
  readonly id: string;
  readonly time: Date;
  readonly function: string;
  readonly message: string;
  /** False where only the time says that it is of this execution: AWS does not give the request's id. */
  readonly certain: boolean;
}

/** Log lines may come so long after a function has ended. */
const LATE_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 3000;

/** `ops tail`: what the functions of an execution have logged; of one that runs also what they log until it ends. */
export async function tail(execution: string, flags: Flags): Promise<Exit> {
  const machine = await targetOfArn({ ...flags, machine: machineOfExecution(execution) });
  // A Standard machine's Distributed Map may start Express executions.
  const isExpress = statesArn(execution, "execution").resource.startsWith("express:");
  const target: Target = { ...machine, type: isExpress ? "EXPRESS" : "STANDARD" };
  const start = new Date(Date.now() - flags.since);
  const seen = new Set<string>();
  const finished = new Set<string>();
  const logGroup = logGroups(target.clients);
  const source = sourceOf(target);
  for (;;) {
    // The status first: what is read after it is complete when it says that all is over.
    const running = await isRunning(target, execution);
    const events = await source.events({ arn: execution, start, stop: new Date() }, true);
    const invocations = invocationsIn(events, target.definition).filter(
      (each) => !finished.has(keyOf(each)),
    );
    const lines = (
      await Promise.all(invocations.map((each) => linesOf(target.clients, each, logGroup)))
    ).flat();
    lines.sort((a, b) => a.time.getTime() - b.time.getTime());
    for (const line of lines) {
      if (!seen.has(line.id)) print(line, flags.json);
      seen.add(line.id);
    }
    if (!running) break;
    const before = Date.now() - LATE_MILLISECONDS;
    for (const each of invocations)
      if (each.to && each.to.getTime() < before) finished.add(keyOf(each));
    await sleep(POLL_MILLISECONDS);
  }
  if (seen.size === 0) printLines(process.stderr, `no function has logged for ${execution}`);
  return Exit.ok;
}

function keyOf({ function: name, from, requestId }: Invocation): string {
  return `${name} ${from.getTime()} ${requestId}`;
}

/** Of an Express execution AWS does not say it. */
async function isRunning({ clients, type }: Target, executionArn: string): Promise<boolean> {
  if (type === "EXPRESS") return false;
  const { status } = await clients.sfn.describeExecution({ executionArn });
  return status === "RUNNING";
}

/** Where functions log, by their names: each is asked for once, however often it is called and looked at. */
function logGroups({ lambda }: Clients): (name: string) => Promise<string> {
  const found = new Map<string, Promise<string>>();
  return async (name) => {
    const group =
      found.get(name) ??
      ifThere(lambda.getFunctionConfiguration({ FunctionName: name })).then((config) =>
        logGroupOf(name, config),
      );
    found.set(name, group);
    return group;
  };
}

/**
 * The lines of one call. With its request's id first the streams that have it; a stream is of one environment, which runs
 * one call at a time, so all its lines between the first and the last with the id are of the call.
 */
async function linesOf(
  clients: Clients,
  invocation: Invocation,
  logGroup: (name: string) => Promise<string>,
): Promise<Line[]> {
  const { function: name, from, to, requestId } = invocation;
  const window = {
    logGroupName: await logGroup(name),
    startTime: from.getTime(),
    endTime: (to?.getTime() ?? Date.now()) + LATE_MILLISECONDS,
  };
  const lines = (found: readonly FilteredLogEvent[], certain: boolean): Line[] =>
    found.map(({ eventId, logStreamName, timestamp = 0, message = "" }) => ({
      // The emulator gives no id.
      id: eventId ?? `${logStreamName} ${timestamp} ${message}`,
      ...{ time: new Date(timestamp), function: name, message, certain },
    }));
  const read = async (request: object): Promise<FilteredLogEvent[]> =>
    (await ifThere(Readable.from(logEvents(clients, { ...window, ...request })).toArray())) ?? [];
  if (requestId === undefined) {
    return lines(await read({ endTime: to?.getTime() ?? Date.now() }), false);
  }
  const marked = await read({ filterPattern: `"${requestId}"` });
  const times = marked.map(({ timestamp = 0 }) => timestamp);
  const streams = [...new Set(marked.flatMap(({ logStreamName }) => logStreamName ?? []))];
  if (streams.length === 0) return [];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return lines(
    // The end of the range is not part of it.
    await read({ logStreamNames: streams, startTime: first, endTime: last + 1 }),
    true,
  );
}

function print(line: Line, json: boolean | undefined): void {
  const { time, function: name, message, certain } = line;
  const text = `${time.toISOString()}  ${certain ? " " : "~"} ${name}  ${message.trimEnd()}`;
  printLines(process.stdout, json ? JSON.stringify(line) : text);
}
