import { createHash, randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { display, isRecord } from "../../json";
import type { IntrinsicName } from "../../lint/syntax/calls";
import { HASHES, MAX_RANGE } from "../../lint/syntax/intrinsics";
import { TaskError } from "../errors";

function fail(message: string): never {
  throw new TaskError("States.IntrinsicFailure", message);
}

/** Gives back a value of the kind that a function takes. */
function takes<T>(accepts: (value: unknown) => value is T, what: string): (value: unknown) => T {
  return (value) => (accepts(value) ? value : fail(`${show(value)} is not ${what}`));
}

const number = takes((value) => typeof value === "number", "a number");
const text = takes((value) => typeof value === "string", "a string");
const array = takes<readonly unknown[]>(Array.isArray, "an array");
const object = takes(isRecord, "an object");
const whole = (value: unknown): number => Math.round(number(value));

/** As Java writes a value, which is what AWS does: text without quotes, objects as `{a=1}`. */
function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (!isRecord(value)) return display(value);
  const entries = Object.entries(value).map(([key, each]) => `${key}=${show(each)}`);
  return `{${entries.join(", ")}}`;
}

function format(template: unknown, ...values: unknown[]): string {
  let used = 0;
  const result = text(template).replaceAll(/\\([\\{}'])|\{\}/gu, (_, escaped?: string) =>
    escaped === undefined ? show(used < values.length ? values[used++] : (used++, null)) : escaped,
  );
  if (used !== values.length) fail(`${used} places for ${values.length} values in States.Format`);
  return result;
}

/** `values` in parts of `size`; the last may be shorter. */
export function partition(values: readonly unknown[], size: number): unknown[][] {
  if (size < 1) fail(`the size of a chunk must be positive, but is ${size}`);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

/** From `first` to `last`, which is included when the steps meet it. */
export function range(first: number, last: number, step: number): number[] {
  if (step === 0) fail("the step of a range must not be 0");
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > MAX_RANGE) fail(`a range of ${length} elements is longer than ${MAX_RANGE}`);
  return Array.from({ length }, (_, index) => first + index * step);
}

export function hash(value: unknown, algorithm: unknown): string {
  if (!HASHES.includes(display(algorithm)))
    fail(`${show(algorithm)} is not one of ${HASHES.join(", ")}`);
  const data = typeof value === "string" ? value : JSON.stringify(value);
  return createHash(display(algorithm).replace("-", "")).update(data).digest("hex");
}

function parse(value: unknown): unknown {
  try {
    return text(value).trim() === "" ? null : (JSON.parse(text(value)) as unknown);
  } catch (error) {
    return fail((error as Error).message);
  }
}

function random(start: unknown, end: unknown, seed?: unknown): number {
  const [from, to] = [whole(start), whole(end)];
  if (from >= to) fail(`States.MathRandom needs a start below its end, but has ${from} and ${to}`);
  return from + Math.floor(share(seed) * (to - from));
}

/** A number from 0 up to 1, not included; the same one for the same seed. */
export function share(seed?: unknown): number {
  if (seed === undefined) return Math.random();
  const digest = createHash("sha256").update(JSON.stringify(seed)).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

function item(list: unknown, index: unknown): unknown {
  const values = array(list);
  const at = whole(index);
  return at >= 0 && at < values.length ? values[at] : fail(`there is no element ${at}`);
}

function merge(first: unknown, second: unknown, deep: unknown): unknown {
  if (deep !== false) fail("States.JsonMerge only merges shallowly: its third argument is false");
  return { ...object(first), ...object(second) };
}

type Call = (...values: unknown[]) => unknown;

/** Per name what it does. Source: developer guide, "Intrinsic functions for JSONPath states". */
export const FUNCTIONS: Readonly<Record<IntrinsicName, Call>> = {
  Format: format,
  StringToJson: parse,
  JsonToString: (value) => JSON.stringify(value),
  Array: (...values) => values,
  ArrayPartition: (list, size) => partition(array(list), whole(size)),
  ArrayContains: (list, value) => array(list).some((each) => isDeepStrictEqual(each, value)),
  ArrayRange: (first, last, step) => range(whole(first), whole(last), whole(step)),
  ArrayGetItem: item,
  ArrayLength: (list) => array(list).length,
  ArrayUnique: (list) =>
    array(list).filter(
      (value, index, all) => all.findIndex((each) => isDeepStrictEqual(each, value)) === index,
    ),
  Base64Encode: (value) => Buffer.from(text(value)).toString("base64"),
  Base64Decode: (value) => Buffer.from(text(value), "base64").toString(),
  Hash: hash,
  JsonMerge: merge,
  MathRandom: random,
  // Each argument is rounded, not their sum: MathAdd(1.49, 1.5) is 3 on AWS.
  MathAdd: (first, second) => whole(first) + whole(second),
  // Every letter of the second argument separates, and empty parts are left out.
  StringSplit: (value, letters) => {
    const separator = new RegExp(`[${text(letters).replaceAll(/[\]\\^-]/gu, "\\$&")}]`, "u");
    return text(value)
      .split(separator)
      .filter((part) => part !== "");
  },
  UUID: () => randomUUID(),
};
