import type { Machine, Scope, StateNode } from "../../definition/reader";
import { display, isRecord, list, own } from "../../json";
import { memoize } from "../../memoize";
import { type Edge, edgesOf, waysTo } from "./graph";

/** What is known to be assigned when states are entered. */
interface Assignments {
  /** Whether `name` is assigned whenever `state` is entered; undefined when no way leads to the state. */
  readonly before: (state: StateNode, name: string) => boolean | undefined;
  /** Every name that is assigned anywhere on a way. */
  readonly anywhere: ReadonlySet<string>;
}

/** One bit for each variable: with a set of names for each state, a long chain would take memory without end. */
type Bits = Uint32Array;

/** Follows every way from StartAt; what all ways to a state have assigned is assigned there. */
export function assignmentsOf(machine: Machine, names: ReadonlySet<string>): Assignments {
  const bitOf = new Map([...names].map((name, bit) => [name, bit]));
  const none: Bits = new Uint32Array(Math.ceil(names.size / 32));
  const entry = new Map<StateNode, Bits>();
  const anywhere = new Set<string>();
  for (const scope of machine.scopes) {
    const outer = scope.owner === undefined || scope.distributed ? none : entry.get(scope.owner);
    follow(scope, outer ?? none);
  }
  return {
    before: (state, name) => {
      const bits = entry.get(state);
      const bit = bitOf.get(name) ?? 0;
      return bits === undefined ? undefined : ((bits[bit >> 5] ?? 0) & (1 << (bit & 31))) !== 0;
    },
    anywhere,
  };

  function follow(scope: Scope, outer: Bits): void {
    const start = scope.byName.get(display(own(scope.value, "StartAt")));
    if (start === undefined) return;
    entry.set(start, outer);
    const pending = [start];
    for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
      for (const edge of edgesOf(state)) {
        const target = scope.byName.get(edge.target);
        if (target === undefined) continue;
        const before = entry.get(target);
        const after = meet(before, leaving(entry.get(state) ?? none, edge));
        if (after === before) continue;
        entry.set(target, after);
        pending.push(target);
      }
    }
  }

  function leaving(known: Bits, edge: Edge): Bits {
    let bits = known;
    for (const name of assignedBy(edge)) {
      const bit = bitOf.get(name);
      if (bit === undefined) continue;
      anywhere.add(name);
      if (bits === known) bits = known.slice();
      bits[bit >> 5] = (bits[bit >> 5] ?? 0) | (1 << (bit & 31));
    }
    return bits;
  }
}

/** What both have; the first one itself when that is all of it. */
function meet(before: Bits | undefined, next: Bits): Bits {
  if (before === undefined) return next;
  const common = before.map((word, index) => word & (next[index] ?? 0));
  return common.every((word, index) => word === before[index]) ? before : common;
}

/**
 * Whether the levels around `scope` set a variable on a way to it. What they set later may have the same name: AWS
 * takes a Catch of the Parallel that assigns what a branch assigns.
 */
export function isAssignedAround(scope: Scope, name: string): boolean {
  for (let at = scope; at.owner !== undefined && !at.distributed; at = at.owner.scope) {
    // Most names are in no other level, which is known at once; the ways to each state are many.
    if (assignedIn(at.owner.scope).has(name) && assignedBefore(at.owner).has(name)) return true;
  }
  return false;
}

const assignedIn = memoize(({ states }: Scope) => new Set(states.flatMap(allAssigned)));

const assignedBefore = memoize((state: StateNode): ReadonlySet<string> => {
  const ways = waysTo(state.scope);
  const seen = new Set(ways.get(state)?.map(({ from }) => from));
  for (const before of seen) for (const { from } of ways.get(before) ?? []) seen.add(from);
  seen.delete(state);
  return new Set([...seen].flatMap(allAssigned));
});

/** The variables that `state` sets on any way. */
export const allAssigned = memoize(({ value }: StateNode): readonly string[] => {
  const holders = [value, ...list(value, "Catch"), ...list(value, "Choices")];
  return holders.flatMap(namesAssigned);
});

function namesAssigned(holder: unknown): string[] {
  const assign = isRecord(holder) ? own(holder, "Assign") : undefined;
  return isRecord(assign) ? Object.keys(assign).map((key) => key.replace(/\.\$$/, "")) : [];
}

/** The variables that are set on the way along `edge`. */
function assignedBy({ from, kind, at }: Edge): string[] {
  const entryOf = (field: string): unknown => list(from.value, field)[Number(at[1])];
  const holder =
    kind === "catch" ? entryOf("Catch") : kind === "choice" ? entryOf("Choices") : from.value;
  return namesAssigned(holder);
}
