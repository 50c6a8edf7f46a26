import type { QueryLanguage } from "../types";
import {
  BATCHER_FIELDS,
  BRANCH_FIELDS,
  CATCHER_FIELDS,
  CONFIG_FIELDS,
  MACHINE_FIELDS,
  PROCESSOR_FIELDS,
  READER_FIELDS,
  RETRIER_FIELDS,
  STATE_FIELDS,
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

/** The objects inside a Map, by the field that holds them. */
const MAP_PARTS: readonly (readonly [field: string, fields: Fields])[] = [
  ["ItemReader", READER_FIELDS],
  ["ItemBatcher", BATCHER_FIELDS],
  ["ResultWriter", WRITER_FIELDS],
];

/** A state of known type, and its objects: retriers, catchers, and those of a Map. */
export function partsOfState(state: StateNode): Part[] {
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
  if (type === "Map") {
    for (const [field, fields] of MAP_PARTS) add(own(value, field), fields, `an ${field}`, [field]);
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
