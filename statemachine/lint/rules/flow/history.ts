import type { StateNode } from "../../../definition/reader";
import { isRecord, list } from "../../../json";
import { type Loop, loopOf } from "../../facts/graph";
import { on, type Checks } from "../../rule";
import { longest } from "../../facts/duration";
import { EVENTS } from "../../syntax/fields";

/** Events in the history of a Standard run at most. */
const MAX_EVENTS = 25_000;

const ROUNDS = new WeakMap<Loop, number>();

/** Rules about the history of a run. */
export const historyChecks = {
  "history-limit": on("machine", ({ machine: { scopes, express }, report }) => {
    const [root] = scopes;
    const events = root === undefined || express ? 0 : longest(root, eventsOf);
    if (events > MAX_EVENTS)
      report([], `a run may have about ${events} events; it is ended at ${MAX_EVENTS}`);
  }),
} satisfies Checks;

/** Events that a state may add, what is inside it and its loop included. */
function eventsOf(state: StateNode): number {
  const { type, value, inner } = state;
  const items = type === "Map" ? Math.max(1, list(value, "Items").length) : 1;
  const inside = inner
    .filter(({ distributed }) => !distributed)
    .reduce((sum, scope) => sum + longest(scope, eventsOf), 0);
  const once = EVENTS[type ?? "Pass"] + items * inside;
  return once * roundsOf(state);
}

/** How often a loop that `state` is in may be run: the largest number that one of its Choices compares with. */
function roundsOf(state: StateNode): number {
  const loop = loopOf(state);
  if (loop === undefined) return 1;
  const known = ROUNDS.get(loop) ?? largestBound(loop);
  ROUNDS.set(loop, known);
  return known;
}

function largestBound({ states }: Loop): number {
  let most = 1;
  for (const { type, value } of states) {
    if (type !== "Choice") continue;
    for (const rule of list(value, "Choices")) {
      for (const [name, bound] of Object.entries(isRecord(rule) ? rule : {})) {
        if (name.startsWith("Numeric") && typeof bound === "number") most = Math.max(most, bound);
      }
    }
  }
  return most;
}
