import type { Scope, StateNode } from "../../definition/reader";

/** Whether a state is a Distributed Map. */
export function isDistributed({ inner }: StateNode): boolean {
  return inner.some(({ distributed }) => distributed);
}

/** The levels inside a state that are part of the same execution. */
export function inlineLevels({ inner }: StateNode): readonly Scope[] {
  return inner.filter(({ distributed }) => !distributed);
}
