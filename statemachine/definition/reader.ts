import { isDeferred } from "./placeholder";
import type { QueryLanguage, StateType } from "./types";
import { isRecord, list, own, text, type JsonRecord, type Steps } from "../json";

/**
 * The one reader of definitions: {@link readMachine} gives a definition's levels and states, at any depth, with what
 * every user asks of them. It reads whatever it is given and leaves out what is not of the right shape.
 */

/** One state, as far as it can be made out. */
export interface StateNode {
  readonly name: string;
  /** Steps from the document's root; `pointer(steps)` is its JSON pointer. Listed anew each time: most are never asked for. */
  readonly steps: Steps;
  /** The state as it is written; empty for one that a deployment puts in as a whole. */
  readonly value: JsonRecord;
  /** `undefined` when the type is missing or unknown. */
  readonly type: StateType | undefined;
  readonly language: QueryLanguage;
  readonly scope: Scope;
  /** The levels inside: the branches of a Parallel, or the processor of a Map (`ItemProcessor`, before: `Iterator`). */
  readonly inner: readonly Scope[];
}

/** One level of states: transitions stay inside it. */
export interface Scope {
  readonly steps: Steps;
  /** Those of the steps that lead here from the owner. */
  readonly at: Steps;
  /** The machine, branch or processor as it is written. */
  readonly value: JsonRecord;
  /** The Parallel or Map that holds this level; `undefined` for the machine's own. */
  readonly owner: StateNode | undefined;
  readonly states: readonly StateNode[];
  readonly byName: ReadonlyMap<string, StateNode>;
  readonly machine: Machine;
  /** Whether the states run as an Express workflow: the machine's type, or that of a Distributed Map's children. */
  readonly express: boolean;
  /** Whether the level is run as executions of their own, which see no variables of the machine. */
  readonly distributed: boolean;
}

/** A whole definition. */
export interface Machine {
  readonly value: JsonRecord;
  readonly language: QueryLanguage;
  readonly express: boolean;
  /** All levels in document order, each before those inside it; the machine's own is the first. */
  readonly scopes: readonly Scope[];
  /** The states of all levels, in the same order. */
  readonly states: readonly StateNode[];
}

export const TYPES: readonly StateType[] = [
  "Task",
  "Pass",
  "Choice",
  "Wait",
  "Succeed",
  "Fail",
  "Parallel",
  "Map",
];

/** The types of states, for messages. */
export const STATE_TYPES = `${TYPES.slice(0, -1).join(", ")} or ${TYPES.at(-1)}`;

/**
 * Reads a definition as a machine, which runs as an Express workflow when `express` says so. A level that contains
 * itself is read once.
 */
export function readMachine(value: JsonRecord, express = false): Machine {
  const scopes: Scope[] = [];
  const states: StateNode[] = [];
  const language = text(value, "QueryLanguage") === "JSONata" ? "JSONata" : "JSONPath";
  const machine: Machine = { value, language, express, scopes, states };
  const distributed = false;
  const root = { value, steps: [], at: [], owner: undefined, machine, express, distributed };
  const pending: { level: Level; depth: number }[] = [{ level: root, depth: 0 }];
  // The level that is read, and those around it.
  const around: JsonRecord[] = [];
  const isAround = new Set<JsonRecord>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { level, depth } = next;
    for (const left of around.splice(depth)) isAround.delete(left);
    around.push(level.value);
    isAround.add(level.value);
    const scope = readScope(level);
    scopes.push(scope);
    // The owner's levels are known only once they are read.
    (scope.owner?.inner as Scope[] | undefined)?.push(scope);
    const inside: Level[] = [];
    for (const state of scope.states) {
      states.push(state);
      for (const each of levelsOf(state)) if (!isAround.has(each.value)) inside.push(each);
    }
    for (const each of inside.reverse()) pending.push({ level: each, depth: depth + 1 });
  }
  return machine;
}

/** The states of a definition at any depth; none for what is not a state machine. */
export function allStates(definition: unknown): readonly StateNode[] {
  return isRecord(definition) ? readMachine(definition).states : [];
}

/** In a loop, because a definition can have more levels than calls fit on the stack. */
function stepsTo(state: StateNode): Steps {
  const steps: (string | number)[] = [];
  for (let at: StateNode | undefined = state; at !== undefined; at = at.scope.owner) {
    steps.push(at.name, "States", ...[...at.scope.at].reverse());
  }
  return steps.reverse();
}

/** What is known of a state that a deployment puts in. */
const NOTHING: JsonRecord = {};

/** A level whose states are still to be read. */
type Level = Omit<Scope, "states" | "byName">;

function readScope(level: Level): Scope {
  const states: StateNode[] = [];
  const byName = new Map<string, StateNode>();
  const scope: Scope = Object.assign(level, { states, byName });
  const written = own(level.value, "States");
  for (const name of isRecord(written) ? Object.keys(written) : []) {
    const value = own(written as JsonRecord, name);
    const deferred = isDeferred(value);
    if (!isRecord(value) && !deferred) continue;
    const content = deferred ? NOTHING : (value as JsonRecord);
    const type = text(content, "Type");
    const state: StateNode = {
      name,
      get steps() {
        return stepsTo(state);
      },
      value: content,
      type: TYPES.find((each) => each === type),
      language: languageOf(content, level.machine.language),
      scope,
      inner: [],
    };
    states.push(state);
    byName.set(name, state);
  }
  return scope;
}

function languageOf(state: JsonRecord, machine: QueryLanguage): QueryLanguage {
  const said = text(state, "QueryLanguage");
  return said === "JSONata" || said === "JSONPath" ? said : machine;
}

function levelsOf(state: StateNode): Level[] {
  if (state.type === "Parallel") {
    return list(state.value, "Branches").flatMap((value, index) =>
      levelAt(state, ["Branches", index], value),
    );
  }
  if (state.type !== "Map") return [];
  return ["ItemProcessor", "Iterator"].flatMap((field) =>
    levelAt(state, [field], own(state.value, field)),
  );
}

function levelAt(owner: StateNode, at: Steps, value: unknown): Level[] {
  const { machine, express } = owner.scope;
  if (!isRecord(value) || isDeferred(value)) return [];
  const config = owner.type === "Map" ? own(value, "ProcessorConfig") : undefined;
  const distributed = isRecord(config) && text(config, "Mode") === "DISTRIBUTED";
  return [
    {
      value,
      get steps() {
        return [...stepsTo(owner), ...at];
      },
      at,
      owner,
      machine,
      express: distributed ? text(config, "ExecutionType") === "EXPRESS" : express,
      distributed,
    },
  ];
}
