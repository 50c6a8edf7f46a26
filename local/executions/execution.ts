import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import type { DescribeExecutionOutput, HistoryEvent } from "@aws-sdk/client-sfn";
import type { Clients } from "../../engine/aws";
import type { EventObject, Expectation, WorkflowEvent } from "./events";
import { executionSoFar, NONSENSE } from "./events-so-far";
import { stepsOf, type Rank, type Step } from "./history";

/** One execution of the workflow, finished. */
export interface Execution {
  /** The event's name. */
  readonly name: string;
  readonly description: string;
  readonly executionArn: string;
  readonly status: string;
  readonly input: unknown;
  /** The execution's output; absent when it failed. */
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** The states entered, with those of branches and items. */
  readonly path: readonly string[];
  /** When each of them was entered and how long it took. */
  readonly steps: readonly Step[];
  readonly durationMs: number;
  /** Absent when the event is no test. */
  readonly expect?: Expectation;
  /** What is not as expected; empty when all is, or nothing is expected. */
  readonly problems: readonly string[];
}

/** An execution with its events, for the picture. */
export interface Recorded {
  readonly execution: Execution;
  readonly history: readonly HistoryEvent[];
}

/** What of a run an execution needs to know. */
export interface ExecuteOptions {
  readonly clients: Pick<Clients, "s3" | "sfn">;
  readonly rank: Rank;
  /** Called with the name of each state as the execution enters it. */
  readonly entered: (state: string) => void;
}

/** How often the execution is looked at: short against the states that take time. */
const POLL_MILLISECONDS = 40;

/** An execution that has not ended by then has lost its way. */
const LIMIT_MILLISECONDS = 60_000;

/**
 * Starts the workflow with an event, puts the event's objects into S3 when their moment comes, and waits for the end.
 * @throws Error when the execution does not end within a minute
 */
export async function execute(
  stateMachineArn: string,
  event: WorkflowEvent,
  { clients: { s3, sfn }, rank, entered }: ExecuteOptions,
): Promise<Recorded> {
  const put = async ({ bucket, key, content, text }: EventObject): Promise<unknown> =>
    s3.putObject({
      Bucket: bucket,
      Key: key,
      Body: text ?? JSON.stringify(content),
      ContentType: text === undefined ? "application/json" : "text/plain",
    });
  const due = new Set(event.objects);
  const arrive = async (moment: string): Promise<void> => {
    const now = [...due].filter(({ when }) => when === moment);
    for (const object of now) due.delete(object);
    await Promise.all(now.map(put));
  };

  await arrive("start");
  const { executionArn } = await sfn.startExecution({
    stateMachineArn,
    name: uniqueName(event.name),
    input: JSON.stringify(event.input),
  });
  if (executionArn === undefined) throw new Error(NONSENSE);
  const deadline = Date.now() + LIMIT_MILLISECONDS;
  let history: readonly HistoryEvent[] = [];
  while (Date.now() < deadline) {
    const { found, events } = await executionSoFar(sfn, executionArn, history);
    const seen = history.length;
    history = events;
    const states = history.slice(seen).flatMap((each) => each.stateEnteredEventDetails?.name ?? []);
    for (const state of states) {
      await arrive(state);
      entered(state);
    }
    if (found.status !== "RUNNING") {
      return { execution: finished(event, found, stepsOf(history, rank)), history };
    }
    await sleep(POLL_MILLISECONDS);
  }
  throw new Error(`the execution still runs after ${LIMIT_MILLISECONDS / 1000} s`);
}

function finished(
  event: WorkflowEvent,
  found: DescribeExecutionOutput,
  steps: readonly Step[],
): Execution {
  const { name, description, input, expect } = event;
  const { status = "UNKNOWN", error, cause, executionArn = "", startDate, stopDate } = found;
  // The emulator gives a failed execution its error as output, too.
  const isDone = status === "SUCCEEDED" && found.output !== undefined;
  const outcome = {
    status,
    ...(isDone ? { output: JSON.parse(found.output as string) as unknown } : {}),
    ...(error === undefined ? {} : { error }),
    path: steps.map(({ state }) => state),
  };
  return {
    name,
    description,
    executionArn,
    input,
    ...outcome,
    ...(cause === undefined ? {} : { cause }),
    steps,
    durationMs: (stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0),
    ...(expect === undefined ? {} : { expect }),
    problems: expect === undefined ? [] : problemsOf(outcome, expect),
  };
}

function problemsOf(outcome: Partial<Expectation>, expect: Expectation): string[] {
  const { status, path = [], output, error } = outcome;
  const text = (value: unknown): string => JSON.stringify(value) ?? "nothing";
  return [
    ...(status === expect.status ? [] : [`ended ${status}, expected ${expect.status}`]),
    ...(expect.path === undefined || isDeepStrictEqual(path, expect.path)
      ? []
      : [`went ${path.join(" > ")}, expected ${expect.path.join(" > ")}`]),
    ...(expect.error === undefined || error === expect.error
      ? []
      : [`ended with error ${error ?? "none"}, expected ${expect.error}`]),
    ...(expect.output === undefined || isDeepStrictEqual(output, expect.output)
      ? []
      : [`gave ${text(output)}, expected ${text(expect.output)}`]),
  ];
}

/** The most letters of a name in Step Functions, and those of it that make it another one each time. */
const MOST = 80;
const RANDOM = 8;

/** A name in Step Functions that tells what it is for: of letters that AWS takes, and another one each time. */
export function uniqueName(text: string): string {
  const told = text.replace(/[^\w-]/g, "-").slice(0, MOST - RANDOM - 1);
  return `${told}-${randomUUID().slice(0, RANDOM)}`;
}
