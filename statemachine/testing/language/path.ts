import { createRequire } from "node:module";
import type * as JsonPathPlus from "jsonpath-plus";
import { isRecord, own, type JsonRecord } from "../../json";
import { TaskError } from "../errors";

/** What expressions and paths can read. */
export interface Readable {
  /** What `$` is in a path. */
  readonly data: unknown;
  /** What `$$` is. */
  readonly context: JsonRecord;
  readonly variables: JsonRecord;
}

/** Loaded by the first path that needs it: most paths lead to one place. */
const load = createRequire(__filename);

const STEP =
  /\.([^.[\]()*\s]+)|\[\s*(-?\d+)\s*\]|\[\s*'((?:[^'\\]|\\.)*)'\s*\]|\[\s*"((?:[^"\\]|\\.)*)"\s*\]/uy;

/** The error that no Retry and no Catch matches. Source: developer guide, "Handling errors". */
export function runtime(cause: string): TaskError {
  return new TaskError("States.Runtime", cause);
}

/** The leading steps of a path that each lead to one place, and what is left of it. */
function split(path: string): { readonly steps: (string | number)[]; readonly rest: string } {
  const steps: (string | number)[] = [];
  let end = 0;
  STEP.lastIndex = 0;
  for (let match = STEP.exec(path); match; match = STEP.exec(path)) {
    const [, name, index, single, double] = match;
    // Of the two quotes only the one around the name is written with a backslash.
    const quoted =
      single?.replaceAll(/\\([\\'])/gu, "$1") ?? double?.replaceAll(/\\([\\"])/gu, "$1");
    steps.push(index === undefined ? (name ?? quoted ?? "") : Number(index));
    end = STEP.lastIndex;
  }
  return { steps, rest: path.slice(end) };
}

function step(value: unknown, at: string | number): unknown {
  if (typeof at === "number") return Array.isArray(value) ? (value as unknown[]).at(at) : undefined;
  return isRecord(value) ? own(value, at) : undefined;
}

/**
 * What a JSONPath selects, undefined for nothing: a value for a path to one place, a list for a path with filters,
 * wildcards, slices or `..`, also when nothing matches.
 */
export function select(path: string, { data, context, variables }: Readable): unknown {
  const [start, variable = ""] = /^\$(\$|[\p{L}_][\p{L}\p{N}_]*)?/u.exec(path) ?? [];
  if (start === undefined) throw runtime(`${JSON.stringify(path)} is not a path: it starts with $`);
  let value = data;
  if (variable === "$") value = context;
  else if (variable !== "") value = own(variables, variable);
  const { steps, rest } = split(path.slice(start.length));
  for (const at of steps) value = step(value, at);
  if (rest === "") return value;
  if (value === undefined) return rest.startsWith("(") ? undefined : [];
  const { JSONPath } = load("jsonpath-plus") as typeof JsonPathPlus;
  try {
    return JSONPath({ path: `$${rest}`, json: value as object, wrap: true, eval: "safe" });
  } catch (error) {
    throw runtime(`the path ${path} cannot be evaluated: ${(error as Error).message}`);
  }
}

/** As `select`. @throws TaskError States.Runtime when there is nothing. */
export function read(path: string, from: Readable, field: string): unknown {
  const value = select(path, from);
  if (value !== undefined) return value;
  throw runtime(`the JSONPath '${path}' specified for '${field}' could not be found in the input`);
}

/**
 * `input` with `result` written at the reference path `path`; objects that are missing on the way are made.
 *
 * @throws TaskError States.ResultPathMatchFailure when something else than an object or an element is in the way.
 */
export function write(input: unknown, path: string, result: unknown): unknown {
  const { steps, rest } = split(path.slice(1));
  if (!path.startsWith("$") || rest !== "")
    throw runtime(`ResultPath ${path} is not a reference path`);
  const into = (value: unknown, [at, ...further]: readonly (string | number)[]): unknown => {
    if (at === undefined) return result;
    if (typeof at === "number" && Array.isArray(value) && at >= 0 && at < value.length) {
      return (value as unknown[]).with(at, into(value[at], further));
    }
    if (typeof at === "number" || !(isRecord(value) || value === undefined)) {
      throw new TaskError(
        "States.ResultPathMatchFailure",
        `unable to apply ResultPath ${path} to input ${JSON.stringify(input)}`,
      );
    }
    const record = value ?? {};
    const entries = Object.entries(record).filter(([key]) => key !== at);
    return Object.fromEntries([...entries, [at, into(own(record, at), further)]]);
  };
  return into(input, steps);
}
