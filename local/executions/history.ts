import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { groupBy } from "../../statemachine/group-by";

/** One visit of a state. */
export interface Step {
  readonly state: string;
  /** Milliseconds from the start of the execution. */
  readonly startMs: number;
  readonly durationMs: number;
}

/** Orders the first states of branches, which begin at the same time: the definition's own order. */
export type Rank = (state: string) => number;

/**
 * The visits of states, each with what is inside of it before what follows it: items in their order, branches in that of
 * the definition, however they ran side by side. A visit ends with its own leaving event, or, for a state that failed and
 * has none, when the next state is entered or the execution ends.
 */
export function stepsOf(history: readonly HistoryEvent[], rank: Rank = () => 0): Step[] {
  const start = timeOf(history[0]);
  const end = timeOf(history.at(-1));
  const steps: { state: string; from: number; to?: number }[] = [];
  const open = new Map<string, number[]>();
  for (const event of inOrder(history, rank)) {
    const entered = event.stateEnteredEventDetails?.name;
    const left = event.stateExitedEventDetails?.name;
    if (entered !== undefined) {
      open.set(entered, [...(open.get(entered) ?? []), steps.length]);
      steps.push({ state: entered, from: timeOf(event) });
    }
    const step = left === undefined ? undefined : steps[open.get(left)?.pop() ?? -1];
    if (step !== undefined) step.to = timeOf(event);
  }
  return steps.map(({ state, from, to }, index) => {
    const next = (): number =>
      steps.slice(index + 1).find((each) => each.from >= from)?.from ?? end;
    return { state, startMs: from - start, durationMs: (to ?? next()) - from };
  });
}

/** The events, each followed by what it led to. Where no event says what was before it, the order is as it is. */
function inOrder(history: readonly HistoryEvent[], rank: Rank): readonly HistoryEvent[] {
  if (history.some(({ previousEventId }) => previousEventId === undefined)) return history;
  const following = groupBy(history, ({ previousEventId }) => previousEventId);
  const place = (event: HistoryEvent): number =>
    event.mapIterationStartedEventDetails?.index ??
    (event.stateEnteredEventDetails ? rank(event.stateEnteredEventDetails.name ?? "") : Infinity);
  const pending = [...(following.get(0) ?? [])].reverse();
  const ordered: HistoryEvent[] = [];
  for (let event = pending.pop(); event !== undefined; event = pending.pop()) {
    ordered.push(event);
    const next = following.get(event.id) ?? [];
    // The last is taken first. Equal places, as of leaving and failing, stay in the order of their ids.
    pending.push(
      ...next.sort((a, b) => compare(place(a), place(b)) || compare(a.id, b.id)).reverse(),
    );
  }
  return ordered;
}

function compare(a = 0, b = 0): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function timeOf(event: HistoryEvent | undefined): number {
  return event?.timestamp?.getTime() ?? 0;
}
