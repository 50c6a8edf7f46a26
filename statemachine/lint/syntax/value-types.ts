import type { QueryLanguage } from "../../definition/types";
import { isRecord } from "../../json";
import { isDeferred } from "../../definition/placeholder";

/** What a field takes. */
export interface ValueType {
  /** What is wanted, for a message. */
  readonly wanted: string;
  readonly accepts: (value: unknown) => boolean;
  /** Whether a JSONata state may compute the value, or only what is inside it. */
  readonly computed: boolean | "inside";
}

/** Longest time of the language, in seconds: about three years. */
const MAX_SECONDS = 99_999_999;

const isString = (value: unknown): value is string => typeof value === "string";

function numbers(wanted: string, least: number, most: number, whole = true): ValueType {
  const accepts = (value: unknown): boolean =>
    typeof value === "number" &&
    value >= least &&
    value <= most &&
    (!whole || Number.isInteger(value));
  return { wanted, accepts, computed: true };
}

/** A number that is written out in either language. */
function fixed(...wanted: Parameters<typeof numbers>): ValueType {
  return { ...numbers(...wanted), computed: false };
}

/** A whole text of one of the forms. */
function form(pattern: RegExp, wanted: string): ValueType {
  return { wanted, accepts: (value) => isString(value) && pattern.test(value), computed: false };
}

function enumeration(...values: readonly string[]): ValueType {
  const wanted = values.map((value) => `'${value}'`).join(" or ");
  return { wanted, accepts: (value) => isString(value) && values.includes(value), computed: false };
}

function list(wanted: string, least: number, isItem: (item: unknown) => boolean): ValueType {
  const accepts = (value: unknown): boolean =>
    Array.isArray(value) && value.length >= least && value.every(isItem);
  return { wanted, accepts, computed: false };
}

/** Every type of value, by name. */
export const VALUE_TYPES = {
  any: { wanted: "any value", accepts: () => true, computed: true },
  string: { wanted: "a string", accepts: isString, computed: true },
  plainString: { wanted: "a string", accepts: isString, computed: false },
  resource: {
    wanted: "a string that is not empty",
    accepts: (value) => isString(value) && value !== "",
    computed: false,
  },
  boolean: {
    wanted: "true or false",
    accepts: (value) => typeof value === "boolean",
    computed: false,
  },
  object: { wanted: "an object", accepts: isRecord, computed: true },
  members: { wanted: "an object", accepts: isRecord, computed: "inside" },
  plainObject: { wanted: "an object", accepts: isRecord, computed: false },
  states: {
    wanted: "an object with at least one state",
    accepts: (value) => isRecord(value) && Object.keys(value).length > 0,
    computed: false,
  },
  objects: list("a list of objects", 0, isObject),
  someObjects: list("a list of at least one object", 1, isObject),
  errors: list("a list of at least one error name", 1, isString),
  number: { wanted: "a number", accepts: (value) => typeof value === "number", computed: false },
  condition: {
    wanted: "a JSONata string or a constant",
    accepts: (value) => typeof value === "boolean" || isExpression(value),
    computed: true,
  },
  path: { wanted: "a path", accepts: isString, computed: false },
  pathOrNull: {
    wanted: "a path or null",
    accepts: (value) => isString(value) || value === null,
    computed: false,
  },
  items: {
    wanted: "a list, an object or a JSONata string that gives one",
    accepts: (value) => Array.isArray(value) || isRecord(value),
    computed: true,
  },
  timestamp: {
    wanted: "a timestamp such as 2026-03-14T01:59:00Z",
    accepts: isTimestamp,
    computed: true,
  },
  seconds: numbers(`a whole number from 1 to ${MAX_SECONDS}`, 1, MAX_SECONDS),
  waitSeconds: numbers(`a whole number from 0 to ${MAX_SECONDS}`, 0, MAX_SECONDS),
  secondsOrTimes: fixed(`a whole number from 0 to ${MAX_SECONDS}`, 0, MAX_SECONDS),
  delay: fixed("a whole number from 1 to 31622400", 1, 31_622_400),
  rate: fixed("a number of at least 1", 1, Infinity, false),
  count: numbers("a whole number of at least 0", 0, Number.MAX_SAFE_INTEGER),
  maxItems: numbers("a whole number from 0 to 100000000", 0, 100_000_000),
  percentage: numbers("a number from 0 to 100", 0, 100, false),
  jitter: enumeration("FULL", "NONE"),
  language: enumeration("JSONPath", "JSONata"),
  mode: enumeration("INLINE", "DISTRIBUTED"),
  execution: enumeration("STANDARD", "EXPRESS"),
  version: enumeration("1.0"),
  readerResource: form(
    /^arn:[^:]+:states:::s3:(?:getObject|listObjectsV2)$/,
    "arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2",
  ),
  writerResource: form(/^arn:[^:]+:states:::s3:putObject$/, "arn:aws:states:::s3:putObject"),
  // A JSONata string is looked into with the Credentials that it is in.
  roleArn: form(/^(?:arn:[^:]+:iam::\d{12}:role\/.|\{%)/, "the ARN of a role"),
  headers: { ...list("a list of at least one name", 1, isString), computed: true },
  jsonPointer: {
    wanted: "a JSON pointer such as /orders/items",
    accepts: (value) => isString(value) && value.startsWith("/"),
    computed: true,
  },
  inputType: enumeration("CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"),
  manifestType: enumeration("ATHENA_DATA", "S3_INVENTORY"),
  readTransformation: enumeration("NONE", "LOAD_AND_FLATTEN"),
  headerLocation: enumeration("FIRST_ROW", "GIVEN"),
  delimiter: enumeration("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
  outputType: enumeration("JSON", "JSONL"),
  writeTransformation: enumeration("NONE", "COMPACT", "FLATTEN"),
} as const satisfies Record<string, ValueType>;

/** RFC 3339 with the capital T and Z that the language wants. */
const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Whether `value` is a time that there is, as the language writes it. */
export function isTimestamp(value: unknown): value is string {
  const [, day] = isString(value) ? (TIMESTAMP.exec(value) ?? []) : [];
  if (day === undefined) return false;
  const date = new Date(`${day}T00:00:00Z`);
  // A day that the month does not have is the first of the next one, or no date at all.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function isObject(value: unknown): boolean {
  return isRecord(value) || isDeferred(value);
}

/** The name of a type of value. */
export type ValueTypeName = keyof typeof VALUE_TYPES;

/** Whether `value` begins like a JSONata string. */
export function isExpression(value: unknown): value is string {
  return isString(value) && value.startsWith("{%");
}

/** Whether `value` is right for the type, in a state of that language. What a deployment puts in is right. */
export function isOfType(value: unknown, name: ValueTypeName, language: QueryLanguage): boolean {
  const type: ValueType = VALUE_TYPES[name];
  if (type.accepts(value) || isDeferred(value)) return true;
  return type.computed === true && language === "JSONata" && isExpression(value);
}
