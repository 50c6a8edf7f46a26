import type { Machine, Scope, StateNode } from "../../definition/reader";
import { isDeferred } from "../../definition/placeholder";
import { groupBy } from "../../group-by";
import { isRecord, list, own, text, type Steps } from "../../json";
import { memoize } from "../../memoize";

/** How a state goes on to another of its level. */
export interface Edge {
  readonly from: StateNode;
  /** The name that is written, whether a state has it or not. */
  readonly target: string;
  readonly kind: "next" | "choice" | "default" | "catch";
  /** Steps from the state to the name. */
  readonly at: Steps;
}

/** Every transition that `state` names, in document order. */
export const edgesOf = memoize((state: StateNode): readonly Edge[] => {
  const edges: Edge[] = [];
  const { value, type } = state;
  if (type === "Choice") {
    const rules = list(value, "Choices");
    rules.forEach((rule, index) =>
      addEdge(edges, state, rule, "choice", ["Choices", index, "Next"]),
    );
    addEdge(edges, state, value, "default", ["Default"]);
  } else if (type !== "Succeed" && type !== "Fail") {
    addEdge(edges, state, value, "next", ["Next"]);
  }
  const catchers = list(value, "Catch");
  catchers.forEach((each, index) => addEdge(edges, state, each, "catch", ["Catch", index, "Next"]));
  return edges;
});

function addEdge(
  edges: Edge[],
  from: StateNode,
  holder: unknown,
  kind: Edge["kind"],
  at: Steps,
): void {
  const target = isRecord(holder) ? text(holder, String(at.at(-1))) : undefined;
  if (target !== undefined) edges.push({ from, target, kind, at });
}

/** Whether `state` ends its level, or a deployment may put in that it does. */
export function isTerminal(state: StateNode): boolean {
  const { type, value } = state;
  const end = own(value, "End");
  return type === "Succeed" || type === "Fail" || end === true || isDeferred(end) || isOpen(state);
}

/** Whether a deployment puts in where `state` goes: it may be anywhere in its level. */
const isOpen = memoize((state: StateNode): boolean => {
  const { value, type } = state;
  if (Object.keys(value).length === 0 || isDeferred(own(value, "Type"))) return true;
  if (edgesOf(state).some(({ target }) => isDeferred(target))) return true;
  const parts = type === "Choice" ? ["Choices", "Catch"] : ["Catch"];
  return parts.some(
    (field) => isDeferred(own(value, field)) || list(value, field).some(isDeferred),
  );
});

/** The states that a walk from StartAt comes to, by any transition. */
export function reachable(scope: Scope): ReadonlySet<StateNode> {
  const start = scope.byName.get(text(scope.value, "StartAt") ?? "");
  const seen = new Set<StateNode>(start === undefined ? [] : [start]);
  for (const state of seen) {
    if (isOpen(state)) return new Set(scope.states);
    for (const edge of edgesOf(state)) {
      const target = scope.byName.get(edge.target);
      if (target !== undefined) seen.add(target);
    }
  }
  return seen;
}

/** The states from which the level can end without an error on the way. */
export function endable(scope: Scope): ReadonlySet<StateNode> {
  const ways = waysTo(scope);
  const seen = new Set(scope.states.filter(isTerminal));
  for (const state of seen)
    for (const way of ways.get(state) ?? []) if (isOrdinary(way)) seen.add(way.from);
  return seen;
}

const isOrdinary = ({ kind }: Edge): boolean => kind !== "catch";

/** The ways to each state of a level. */
export const waysTo = memoize(({ states, byName }: Scope) =>
  groupBy(states.flatMap(edgesOf), ({ target }) => byName.get(target)),
);

/**
 * Walks from each of `roots` along `edges`, as deep as it goes before it goes on, on a stack of its own: the states in the
 * order in which it comes to them, and in that in which it is done with all that they lead to.
 */
export function walkDeep(
  roots: readonly StateNode[],
  edges: (state: StateNode) => readonly Edge[],
): { readonly entered: ReadonlySet<StateNode>; readonly left: readonly StateNode[] } {
  const entered = new Set<StateNode>();
  const left: StateNode[] = [];
  const work: { readonly state: StateNode; readonly next: readonly Edge[]; at: number }[] = [];
  const enter = (state: StateNode | undefined): void => {
    if (state === undefined || entered.has(state)) return;
    entered.add(state);
    work.push({ state, next: edges(state), at: 0 });
  };
  for (const root of roots) {
    enter(root);
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const edge = frame.next[frame.at++];
      if (edge !== undefined) enter(frame.state.scope.byName.get(edge.target));
      else left.push((work.pop() as typeof frame).state);
    }
  }
  return { entered, left };
}

/** States that lead to each other without an error on the way, and what several rules ask about them. */
export interface Loop {
  readonly states: ReadonlySet<StateNode>;
  /** The state whose name sorts first, for findings about the whole loop. */
  readonly head: StateNode;
  /** Whether one of the states is a Wait. */
  readonly waits: boolean;
}

/** The loop that `state` is in. */
export function loopOf(state: StateNode): Loop | undefined {
  return allLoops(state.scope.machine).get(state);
}

const allLoops = memoize((machine: Machine): ReadonlyMap<StateNode, Loop> => {
  const loops = new Map<StateNode, Loop>();
  for (const members of machine.scopes.flatMap(components)) {
    const states = new Set(members);
    const head = members.reduce((first, state) => (state.name < first.name ? state : first));
    const loop = { states, head, waits: members.some(({ type }) => type === "Wait") };
    for (const state of members) loops.set(state, loop);
  }
  return loops;
});

/** Kosaraju's strongly connected components; only those that are loops. */
function components(scope: Scope): StateNode[][] {
  const ways = waysTo(scope);
  const ordinaryEdges = (state: StateNode): Edge[] => edgesOf(state).filter(isOrdinary);
  const { entered, left } = walkDeep(scope.states, ordinaryEdges);
  const rootOf = new Map<StateNode, StateNode>();
  for (const root of left.toReversed()) {
    if (rootOf.has(root)) continue;
    const members = new Set([root]);
    for (const state of members) {
      rootOf.set(state, root);
      for (const way of ways.get(state) ?? [])
        if (isOrdinary(way) && !rootOf.has(way.from)) members.add(way.from);
    }
  }
  const groups = [...groupBy(entered, (state) => rootOf.get(state)).values()];
  return groups.filter(
    ([state, ...others]) =>
      others.length > 0 || ordinaryEdges(state).some(({ target }) => target === state.name),
  );
}
