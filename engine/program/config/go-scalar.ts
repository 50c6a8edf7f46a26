import type { Scalar } from "yaml";
import { isAllowed, writtenAnew } from "./go-text";
import { timeOf } from "./go-time";
import type { GoValue } from "./go-value";

const MAP: Readonly<Record<string, GoValue>> = {
  "": null,
  "~": null,
  ...Object.fromEntries(["null", "Null", "NULL"].map((text) => [text, null])),
  ...Object.fromEntries(["true", "True", "TRUE"].map((text) => [text, true])),
  ...Object.fromEntries(["false", "False", "FALSE"].map((text) => [text, false])),
  ...Object.fromEntries([".nan", ".NaN", ".NAN"].map((text) => [text, NaN])),
  ...Object.fromEntries(
    [".inf", ".Inf", ".INF"].flatMap((text) => [
      [text, Infinity],
      [`+${text}`, Infinity],
      [`-${text}`, -Infinity],
    ]),
  ),
};

const TAG = "tag:yaml.org,2002:";

/** By a tag, what a text must be read as: whether what it reads as will do. */
const TAGS: Readonly<Record<string, (value: GoValue) => boolean>> = {
  int: (value) => typeof value === "bigint",
  float: (value) => typeof value === "number" || typeof value === "bigint",
  bool: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/**
 * The value of a scalar, by its tag, its quotes and its spelling.
 * @throws Error for what Go refuses
 */
export function scalar(node: Scalar<string>): GoValue {
  const value = typed(node);
  return typeof value === "string" ? writtenAnew(value) : value;
}

function typed({ value, source = value, tag, type, srcToken }: Scalar<string>): GoValue {
  if (type === "QUOTE_DOUBLE" && srcToken !== undefined && "source" in srcToken) {
    refuseEscapes(srcToken.source);
  }
  const kind = tag?.startsWith(TAG) ? tag.slice(TAG.length) : "";
  if (kind === "binary") return decoded(value);
  const quoted = type !== "PLAIN";
  if (kind === "timestamp" || (kind === "" && !quoted)) {
    const time = timeOf(value);
    if (time !== undefined) return time;
  }
  const isText = kind === "" ? quoted || (tag !== undefined && tag !== "!") : !isTyped(kind);
  if (isText) return value;
  const found = plain(quoted || value.includes("\n") ? value : source);
  if (kind === "" || TAGS[kind]?.(found)) return found;
  throw new Error(`${JSON.stringify(value)} is not a !!${kind}`);
}

function isTyped(kind: string): boolean {
  return kind === "timestamp" || Object.hasOwn(TAGS, kind);
}

/** @throws Error for an escape that YAML 1.1 does not have: `\/`, or half of a character */
function refuseEscapes(source: string): void {
  const escapes = [...source.matchAll(/\\(?:u....|U.{8}|.)/gs)].map(([escape]) => escape);
  const wrong = escapes.find((escape) => /^\\(\/|(u|U0000)[dD][89a-fA-F])/.test(escape));
  if (wrong !== undefined) throw new Error(`"${wrong}" is not an escape in YAML 1.1`);
}

/** Whether a text that stands in YAML without quotes is read as that text. */
export function isPlainText(text: string): boolean {
  return isAllowed(text) && timeOf(text) === undefined && typeof plain(text) === "string";
}

function plain(text: string): GoValue {
  const known = Object.hasOwn(MAP, text) ? MAP[text] : undefined;
  if (known !== undefined) return known;
  if (/^\./.test(text)) return float(text) ?? text;
  if (!/^[-+\d]/.test(text)) return text;
  const digits = text.replaceAll("_", "");
  return whole(digits) ?? float(digits) ?? text;
}

/** A whole number in Go's notations, if 64 bits can hold it. */
function whole(text: string): bigint | undefined {
  const [, sign, prefix = "", digits] = /^([-+]?)(0[xX]|0[bB]|0[oO]?)?(\w*)$/.exec(text) ?? [];
  if (digits === undefined || prefix + digits === "") return undefined;
  const [radix, allowed] = RADIX[prefix.toLowerCase()] ?? RADIX[""]!;
  if (prefix === "0" && digits === "") return 0n;
  if (!allowed.test(digits)) return undefined;
  const value = BigInt(`${radix}${digits}`);
  if (sign === "-") return value <= 2n ** 63n ? -value : undefined;
  return value < 2n ** 64n ? value : undefined;
}

/** By Go's prefix, JavaScript's, and the digits. */
const RADIX: Readonly<Record<string, readonly [string, RegExp]>> = {
  "": ["", /^\d+$/],
  "0": ["0o", /^[0-7]+$/],
  "0o": ["0o", /^[0-7]+$/],
  "0b": ["0b", /^[01]+$/],
  "0x": ["0x", /^[\da-fA-F]+$/],
};

function float(text: string): number | undefined {
  if (!/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function decoded(text: string): string {
  const compact = text.replace(/[\r\n]/g, "");
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) {
    throw new Error("a !!binary is not base64");
  }
  return Buffer.from(compact, "base64").toString();
}
