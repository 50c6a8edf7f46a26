import type { Machine, StateNode } from "../../definition/reader";
import { text } from "../../json";
import { memoize } from "../../memoize";
import { edgesOf } from "./graph";

/** How many transitions lead to each state; that of StartAt counts as one. */
const arrivals = memoize(({ scopes }: Machine): ReadonlyMap<StateNode, number> => {
  const count = new Map<StateNode, number>();
  for (const scope of scopes) {
    const targets = scope.states.flatMap((state) => edgesOf(state).map((edge) => edge.target));
    for (const name of [text(scope.value, "StartAt") ?? "", ...targets]) {
      const state = scope.byName.get(name);
      if (state !== undefined) count.set(state, (count.get(state) ?? 0) + 1);
    }
  }
  return count;
});

/** The state named `target`, when `state` is the only one that leads to it. */
export function onlyFrom(state: StateNode, target: string | undefined): StateNode | undefined {
  const next = state.scope.byName.get(target ?? "");
  return next !== undefined && arrivals(state.scope.machine).get(next) === 1 ? next : undefined;
}
