import type { Scope, StateNode } from "../../definition/reader";
import { number, text } from "../../json";
import { edgesOf } from "./graph";

/** The most that the states of one way from StartAt add up to, loops taken once. */
export function longest(scope: Scope, weight: (state: StateNode) => number): number {
  const best = new Map<StateNode, number>();
  const order = postOrder(scope);
  for (const state of order) {
    const after = edgesOf(state).map(
      ({ target }) => best.get(scope.byName.get(target) as StateNode) ?? 0,
    );
    best.set(state, weight(state) + after.reduce((most, each) => Math.max(most, each), 0));
  }
  const last = order.at(-1);
  return last === undefined ? 0 : (best.get(last) ?? 0);
}

/** The states that StartAt leads to, each after all that it leads to; StartAt is the last. */
function postOrder(scope: Scope): StateNode[] {
  const order: StateNode[] = [];
  const seen = new Set<StateNode>();
  const start = scope.byName.get(text(scope.value, "StartAt") ?? "");
  const work = start === undefined ? [] : [{ state: start, next: edgesOf(start), at: 0 }];
  if (start !== undefined) seen.add(start);
  for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
    const edge = frame.next[frame.at++];
    if (edge === undefined) {
      order.push(frame.state);
      work.pop();
      continue;
    }
    const target = scope.byName.get(edge.target);
    if (target === undefined || seen.has(target)) continue;
    seen.add(target);
    work.push({ state: target, next: edgesOf(target), at: 0 });
  }
  return order;
}

/** Seconds that a state may take, as far as it says. */
export function secondsOf({ type, value, inner }: StateNode): number {
  if (type === "Wait") return number(value, "Seconds") ?? 0;
  if (type === "Task") return number(value, "TimeoutSeconds") ?? 0;
  const inside = inner.filter(({ distributed }) => !distributed);
  return inside.reduce((most, scope) => Math.max(most, longest(scope, secondsOf)), 0);
}
