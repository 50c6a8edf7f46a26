import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
} from "@aws-sdk/client-sfn";
import type { Clients } from "../../engine/aws";
import type { EventObject, WorkflowEvent } from "./events";

/** One execution of the workflow, finished. */
export interface Execution {
  /** The event's name. */
  readonly name: string;
  readonly description: string;
  readonly executionArn: string;
  readonly status: string;
  /** The execution's output; absent when it failed. */
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** The states entered, in order. */
  readonly path: readonly string[];
  /** When each of them was entered and how long it took, in milliseconds from the start. */
  readonly steps: readonly Step[];
  readonly durationMs: number;
  readonly expect: WorkflowEvent["expect"];
  /** What is not as expected; empty when all is. */
  readonly problems: readonly string[];
}

/** One visit of a state. */
export interface Step {
  readonly state: string;
  readonly startMs: number;
  readonly durationMs: number;
}

/** An execution with its events, for the picture. */
export interface Recorded {
  readonly execution: Execution;
  readonly history: readonly HistoryEvent[];
}

/** How often the execution is looked at: short against the states that take time. */
const POLL_MILLISECONDS = 40;

const NONSENSE = "the emulator's answer is not one of AWS";

/** An execution that has not ended by then has lost its way. */
const LIMIT_MILLISECONDS = 60_000;

/**
 * Starts the workflow with an event, puts the event's objects into S3 when their moment comes, and waits for the end.
 *
 * @param entered is called with the name of each state as the execution enters it
 * @throws Error when the execution does not end within a minute
 */
export async function execute(
  stateMachineArn: string,
  event: WorkflowEvent,
  { s3, sfn }: Pick<Clients, "s3" | "sfn">,
  entered: (state: string) => void,
): Promise<Recorded> {
  const put = async ({ bucket, key, content }: EventObject): Promise<unknown> =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: JSON.stringify(content),
        ContentType: "application/json",
      }),
    );
  const due = new Set(event.objects);
  const arrive = async (moment: string): Promise<void> => {
    const now = [...due].filter(({ when }) => when === moment);
    for (const object of now) due.delete(object);
    await Promise.all(now.map(put));
  };

  await arrive("start");
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(event.input) }),
  );
  if (executionArn === undefined) throw new Error(NONSENSE);
  const deadline = Date.now() + LIMIT_MILLISECONDS;
  let seen = 0;
  while (Date.now() < deadline) {
    // The status first: then the history read after it is complete when it says that all is over.
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (found.status === undefined) throw new Error(NONSENSE);
    const history = await historyOf(sfn, executionArn);
    const states = history.slice(seen).flatMap((each) => each.stateEnteredEventDetails?.name ?? []);
    seen = history.length;
    for (const state of states) {
      await arrive(state);
      entered(state);
    }
    if (found.status !== "RUNNING") return { execution: finished(event, found, history), history };
    await sleep(POLL_MILLISECONDS);
  }
  throw new Error(`the execution still runs after ${LIMIT_MILLISECONDS / 1000} s`);
}

async function historyOf(sfn: Clients["sfn"], executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: 1000 }),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

function finished(
  event: WorkflowEvent,
  found: DescribeExecutionOutput,
  history: readonly HistoryEvent[],
): Execution {
  const { name, description, expect } = event;
  const steps = stepsOf(history);
  const path = steps.map(({ state }) => state);
  const status = found.status ?? "UNKNOWN";
  const problems = [
    ...(status === expect.status ? [] : [`ended ${status}, expected ${expect.status}`]),
    ...(path.join() === expect.path.join()
      ? []
      : [`went ${path.join(" > ")}, expected ${expect.path.join(" > ")}`]),
  ];
  return {
    name,
    description,
    executionArn: found.executionArn ?? "",
    status,
    ...(found.output === undefined ? {} : { output: JSON.parse(found.output) as unknown }),
    ...(found.error === undefined ? {} : { error: found.error }),
    ...(found.cause === undefined ? {} : { cause: found.cause }),
    path,
    steps,
    durationMs: (found.stopDate?.getTime() ?? 0) - (found.startDate?.getTime() ?? 0),
    expect,
    problems,
  };
}

/**
 * The visits of states, from the events of entering and leaving. A visit ends with its own leaving event, or, for a
 * state that failed and has none, when the next state is entered or the execution ends.
 */
export function stepsOf(history: readonly HistoryEvent[]): Step[] {
  const start = timeOf(history[0]);
  const end = timeOf(history.at(-1));
  const entries = history.filter(({ stateEnteredEventDetails }) => stateEnteredEventDetails);
  const exits = history.filter(({ stateExitedEventDetails }) => stateExitedEventDetails);
  return entries.map((entry, index) => {
    const state = entry.stateEnteredEventDetails?.name ?? "";
    const left = exits.find(
      (exit) => (exit.id ?? 0) > (entry.id ?? 0) && exit.stateExitedEventDetails?.name === state,
    );
    const next = entries[index + 1];
    const finish = Math.min(left ? timeOf(left) : end, next ? timeOf(next) : end);
    return { state, startMs: timeOf(entry) - start, durationMs: finish - timeOf(entry) };
  });
}

function timeOf(event: HistoryEvent | undefined): number {
  return event?.timestamp?.getTime() ?? 0;
}
