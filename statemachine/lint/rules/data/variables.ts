import type { Machine, StateNode } from "../../../definition/reader";
import { isRecord, own } from "../../../json";
import { allAssigned, assignmentsOf, isAssignedAround } from "../../facts/variables";
import { on, type Checks } from "../../rule";
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

/** Rules about variables. Source: "Passing data between states with variables" of the guide. */
export const variableChecks = {
  "undefined-variable": on("machine", ({ machine, report }) => {
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
  }),
  "variable-scope": on("machine", ({ machine, report }) => {
    for (const state of machine.states) {
      for (const name of new Set(allAssigned(state))) {
        if (isAssignedAround(state.scope, name))
          report(state.steps, `'${name.slice(0, 80)}' is a variable of a level around, too`);
      }
    }
  }),
  "variable-name": on("object", ({ object: { value, fields, language }, report }) => {
    const assign = fields.has("Assign") ? own(value, "Assign") : undefined;
    for (const key of isRecord(assign) ? Object.keys(assign) : []) {
      const name = language === "JSONPath" ? key.replace(/\.\$$/, "") : key;
      if (/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u.test(name) && name !== "states") continue;
      if (!name.includes("${"))
        report(["Assign", key], `'${name.slice(0, 100)}' cannot be the name of a variable`);
    }
  }),
} satisfies Checks;

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
