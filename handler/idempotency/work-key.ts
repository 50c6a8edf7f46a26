import { createHash } from "node:crypto";
import { InvalidEventError } from "../errors";
import { toJson } from "../payload";

/** How a part of JSON begins, or all of it; what stands between them says nothing. Where a text ends is looked for. */
const TOKEN = /["{}[\]]|-?\d[\d.eE+-]*|true|false|null/g;

/** A value longer than this, in characters, stands in its parent as its hash: deep data stays linear. */
const LONG = 256;

/** From here on JSON writes whole numbers with an exponent: they are measured, and no names of anything. */
const LARGEST_WRITTEN_OUT = 1e21;

/**
 * What tells one piece of work from another: the hash of its data, whatever the order of the fields and the writing of
 * texts and numbers. Made of the JSON text, since numbers beyond 2^53 and the field `__proto__` get lost in objects.
 *
 * @param text the JSON that the data was read from; without it the data came as an object
 * @throws InvalidEventError when data that came as an object holds a number that may have been another
 */
export function workKey(data: unknown, text?: string): string {
  return hash(canonical(text ?? toJson(data, assertExact)));
}

/** A JSON text in the one form that all texts of the same value have; long values inside of it as their hash. */
function canonical(text: string): string {
  const open: string[][] = [[]];
  for (const token of tokensOf(text)) {
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

/** A text of many megabytes, which a file in base64 is, is more than a regular expression can go back over. */
function* tokensOf(text: string): Generator<string> {
  const tokens = new RegExp(TOKEN);
  for (let found = tokens.exec(text); found !== null; found = tokens.exec(text)) {
    const [token] = found;
    if (token === '"') tokens.lastIndex = endOfText(text, found.index);
    yield token === '"' ? text.slice(found.index, tokens.lastIndex) : token;
  }
}

/** Behind the quotation mark that ends the text which begins at `start`: the first without its own backslash. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end;
    while (text[before - 1] === "\\") before--;
    if ((end - before) % 2 === 0) return end + 1;
  }
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
  const significant = withoutZerosAtEnd(digits);
  if (significant === "") return "0";
  const zeros = digits.length - significant.length - fraction.length;
  // No other writing is looked for of what no number of anything can have.
  if (exponent.length > LONG) return `${sign}${significant}e${zeros}e${exponent}`;
  return `${sign}${significant}e${BigInt(exponent) + BigInt(zeros)}`;
}

/** A regular expression would begin anew at each zero. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

/**
 * A whole number beyond 2^53 has been rounded when it was read: an order's number would be its neighbour's. One that is too
 * large for JavaScript would be `null`.
 */
function assertExact(_name: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new InvalidEventError(
      "the event holds a number that is too large for JavaScript: send it as text, " +
        "or put the data into S3 and send its reference",
    );
  }
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
