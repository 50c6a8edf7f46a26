import type { StateNode } from "../../../definition/reader";
import { isRecord, list } from "../../../json";
import { memoize } from "../../../memoize";
import { type Loop, loopOf } from "../../facts/graph";
import { inlineLevels, longest } from "../../facts/levels";
import { on, type Checks } from "../../rule";
import { EVENTS } from "../../syntax/fields";

/** Events in the history of a Standard run at most. */
const MAX_EVENTS = 25_000;

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
  const { type, value } = state;
  const items = type === "Map" ? Math.max(1, list(value, "Items").length) : 1;
  const inside = inlineLevels(state).reduce((sum, scope) => sum + longest(scope, eventsOf), 0);
  const once = EVENTS[type ?? "Pass"] + items * inside;
  const loop = loopOf(state);
  return loop === undefined ? once : once * roundsOf(loop);
}

/** How often a loop may be run: the largest number that one of its Choices compares with. */
const roundsOf = memoize(({ states }: Loop): number => {
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
});
