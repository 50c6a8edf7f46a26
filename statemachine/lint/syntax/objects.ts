import { isDeferred } from "../../definition/placeholder";
import type { QueryLanguage, StateType } from "../../definition/types";
import { fieldsOf, type Field, type Fields, type ObjectName } from "./fields";
import { allHandlers, isHandled } from "../facts/handlers";
import type { Scope, StateNode } from "../../definition/reader";
import { isRecord, list, own, type JsonRecord, type Steps } from "../../json";
import { memoize } from "../../memoize";

/** One field of an object as it is written; `field` is `undefined` for one that is not known. */
export interface Entry {
  readonly name: string;
  readonly value: unknown;
  readonly field: Field | undefined;
}

/** An object of a definition whose fields are known. */
export interface SpecObject {
  readonly value: JsonRecord;
  readonly fields: Fields;
  /** What it says, with what is known of each field. */
  readonly entries: readonly Entry[];
  readonly language: QueryLanguage;
  /** What it is, for a message. */
  readonly noun: string;
  /** Steps from the state or level that has it. */
  readonly at: Steps;
}

/** The objects inside a state, by the steps to them; the last one names the object. */
const INSIDE: Partial<
  Readonly<Record<StateType, readonly (readonly [...string[], ObjectName])[]>>
> = {
  Task: [["Credentials"]],
  Map: [
    ["ItemReader"],
    ["ItemReader", "ReaderConfig"],
    ["ItemBatcher"],
    ["ResultWriter"],
    ["ResultWriter", "WriterConfig"],
  ],
};

function read(
  value: JsonRecord,
  fields: Fields,
  language: QueryLanguage,
  noun: string,
  at: Steps,
): SpecObject {
  const entries: Entry[] = [];
  for (const name of Object.keys(value)) {
    const content = value[name];
    if (content !== undefined) entries.push({ name, value: content, field: fields.get(name) });
  }
  return { value, fields, entries, language, noun, at };
}

/** A state of known type, and its objects: retriers, catchers, choice rules, and those of a Map. */
export const objectsOfState = memoize((state: StateNode): readonly SpecObject[] => {
  const { value, type, language } = state;
  if (type === undefined) return [];
  const objects: SpecObject[] = [read(value, fieldsOf(type), language, `a ${type} state`, [])];
  for (const { field, index, value: entry } of isHandled(state) ? allHandlers(state) : []) {
    const name = field === "Retry" ? "retrier" : "catcher";
    objects.push(read(entry, fieldsOf(name), language, `a ${name}`, [field, index]));
  }
  if (type === "Choice") for (const object of choiceObjects(state)) objects.push(object);
  for (const at of INSIDE[type] ?? []) {
    const inside = at.reduce<unknown>((all, step) => isRecord(all) && own(all, step), value);
    const name = at.at(-1) as ObjectName;
    if (isRecord(inside) && !isDeferred(inside))
      objects.push(read(inside, fieldsOf(name), language, `the ${name}`, at));
  }
  return objects;
});

const CHOICES = { JSONPath: "choiceInJsonPath", JSONata: "choiceInJsonata" } as const;

/** The rules of a Choice with the tests inside them, outer ones first. */
function choiceObjects({ value, language }: StateNode): SpecObject[] {
  const objects: SpecObject[] = [];
  const pending: { test: unknown; at: Steps }[] = list(value, "Choices")
    .map((test, index) => ({ test, at: ["Choices", index] }))
    .reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { test, at } = next;
    if (!isRecord(test)) continue;
    const outer = at.length === 2;
    const noun = outer ? "a choice rule" : "a test inside a choice rule";
    const fields = fieldsOf(outer ? CHOICES[language] : "test");
    objects.push(read(test, fields, language, noun, at));
    for (const field of ["And", "Or"]) {
      list(test, field).forEach((each, index) =>
        pending.push({ test: each, at: [...at, field, index] }),
      );
    }
    pending.push({ test: own(test, "Not"), at: [...at, "Not"] });
  }
  return objects;
}

/** A level, and the configuration of the processor that it is. */
export function objectsOfScope(scope: Scope): SpecObject[] {
  const { value, owner, machine } = scope;
  const { language } = machine;
  if (owner === undefined) return [read(value, fieldsOf("machine"), language, "a machine", [])];
  if (owner.type === "Parallel") {
    return [read(value, fieldsOf("branch"), language, "a branch", [])];
  }
  const objects: SpecObject[] = [read(value, fieldsOf("processor"), language, "a processor", [])];
  const config = own(value, "ProcessorConfig");
  if (isRecord(config)) {
    objects.push(
      read(config, fieldsOf("ProcessorConfig"), language, "a ProcessorConfig", ["ProcessorConfig"]),
    );
  }
  return objects;
}
