import type { Scope, StateNode } from "../../definition/reader";
import { number, text } from "../../json";
import { edgesOf, walkDeep } from "./graph";

/** Whether a state is a Distributed Map. */
export function isDistributed({ inner }: StateNode): boolean {
  return inner.some(({ distributed }) => distributed);
}

/** The levels inside a state that are part of the same execution. */
export function inlineLevels({ inner }: StateNode): readonly Scope[] {
  return inner.filter(({ distributed }) => !distributed);
}

/** The most that the states of one way from StartAt add up to, loops taken once. */
export function longest(scope: Scope, weight: (state: StateNode) => number): number {
  const best = new Map<StateNode, number>();
  const start = scope.byName.get(text(scope.value, "StartAt") ?? "");
  const order = start === undefined ? [] : walkDeep([start], edgesOf).left;
  for (const state of order) {
    const after = edgesOf(state).map(
      ({ target }) => best.get(scope.byName.get(target) as StateNode) ?? 0,
    );
    best.set(state, weight(state) + after.reduce((most, each) => Math.max(most, each), 0));
  }
  const last = order.at(-1);
  return last === undefined ? 0 : (best.get(last) ?? 0);
}

/** Seconds that a state may take, as far as it says. */
export function secondsOf(state: StateNode): number {
  const { type, value } = state;
  if (type === "Wait") return number(value, "Seconds") ?? 0;
  if (type === "Task") return number(value, "TimeoutSeconds") ?? 0;
  return inlineLevels(state).reduce((most, scope) => Math.max(most, longest(scope, secondsOf)), 0);
}
