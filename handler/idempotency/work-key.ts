import { createHash } from "node:crypto";
import { InvalidEventError } from "../errors";
import { toJson } from "../payload";

/** JSON by its parts; what stands between them says nothing. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]]|-?\d[\d.eE+-]*|true|false|null/g;

/** A value longer than this, in characters, stands in its parent as its hash: deep data stays linear. */
const LONG = 256;

/** From here on JSON writes whole numbers with an exponent: they are measured, and no names of anything. */
const LARGEST_WRITTEN_OUT = 1e21;

/**
 * What tells one piece of work from another: the hash of its data, whatever the order of the fields and the writing of
 * texts and numbers. Made of the JSON text, since numbers beyond 2^53 and the field `__proto__` get lost in objects.
 *
 * @param text the JSON that the data was read from; without it the data came as an object
 * @throws InvalidEventError when data that came as an object holds a whole number that may have been another
 */
export function workKey(data: unknown, text?: string): string {
  return hash(canonical(text ?? toJson(data, assertExact)));
}

/** A JSON text in the one form that all texts of the same value have; long values inside of it as their hash. */
function canonical(text: string): string {
  const open: string[][] = [[]];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      open.push([]);
      continue;
    }
    const closes = token === "}" || token === "]";
    const value = closes ? shortened(joined(open.pop() ?? [], token)) : scalar(token);
    open.at(-1)?.push(value);
  }
  return open[0]?.[0] ?? "";
}

function joined(parts: readonly string[], end: "}" | "]"): string {
  if (end === "]") return `[${parts.join(",")}]`;
  // Of a name that stands twice the last counts, as JSON.parse has it.
  const fields = new Map<string, string>();
  for (let i = 0; i < parts.length; i += 2) fields.set(parts[i] ?? "", parts[i + 1] ?? "");
  const sorted = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, value]) => `${name}:${value}`).join(",")}}`;
}

/** No JSON value begins with `#`. */
function shortened(value: string): string {
  return value.length > LONG ? `#${hash(value)}` : value;
}

function scalar(token: string): string {
  if (token.startsWith('"')) return JSON.stringify(JSON.parse(token));
  return /^-?\d/.test(token) ? decimal(token) : token;
}

/** A number as `<sign><digits>e<exponent>`, the digits without zeros at either end: 1.50 and 15e-1 are one. */
function decimal(token: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(token) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const zeros = digits.length - significant.length - fraction.length;
  return `${sign}${significant}e${BigInt(exponent) + BigInt(zeros)}`;
}

/** A whole number beyond 2^53 has been rounded when it was read: an order's number would be its neighbour's. */
function assertExact(_name: string, value: unknown): unknown {
  if (
    typeof value === "number" &&
    Math.abs(value) > Number.MAX_SAFE_INTEGER &&
    Math.abs(value) < LARGEST_WRITTEN_OUT
  ) {
    throw new InvalidEventError(
      "the event holds a whole number beyond 2^53, which JavaScript rounds: send it as text, " +
        "or put the data into S3 and send its reference",
    );
  }
  return value;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
