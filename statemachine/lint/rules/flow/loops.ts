import type { StateNode } from "../../../definition/reader";
import { isRecord, list } from "../../../json";
import { has, own, text, walk } from "../../../json/values";
import { memoize } from "../../../memoize";
import { type Loop, loopOf } from "../../facts/graph";
import { inlineLevels, longest } from "../../facts/levels";
import { type Checks, on, STATES } from "../../rule";
import { EVENTS } from "../../syntax/fields";

/** Events in the history of a Standard run at most. */
const MAX_EVENTS = 25_000;

/** Rules about loops, and the history of a run. */
export const loopChecks = {
  "default-loops": on("Choice", ({ state, report }) => {
    const target = state.scope.byName.get(text(state.value, "Default") ?? "");
    if (target === undefined || !loopOf(state)?.states.has(target)) return;
    report(
      ["Default"],
      `whatever no rule foresees goes back to '${target.name}' and round the loop`,
    );
  }),
  "unbounded-loop": on(STATES, ({ state, report }) => {
    const loop = loopOf(state);
    if (loop?.head !== state || has(state.scope.machine.value, "TimeoutSeconds")) return;
    if (![...loop.states].some(counts)) report([], `nothing bounds the loop of ${names(loop)}`);
  }),
  "history-limit": on("machine", ({ machine: { scopes, express }, report }) => {
    const [root] = scopes;
    const events = root === undefined || express ? 0 : longest(root, eventsOf);
    if (events > MAX_EVENTS)
      report([], `a run may have about ${events} events; it is ended at ${MAX_EVENTS}`);
  }),
} satisfies Checks;

function names({ states }: Loop): string {
  const all = [...states].map(({ name }) => `'${name}'`);
  return all.length > 4
    ? `${all.slice(0, 4).join(", ")} and ${all.length - 4} more`
    : all.join(", ");
}

/** Whether a Choice compares a number, as one that counts rounds does. */
function counts({ type, value }: StateNode): boolean {
  if (type !== "Choice") return false;
  return walk(own(value, "Choices"), "Choices").some(
    ({ key, value: test }) =>
      key.startsWith("Numeric") || (typeof test === "string" && /[<>]=?\s*\d/.test(test)),
  );
}

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
