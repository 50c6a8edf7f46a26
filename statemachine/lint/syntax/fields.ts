import type { QueryLanguage, StateType } from "../../definition/types";
import data from "./spec-fields.json";
import { VALUE_TYPES, type ValueTypeName } from "./value-types";

/** What a field takes, and in which language it exists; in both when none is given. */
export interface Field {
  readonly type: ValueTypeName;
  readonly only?: QueryLanguage;
  readonly required?: true;
}

/** A row of this name says that an object may have fields that are not listed: AWS adds some every year. */
const OPEN = "*";

/** The fields of one type of object. A Map, because a definition may call a field `constructor`. */
export class Fields extends Map<string, Field> {
  /** Those that must be there. */
  public readonly required: readonly string[];
  /** Groups of which at most one may be there. */
  public readonly exclusive: readonly (readonly string[])[];
  /** Groups of which at least one must be there. */
  public readonly someOf: readonly (readonly string[])[];
  /** Whether there may be fields that are not listed. */
  public readonly open: boolean;

  public constructor(rows: readonly (readonly [string, Field])[]) {
    super(rows);
    const isWhole = (group: readonly string[]): boolean => group.every((name) => this.has(name));
    this.required = [...this].filter(([, row]) => row.required).map(([name]) => name);
    this.exclusive = data.exclusive.filter(isWhole);
    this.someOf = data.someOf.filter(isWhole);
    this.open = this.has(OPEN);
  }

  /** The field of this name in other letter case, where this one is not a field. */
  public ignoringCase(name: string): string | undefined {
    const small = name.toLowerCase();
    return [...this.keys()].find((each) => each.toLowerCase() === small);
  }
}

/** Objects whose fields are known: states by their type, and what is inside them by its name. */
export type ObjectName = keyof typeof data.objects & string;

type Rows = Readonly<Record<string, string>>;

/** Rows shared by several objects, by name. */
const PARTS: Readonly<Record<string, Rows>> = data.parts;

const read = new Map<ObjectName, Fields>();

/**
 * The fields of an object, from spec-fields.json: a row is the type of its value, `!` when the field is required, and the
 * language when it exists in one only. Source: the state types of the Step Functions guide.
 */
export function fieldsOf(name: ObjectName | StateType): Fields {
  let fields = read.get(name);
  if (fields === undefined) read.set(name, (fields = new Fields(rowsOf(data.objects[name]))));
  return fields;
}

function rowsOf(parts: readonly (string | object)[]): [string, Field][] {
  const rows = parts.map((part) => (typeof part === "string" ? PARTS[part] : part) as Rows);
  return rows.flatMap((each) => Object.entries(each)).map(([name, row]) => [name, fieldOf(row)]);
}

function fieldOf(row: string): Field {
  const [, type = "", required, only] = /^(\w+)(!)?(?: (\w+))?$/.exec(row) ?? [];
  if (!Object.hasOwn(VALUE_TYPES, type)) throw new Error(`unreadable row '${row}'`);
  return {
    type: type as ValueTypeName,
    ...(only === undefined ? {} : { only: only as QueryLanguage }),
    ...(required === undefined ? {} : { required: true }),
  };
}

/** The comparisons of a JSONPath choice rule. */
export const COMPARISONS: ReadonlySet<string> = new Set(Object.keys(data.parts.comparisons));

/** Fields whose content is a payload template in JSONPath. */
export const TEMPLATES: ReadonlySet<string> = new Set(data.templates);

/** Fields that take a Reference Path. Source: the language's specification, and the guide's page on Choice. */
export const REFERENCES: ReadonlySet<string> = new Set([
  ...data.references,
  ...[...COMPARISONS].filter((name) => name.endsWith("Path")),
]);

/**
 * Numbers of a Map, which take a Reference Path that is not in the context. Source: what ValidateStateMachineDefinition
 * answered in September 2026 (floci-io/floci issue 3733).
 */
export const MAP_NUMBERS: ReadonlySet<string> = new Set(data.mapNumbers);

/** Fields that only a Distributed Map reads. */
export const DISTRIBUTED_ONLY: readonly string[] = data.distributedOnly;

/** Errors of the language. Source: "Handling errors" of the guide. */
export const STATES_ERRORS: ReadonlySet<string> = new Set(data.errors);

/** Events that a state adds to the history, besides those of what is inside it. */
export const EVENTS: Readonly<Record<StateType, number>> = data.events;

/** Functions of JSONata, and those that Step Functions adds. Source: docs.jsonata.org and the guide's JSONata page. */
export const JSONATA_FUNCTIONS: ReadonlySet<string> = new Set(data.jsonataFunctions);
