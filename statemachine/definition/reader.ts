import type { QueryLanguage, StateType } from "./types";
import { isRecord, list, own, text, type JsonRecord } from "../json/values";

/** One state, as far as it can be made out. */
export interface StateNode {
  readonly name: string;
  /** Steps from the document's root. */
  readonly steps: readonly (string | number)[];
  readonly value: JsonRecord;
  /** `undefined` when the type is missing or unknown. */
  readonly type: StateType | undefined;
  readonly language: QueryLanguage;
  readonly scope: Scope;
  /** The levels inside: branches, or a processor. */
  readonly inner: readonly Scope[];
}

/** One level of states: transitions stay inside it. */
export interface Scope {
  readonly steps: readonly (string | number)[];
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

/** The whole definition and how it is judged. */
export interface Machine {
  readonly value: JsonRecord;
  readonly language: QueryLanguage;
  readonly express: boolean;
  /** The account that the machine runs in, when known. */
  readonly account: string | undefined;
  /** The role's policy documents, when known. */
  readonly grants: readonly unknown[] | undefined;
  /** All levels in document order, the machine's own first. */
  readonly scopes: readonly Scope[];
  /** Answers that several rules need, computed once. */
  readonly memo: Map<unknown, unknown>;
}

/** What a caller says about the machine. */
export interface MachineContext {
  readonly express: boolean;
  readonly account?: string;
  readonly grants?: readonly unknown[];
}

const TYPES: ReadonlySet<string> = new Set<StateType>([
  "Task",
  "Pass",
  "Choice",
  "Wait",
  "Succeed",
  "Fail",
  "Parallel",
  "Map",
]);

/** Reads `value` as a machine; whatever is not of the right shape is left out, for the structure rules to report. */
export function readMachine(value: JsonRecord, context: MachineContext): Machine {
  const scopes: Scope[] = [];
  const language = text(value, "QueryLanguage") === "JSONata" ? "JSONata" : "JSONPath";
  const { express, account, grants } = context;
  const machine = { value, language, express, account, grants, scopes, memo: new Map() } as const;
  const root = {
    value,
    steps: [],
    owner: undefined,
    inner: [],
    machine,
    express,
    distributed: false,
  };
  const pending: Opening[] = [root];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { inner, ...head } = next;
    const opened = openScope(head);
    scopes.push(opened.scope);
    if (next.owner !== undefined) inner.push(opened.scope);
    pending.push(...opened.inside.reverse());
  }
  return machine;
}

/** `compute(machine)`, done once for each machine. */
export function once<T>(machine: Machine, compute: (machine: Machine) => T): T {
  if (!machine.memo.has(compute)) machine.memo.set(compute, compute(machine));
  return machine.memo.get(compute) as T;
}

/** A level still to be read, and the list of its owner's levels that it belongs to. */
interface Opening extends Omit<Scope, "states" | "byName"> {
  readonly inner: Scope[];
}

function openScope(head: Omit<Opening, "inner">): { scope: Scope; inside: Opening[] } {
  const states: StateNode[] = [];
  const byName = new Map<string, StateNode>();
  const scope: Scope = { ...head, states, byName };
  const inside: Opening[] = [];
  const written = own(head.value, "States");
  for (const name of isRecord(written) ? Object.keys(written) : []) {
    const value = own(written as JsonRecord, name);
    if (!isRecord(value)) continue;
    const type = text(value, "Type");
    const inner: Scope[] = [];
    const state: StateNode = {
      name,
      steps: [...head.steps, "States", name],
      value,
      type: type !== undefined && TYPES.has(type) ? (type as StateType) : undefined,
      language: languageOf(value, head.machine.language),
      scope,
      inner,
    };
    states.push(state);
    byName.set(name, state);
    inside.push(...openings(state, inner));
  }
  return { scope, inside };
}

function languageOf(state: JsonRecord, machine: QueryLanguage): QueryLanguage {
  const said = text(state, "QueryLanguage");
  if (said === "JSONata") return "JSONata";
  return said === "JSONPath" ? "JSONPath" : machine;
}

function openings(state: StateNode, inner: Scope[]): Opening[] {
  const { machine, express } = state.scope;
  if (state.type === "Parallel") {
    return list(state.value, "Branches").flatMap((value, index) =>
      isRecord(value)
        ? [
            {
              value,
              steps: [...state.steps, "Branches", index],
              owner: state,
              inner,
              machine,
              express,
              distributed: false,
            },
          ]
        : [],
    );
  }
  if (state.type !== "Map") return [];
  return ["ItemProcessor", "Iterator"].flatMap((field) => {
    const value = own(state.value, field);
    if (!isRecord(value)) return [];
    const config = own(value, "ProcessorConfig");
    const distributed = isRecord(config) && text(config, "Mode") === "DISTRIBUTED";
    const childrenExpress =
      distributed && isRecord(config) ? text(config, "ExecutionType") === "EXPRESS" : express;
    return [
      {
        value,
        steps: [...state.steps, field],
        owner: state,
        inner,
        machine,
        express: childrenExpress,
        distributed,
      },
    ];
  });
}
