import { type Machine, memoize, type Scope, type StateNode } from "../../../definition/reader";
import { groupBy } from "../../../group-by";
import { display, isRecord, list, own } from "../../../json";
import { type Edge, edgesOf } from "../../facts/graph";
import type { LintRule } from "../../rule";
import { expressionIn, readExpression } from "../../syntax/expressions";
import { looksIntrinsic } from "../../syntax/calls";
import { readIntrinsic } from "../../syntax/intrinsics";
import { type SpecObject, objectsOfState } from "../../syntax/objects";
import { readPath } from "../../syntax/paths";
import { type StringField, stepsOf, stringsOf } from "../../syntax/strings";

/** A variable that a state reads, and where it does so first. */
interface Read {
  readonly name: string;
  /** From the state. */
  readonly part: SpecObject;
  readonly text: StringField;
}

/** A variable, as far as can be seen without reading the whole text. */
const VARIABLE = /\$[\p{L}_]/u;
const NONE: readonly string[] = [];

/** What is known to be assigned when states are entered. */
interface Assignments {
  /** Whether `name` is assigned whenever `state` is entered; undefined when no way leads to the state. */
  readonly before: (state: StateNode, name: string) => boolean | undefined;
  /** Every name that is assigned anywhere on a way. */
  readonly anywhere: ReadonlySet<string>;
}

/** One bit for each variable: with a set of names for each state, a long chain would take memory without end. */
type Bits = Uint32Array;

/** Rules about variables. Source: "Passing data between states with variables" of the guide. */
export const VARIABLES_RULES: readonly LintRule[] = [
  {
    id: "undefined-variable",
    meta: {
      description:
        "A variable that a state reads is assigned on every way that leads there; an outer level's variables are seen inside, except in a Distributed Map.",
      pillar: "reliability",
      severity: "warning",
      remedy: "assign it in a state on every way before, or correct its name",
    },
    on: "machine",
    check: ({ machine, report }) => {
      const reads = readsOf(machine);
      const names = new Set([...reads.values()].flatMap((each) => each.map(({ name }) => name)));
      if (names.size === 0) return;
      const { before, anywhere } = assignmentsOf(machine, names);
      for (const [state, each] of reads) {
        for (const { name, part, text } of each) {
          if (before(state, name) !== false) continue;
          const how = anywhere.has(name)
            ? "is not assigned on every way to here"
            : "is never assigned";
          const at = [...state.steps, ...part.at, ...stepsOf(text)];
          report(at, `the variable $${name.slice(0, 80)} ${how}`);
        }
      }
    },
  },
  {
    id: "variable-scope",
    meta: {
      description:
        "No state inside a Parallel or an Inline Map assigns a variable that a level around it has assigned before.",
      pillar: "operations",
      severity: "error",
      remedy: "choose another name inside",
    },
    on: "machine",
    check: ({ machine, report }) => {
      for (const scope of machine.scopes) {
        const writers = scope.states.filter((state) => allAssigned(state).length > 0);
        if (writers.length === 0) continue;
        const outer = assignedAround(scope);
        for (const state of outer.size === 0 ? [] : writers) {
          for (const name of new Set(allAssigned(state))) {
            if (outer.has(name))
              report(state.steps, `'${name.slice(0, 80)}' is a variable of a level around, too`);
          }
        }
      }
    },
  },
  {
    id: "variable-name",
    meta: {
      description:
        "The name of a variable has up to 80 characters, begins with a letter, and is not `states`.",
      pillar: "operations",
      severity: "error",
      remedy: "choose a name of letters, digits and underscores",
    },
    on: "object",
    check: ({ object: { value, fields }, report }) => {
      const assign = fields.has("Assign") ? own(value, "Assign") : undefined;
      for (const key of isRecord(assign) ? Object.keys(assign) : []) {
        const name = key.replace(/\.\$$/, "");
        if (/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u.test(name) && name !== "states") continue;
        if (!name.includes("${"))
          report(["Assign", key], `'${name.slice(0, 100)}' cannot be the name of a variable`);
      }
    },
  },
];

function readsOf(machine: Machine): ReadonlyMap<StateNode, readonly Read[]> {
  return new Map(
    machine.states.flatMap((state): [StateNode, Read[]][] => {
      const reads = readsIn(state);
      return reads.length === 0 ? [] : [[state, reads]];
    }),
  );
}

function readsIn(state: StateNode): Read[] {
  const first = new Map<string, Read>();
  for (const part of objectsOfState(state)) {
    for (const text of stringsOf(part)) {
      for (const name of namesIn(text)) {
        if (!first.has(name)) first.set(name, { name, part, text });
      }
    }
  }
  return [...first.values()];
}

function namesIn({ role, value }: StringField): readonly string[] {
  if (typeof value !== "string" || role === "plain" || !VARIABLE.test(value)) return NONE;
  if (role === "jsonata") {
    const expression = expressionIn(value);
    return expression !== undefined && VARIABLE.test(expression)
      ? readExpression(expression).variables
      : NONE;
  }
  if (looksIntrinsic(value)) return readIntrinsic(value).variables;
  const path = value.startsWith("$") && role !== "resultPath" ? readPath(value) : undefined;
  const variable = path !== undefined && "path" in path ? path.path.variable : undefined;
  return variable === undefined ? [] : [variable];
}

/** Follows every way from StartAt; what all ways to a state have assigned is assigned there. */
function assignmentsOf(machine: Machine, names: ReadonlySet<string>): Assignments {
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
 * The variables that the levels around `scope` set on a way to it. What they set later may have the same name: AWS
 * takes a Catch of the Parallel that assigns what a branch assigns.
 */
function assignedAround(scope: Scope): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = scope; at.owner !== undefined && !at.distributed; at = at.owner.scope) {
    const ways = waysTo(at.owner.scope);
    const seen = new Set(ways.get(at.owner)?.map(({ from }) => from));
    for (const state of seen) for (const { from } of ways.get(state) ?? []) seen.add(from);
    seen.delete(at.owner);
    for (const state of seen) for (const name of allAssigned(state)) names.add(name);
  }
  return names;
}

/** The ways that lead to each state of a level. */
const waysTo = memoize(({ states, byName }: Scope) =>
  groupBy(states.flatMap(edgesOf), ({ target }) => byName.get(target)),
);

/** The variables that `state` sets on any way. */
function allAssigned({ value }: StateNode): string[] {
  const holders = [value, ...list(value, "Catch"), ...list(value, "Choices")];
  return holders.flatMap(namesAssigned);
}

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
