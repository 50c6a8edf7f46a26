import { display, isRecord } from "../json";
import { similar } from "../nearest";
import type { Member, Shape, Structure } from "./shapes";

/** What is wrong with a parameter of a call. */
export interface InputProblem {
  /** The steps from the arguments to what is wrong; for `missing`, to where it belongs. */
  readonly path: readonly (string | number)[];
  /**
   * `missing`: required and not there. AWS looks for a call's own parameters when the state machine is created, for what
   * is inside them only when the call is made. `case`: known, but in another spelling. `enum`: a value that this version
   * of the API does not know.
   */
  readonly kind: "missing" | "unknown" | "case" | "type" | "enum";
  readonly message: string;
  /** The name or the value that was probably meant. */
  readonly suggestion?: string;
}

/** A value among the arguments, and what is expected of it. */
export interface Part {
  readonly shape: Shape;
  readonly value: unknown;
  readonly path: readonly (string | number)[];
}

/** The problem of a member that `shape` does not have; `meant` is the one that differs in letter case alone. */
export function misspelt(
  path: readonly (string | number)[],
  name: string,
  shape: Structure,
  meant: Member | undefined,
): InputProblem {
  const quoted = quote(name);
  if (meant !== undefined)
    return {
      path,
      kind: "case",
      message: `${quoted} is written '${meant.name}'`,
      suggestion: meant.name,
    };
  const message = `there is no parameter ${quoted}`;
  return { path, kind: "unknown", message, ...suggest(name, [...shape.members.keys()]) };
}

/** The problem of a value that is not what `expected` says. */
export function wrongType({ value, path }: Part, expected: string): InputProblem {
  const actual = Array.isArray(value)
    ? "a list"
    : isRecord(value)
      ? "an object"
      : `the ${typeof value} ${quote(display(value))}`;
  return { path, kind: "type", message: `${nameOf(path)} must be ${expected}, but is ${actual}` };
}

/** The problem of a text that is not in an enumeration. */
export function wrongValue({ path }: Part, value: string, values: readonly string[]): InputProblem {
  const allowed = values.length === 1 ? values[0] : `one of ${values.join(", ")}`;
  const message = `${nameOf(path)} must be ${allowed}, but is ${quote(value)}`;
  return { path, kind: "enum", message, ...suggest(value, values) };
}

function nameOf(path: readonly (string | number)[]): string {
  const last = path.at(-1);
  if (last === undefined) return "what the call is given";
  return typeof last === "string" ? quote(last) : `element ${last}`;
}

function quote(text: string): string {
  return `'${text.slice(0, 80)}'`;
}

function suggest(name: string, names: readonly string[]): { readonly suggestion?: string } {
  const suggestion = similar(name, names);
  return suggestion === undefined ? {} : { suggestion };
}
