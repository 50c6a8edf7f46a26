import { record, type JsonRecord } from "../../json";
import { Failure, Stopped } from "../errors";
import type { Clock } from "../recorder";
import { roundsOf, wholeNumber, type Round } from "./rounds";
import type { Thread, Visit } from "./visit";

/** The most items that an Inline Map runs at once. Source: developer guide, "Inline mode". */
const INLINE_CONCURRENCY = 40;

/** The machine inside of a Map, by the field that holds it. */
export function processorOf(state: JsonRecord): readonly [field: string, scope: JsonRecord] {
  const field = state.ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
  return [field, record(state, field)];
}

/**
 * Runs the items one after the other, so that every run takes the same path. After a failure those still run that
 * AWS would have begun beside it, which is none with a MaxConcurrency of 1.
 */
export async function runMap(visit: Visit): Promise<unknown[]> {
  const { state, path, thread } = visit;
  const [field, scope] = processorOf(state);
  const distributed = record(scope, "ProcessorConfig").Mode === "DISTRIBUTED";
  const limit = (await wholeNumber(visit, state, "MaxConcurrency")) ?? 0;
  const concurrency = Math.min(limit || Infinity, distributed ? Infinity : INLINE_CONCURRENCY);
  const { rounds, total } = await roundsOf(visit);
  const tolerates = await tolerance(visit, total);

  const lanes: Clock[] = [];
  const results: unknown[] = [];
  let failed = 0;
  let failure: Failure | undefined;
  let last = rounds.length - 1;
  for (let index = 0; index <= last; index++) {
    const { input, count, item } = rounds[index] as Round;
    const clock = laneFor(lanes, concurrency, thread.clock);
    // A Distributed Map runs executions of their own, which do not see the variables around them.
    const variables = distributed ? {} : thread.variables;
    const inner: Thread = { ...thread, clock, variables, item };
    try {
      results.push(await thread.runScope(scope, `${path}/${field}`, structuredClone(input), inner));
    } catch (error) {
      if (error instanceof Stopped) thread.clock.seconds = clock.seconds;
      const reason = Failure.of(error);
      failed += count;
      if (failure || tolerates(failed)) continue;
      failure = distributed
        ? new Failure(
            "States.ExceedToleratedFailureThreshold",
            "The specified tolerated failure threshold was exceeded",
          )
        : reason;
      last = Math.min(last, index + concurrency - 1);
    }
  }
  thread.clock.seconds = Math.max(thread.clock.seconds, ...lanes.map(({ seconds }) => seconds));
  if (failure) throw failure;
  return results;
}

/** The clock of the place that is free first among those that may run at once. */
function laneFor(lanes: Clock[], concurrency: number, start: Clock): Clock {
  if (lanes.length >= concurrency) return lanes.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const lane = { seconds: start.seconds };
  lanes.push(lane);
  return lane;
}

/** Whether so many failed items are few enough. */
async function tolerance(visit: Visit, total: number): Promise<(failed: number) => boolean> {
  const count = await wholeNumber(visit, visit.state, "ToleratedFailureCount");
  const percentage = await visit.language.value(visit, visit.state, "ToleratedFailurePercentage");
  if (percentage !== undefined && !(Number(percentage) >= 0 && Number(percentage) <= 100)) {
    throw visit.language.invalid(`'ToleratedFailurePercentage' is ${JSON.stringify(percentage)}`);
  }
  if (count === undefined && percentage === undefined) return () => false;
  return (failed) =>
    failed <= (count ?? Infinity) && failed <= (Number(percentage ?? 100) / 100) * total;
}
