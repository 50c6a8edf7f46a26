import { functionText } from "../definition/intrinsics";
import { isPlaceholder } from "../definition/placeholder";

/**
 * What a field of a task's arguments says, before the task has run: a text that is known, the beginning of one,
 * or something that only the run decides.
 */
export type Value =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "beginning"; readonly text: string }
  | { readonly is: "dynamic" }
  | { readonly is: "missing" };

/** Longer than every name, key and address that AWS knows: it is not read any further. */
const LONGEST_TEXT = 10_000;

const DYNAMIC: Value = { is: "dynamic" };
const MISSING: Value = { is: "missing" };

/** The steps from the arguments of a call to one of them; the index of a list is a number. */
export type ArgumentPath = readonly (string | number)[];

/** The value at `path` below `args`. */
export function valueAt(args: unknown, ...path: ArgumentPath): Value {
  return valueOf(rawAt(args, ...path));
}

/** What {@link rawAt} found, as a value. */
export function valueOf(raw: unknown): Value {
  if (raw === undefined || raw === null) return MISSING;
  const written = raw instanceof Expression ? raw.text : raw;
  if (typeof written === "string" && written.length > LONGEST_TEXT) return DYNAMIC;
  if (raw instanceof Expression) return constant(raw.text);
  if (typeof raw === "string") return { is: "text", text: raw };
  if (typeof raw === "number") return { is: "text", text: String(raw) };
  const text = functionText(raw);
  return text === undefined ? DYNAMIC : { is: "text", text };
}

/** An expression that stands where a value is expected. */
export class Expression {
  public constructor(public readonly text: string) {}
}

/**
 * What stands at `path`: plain data, an {@link Expression}, or undefined for nothing. A field `x.$` (JSONPath) and a
 * text `{% %}` (JSONata) are expressions in both query languages: in the wrong one they are faults that the linter reports.
 */
export function rawAt(args: unknown, ...path: ArgumentPath): unknown {
  let at: unknown = args;
  for (const step of path) {
    if (typeof at === "string" && isJsonata(at)) return new Expression(at);
    if (isPlaceholder(at)) return at;
    if (typeof at !== "object" || at === null) return undefined;
    const record = at as Record<string | number, unknown>;
    const dynamic: unknown = Object.hasOwn(record, `${step}.$`) ? record[`${step}.$`] : undefined;
    if (typeof dynamic === "string") return new Expression(dynamic);
    at = Object.hasOwn(record, step) ? record[step] : undefined;
  }
  return typeof at === "string" && isJsonata(at) ? new Expression(at) : at;
}

const isJsonata = (text: string): boolean => /^\{%[\s\S]*%\}$/.test(text);

/** A constant text inside `States.Format('...', ...)` or a JSONata concatenation, as far as it goes. */
function constant(text: string): Value {
  const format = /^\s*States\.Format\(\s*'((?:[^'\\]|\\.)*)'/.exec(text);
  if (format) return upTo((format[1] ?? "").replace(/\\(.)/g, "$1"), "{}");
  const jsonata = /^\{%\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*(&?)[\s\S]*%\}$/.exec(text);
  const literal = jsonata?.[1] ?? jsonata?.[2];
  if (literal === undefined) return DYNAMIC;
  if (/^\{%\s*(?:'[^'\\]*'|"[^"\\]*")\s*%\}$/.test(text)) return { is: "text", text: literal };
  return jsonata?.[3] === "&" && literal !== "" ? { is: "beginning", text: literal } : DYNAMIC;
}

function upTo(text: string, hole: string): Value {
  const at = text.indexOf(hole);
  if (at === -1) return { is: "text", text };
  return at === 0 ? DYNAMIC : { is: "beginning", text: text.slice(0, at) };
}
