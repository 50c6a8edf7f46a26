import { memoize, type Machine, type Scope, type StateNode } from "../../definition/reader";
import { isDeferred } from "../../definition/placeholder";
import { groupBy } from "../../group-by";
import { isRecord, list, own, text, type Steps } from "../../json";

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
  const ways = groupBy(
    scope.states.flatMap(edgesOf).filter(({ kind }) => kind !== "catch"),
    ({ target }) => scope.byName.get(target),
  );
  const seen = new Set(scope.states.filter(isTerminal));
  for (const state of seen) for (const { from } of ways.get(state) ?? []) seen.add(from);
  return seen;
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

/** Tarjan's strongly connected components on a stack of its own; only those that are loops. */
function components(scope: Scope): StateNode[][] {
  const index = new Map<StateNode, number>();
  const low = new Map<StateNode, number>();
  const open: StateNode[] = [];
  const isOpen = new Set<StateNode>();
  const found: StateNode[][] = [];
  const targets = (state: StateNode): StateNode[] =>
    edgesOf(state).flatMap((edge) => {
      const target = edge.kind === "catch" ? undefined : scope.byName.get(edge.target);
      return target === undefined ? [] : [target];
    });
  for (const root of scope.states) {
    if (index.has(root)) continue;
    const work = [{ state: root, next: targets(root), at: 0 }];
    enter(root);
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const { state } = frame;
      const target = frame.next[frame.at++];
      if (target === undefined) {
        work.pop();
        close(state);
        const parent = work.at(-1)?.state;
        if (parent !== undefined) lower(parent, low.get(state));
      } else if (!index.has(target)) {
        enter(target);
        work.push({ state: target, next: targets(target), at: 0 });
      } else if (isOpen.has(target)) lower(state, index.get(target));
    }
  }
  return found;

  function enter(state: StateNode): void {
    index.set(state, index.size);
    low.set(state, index.size - 1);
    open.push(state);
    isOpen.add(state);
  }
  function lower(state: StateNode, to: number | undefined): void {
    low.set(state, Math.min(low.get(state) ?? 0, to ?? Infinity));
  }
  function close(state: StateNode): void {
    if (low.get(state) !== index.get(state)) return;
    const members = open.splice(open.lastIndexOf(state));
    for (const member of members) isOpen.delete(member);
    if (members.length > 1 || targets(state).includes(state)) found.push(members);
  }
}
