import { Readable } from "node:stream";
import { invocationsIn } from "../executions/invocations";
import { expressSample } from "../failures/express";
import { detailsOf, type ExecutionEvent } from "../failures/failure";
import { historyOf } from "../failures/standard";
import type { Target } from "../target";
import { ratio } from "./metrics";

/** What some executions of a machine did. */
export interface Sample {
  /** Means. */
  readonly transitions: number;
  readonly passes: number;
  /** The most. */
  readonly events: number;
  readonly payloadBytes: number;
  /** Calls in an execution, mean, by the name of the function. */
  readonly functions: ReadonlyMap<string, number>;
}

/** Executions that are looked at. */
const SIZE = 20;

/** Looks at the newest executions that succeeded; of an Express machine at what its log has of the last day. */
export async function sampleOf(target: Target): Promise<Sample> {
  const { type, logGroup } = target;
  if (type === "STANDARD") return summarize(await newest(target), target);
  const logged = logGroup === undefined ? [] : await expressSample(target, logGroup, SIZE);
  return summarize(logged, target);
}

async function newest({ clients: { sfn }, arn }: Target): Promise<ExecutionEvent[][]> {
  const { executions = [] } = await sfn.listExecutions({
    stateMachineArn: arn,
    statusFilter: "SUCCEEDED",
    maxResults: SIZE,
  });
  return Promise.all(
    executions.map(({ executionArn }) =>
      Readable.from(historyOf(sfn, executionArn, { data: true })).toArray(),
    ),
  );
}

/** Sums histories up. A transition is a state entered, a retry, or the start. */
function summarize(
  histories: readonly (readonly ExecutionEvent[])[],
  { definition }: Pick<Target, "definition">,
): Sample {
  let [transitions, passes, events, payloadBytes] = [0, 0, 0, 0];
  const calls = new Map<string, number>();
  for (const history of histories) {
    const entered = history.filter(({ type = "" }) => type.endsWith("StateEntered")).length;
    transitions += 1 + entered + retries(history);
    passes += history.filter(({ type }) => type === "PassStateEntered").length;
    events = Math.max(events, history.length);
    payloadBytes = Math.max(payloadBytes, ...history.map(bytesOf));
    for (const { function: name } of invocationsIn(history, definition)) {
      calls.set(name, (calls.get(name) ?? 0) + 1);
    }
  }
  const mean = (sum: number): number => ratio(sum, histories.length);
  const functions = new Map([...calls].map(([name, sum]) => [name, mean(sum)]));
  return { transitions: mean(transitions), passes: mean(passes), events, payloadBytes, functions };
}

/** Work that was scheduled again after a failure: the event before it is no entry into the state. */
function retries(history: readonly ExecutionEvent[]): number {
  const types = new Map(history.map(({ id, type = "" }) => [id, type]));
  return history.filter(
    ({ type = "", previousEventId }) =>
      type.endsWith("Scheduled") && /(Failed|TimedOut)$/.test(types.get(previousEventId) ?? ""),
  ).length;
}

function bytesOf(event: ExecutionEvent): number {
  const { input, output } = detailsOf(event);
  const sizes = [input, output].map((text) =>
    typeof text === "string" ? Buffer.byteLength(text) : 0,
  );
  return Math.max(...sizes);
}
