import type { QueryLanguage } from "../types";
import {
  BATCHER_FIELDS,
  BRANCH_FIELDS,
  CATCHER_FIELDS,
  CHOICE_FIELDS,
  CONFIG_FIELDS,
  MACHINE_FIELDS,
  PROCESSOR_FIELDS,
  READER_CONFIG_FIELDS,
  READER_FIELDS,
  RETRIER_FIELDS,
  STATE_FIELDS,
  TEST_FIELDS,
  WRITER_CONFIG_FIELDS,
  WRITER_FIELDS,
  type Fields,
} from "./fields";
import type { Scope, StateNode } from "./model";
import type { Steps } from "./rule";
import { isRecord, list, own, type JsonRecord } from "./values";

/** An object of a definition whose fields are known. */
export interface Part {
  readonly value: JsonRecord;
  readonly fields: Fields;
  readonly language: QueryLanguage;
  /** What it is, for a message. */
  readonly noun: string;
  /** Steps from the state or level that has it. */
  readonly at: Steps;
}

/** The objects inside a Map, by the steps to them. */
const MAP_PARTS: readonly { readonly at: readonly string[]; readonly fields: Fields }[] = [
  { at: ["ItemReader"], fields: READER_FIELDS },
  { at: ["ItemReader", "ReaderConfig"], fields: READER_CONFIG_FIELDS },
  { at: ["ItemBatcher"], fields: BATCHER_FIELDS },
  { at: ["ResultWriter"], fields: WRITER_FIELDS },
  { at: ["ResultWriter", "WriterConfig"], fields: WRITER_CONFIG_FIELDS },
];

const READ = new WeakMap<StateNode, readonly Part[]>();

/** A state of known type, and its objects: retriers, catchers, choice rules, and those of a Map. */
export function partsOfState(state: StateNode): readonly Part[] {
  const read = READ.get(state) ?? readParts(state);
  READ.set(state, read);
  return read;
}

function readParts(state: StateNode): Part[] {
  const { value, type, language } = state;
  if (type === undefined) return [];
  const parts: Part[] = [
    { value, fields: STATE_FIELDS[type], language, noun: `a ${type} state`, at: [] },
  ];
  const add = (inside: unknown, fields: Fields, noun: string, at: Steps): void => {
    if (isRecord(inside)) parts.push({ value: inside, fields, language, noun, at });
  };
  if (STATE_FIELDS[type].has("Retry")) {
    list(value, "Retry").forEach((each, i) => add(each, RETRIER_FIELDS, "a retrier", ["Retry", i]));
    list(value, "Catch").forEach((each, i) => add(each, CATCHER_FIELDS, "a catcher", ["Catch", i]));
  }
  if (type === "Choice") parts.push(...choiceParts(state));
  if (type === "Map") {
    for (const { at, fields } of MAP_PARTS) {
      add(valueAt(value, at), fields, `the ${at.at(-1)}`, at);
    }
  }
  return parts;
}

function valueAt(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce((at, step) => (isRecord(at) ? own(at, step) : undefined), value);
}

/** The rules of a Choice with the tests inside them, outer ones first. */
function choiceParts({ value, language }: StateNode): Part[] {
  const parts: Part[] = [];
  const pending: { test: unknown; at: Steps }[] = list(value, "Choices")
    .map((test, index) => ({ test, at: ["Choices", index] }))
    .reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { test, at } = next;
    if (!isRecord(test)) continue;
    const outer = at.length === 2;
    const noun = outer ? "a choice rule" : "a test inside a choice rule";
    const fields = outer ? CHOICE_FIELDS[language] : TEST_FIELDS;
    parts.push({ value: test, fields, language, noun, at });
    for (const field of ["And", "Or"]) {
      list(test, field).forEach((each, index) =>
        pending.push({ test: each, at: [...at, field, index] }),
      );
    }
    pending.push({ test: own(test, "Not"), at: [...at, "Not"] });
  }
  return parts;
}

/** A level, and the configuration of the processor that it is. */
export function partsOfScope(scope: Scope): Part[] {
  const { value, owner, machine } = scope;
  const { language } = machine;
  if (owner === undefined)
    return [{ value, fields: MACHINE_FIELDS, language, noun: "a machine", at: [] }];
  if (owner.type === "Parallel") {
    return [{ value, fields: BRANCH_FIELDS, language, noun: "a branch", at: [] }];
  }
  const parts: Part[] = [
    { value, fields: PROCESSOR_FIELDS, language, noun: "a processor", at: [] },
  ];
  const config = own(value, "ProcessorConfig");
  if (isRecord(config)) {
    parts.push({
      value: config,
      fields: CONFIG_FIELDS,
      language,
      noun: "a ProcessorConfig",
      at: ["ProcessorConfig"],
    });
  }
  return parts;
}
