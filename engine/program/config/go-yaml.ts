import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
  type Scalar,
} from "yaml";
import { timeText } from "./go-time";

/** A value as Pulumi's engine reads it from YAML: whole numbers are exact, a date is a text. */
export type GoValue =
  | string
  | boolean
  | null
  | bigint
  | number
  | readonly GoValue[]
  | { readonly [key: string]: GoValue };

/**
 * Reads YAML as Go's yaml.v3 does, with which Pulumi reads its files: `017` is 15, `1.10` is 1.1, `no` is a text, a date is
 * what Go prints for it. Only the first document is read.
 *
 * Source: resolve.go and decode.go of yaml.v3 3.0.1; test/engine/program/config-values.json holds what the engine gives.
 * @throws Error that says in one line what is wrong
 */
export function readGoYaml(text: string): GoValue {
  const [document] = parseAllDocuments(text.replace(/^\ufeff/, ""), OPTIONS);
  if (document === undefined || !("contents" in document)) return null;
  refuse(document, text);
  return document.contents === null ? null : valueOf(document.contents, document);
}

const OPTIONS = { schema: "failsafe", resolveKnownTags: false, logLevel: "silent" } as const;

/** What is YAML, and Go refuses. */
function refuse({ errors, directives }: Document, text: string): void {
  const [error] = errors;
  if (error !== undefined) throw new Error(error.message.split("\n")[0]);
  if (directives?.yaml.explicit === true && directives.yaml.version !== "1.1") {
    throw new Error(`%YAML ${directives.yaml.version} is not supported: only 1.1 is`);
  }
  if (/^[^#'\n]*"(?:[^"\\\n]|\\[^/\n])*\\\//m.test(text)) {
    throw new Error('"\\/" is not an escape in YAML 1.1');
  }
}

function valueOf(node: Node, document: Document): GoValue {
  if (isAlias(node)) {
    const target = node.resolve(document);
    if (target !== undefined) return valueOf(target, document);
    throw new Error(`there is no anchor ${node.source}`);
  }
  if (isScalar(node)) return scalar(node as Scalar<string>);
  if (isSeq(node)) return node.items.map((item) => valueOf(item as Node, document));
  if (!isMap(node)) return null;
  const entries = new Map<string, GoValue>();
  const merged: GoValue[] = [];
  for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
    const content = value === null ? null : valueOf(value, document);
    if (isScalar(key) && key.value === "<<") merged.push(content);
    else {
      const name = keyText(valueOf(key, document));
      if (entries.has(name)) throw new Error(`the key ${name} is there twice`);
      entries.set(name, content);
    }
  }
  for (const [name, value] of merged.flatMap(mergedEntries)) {
    if (!entries.has(name)) entries.set(name, value);
  }
  return Object.fromEntries(entries);
}

/** What `<<` brings in: a map, or several, of which the first wins. */
function mergedEntries(value: GoValue): [string, GoValue][] {
  const maps = Array.isArray(value) ? (value as readonly GoValue[]) : [value];
  return maps.flatMap((map) => {
    if (isGoMap(map)) return Object.entries(map);
    throw new Error("<< takes a map, or a list of maps");
  });
}

/** Whether a value is a map. */
export function isGoMap(value: GoValue): value is { readonly [key: string]: GoValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

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

function scalar({ value, source = value, tag, type }: Scalar<string>): GoValue {
  const kind = tag?.startsWith(TAG) ? tag.slice(TAG.length) : "";
  if (kind === "str") return value;
  if (kind === "binary") return decoded(value);
  const quoted = type !== "PLAIN";
  if (kind === "timestamp" || (kind === "" && !quoted)) {
    const time = timeText(value);
    if (time !== undefined) return time;
  }
  if (kind === "" && (quoted || (tag !== undefined && tag !== "!"))) return value;
  const found = plain(quoted || value.includes("\n") ? value : source);
  if (kind === "" || TAGS[kind]?.(found)) return found;
  throw new Error(`${JSON.stringify(value)} is not a !!${kind}`);
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

/** A key as Go prints it. */
function keyText(key: GoValue): string {
  if (key === null) return "<nil>";
  if (typeof key === "object") throw new Error("a key is a text, not a map or list");
  if (typeof key !== "number") return String(key);
  if (!Number.isFinite(key)) return Number.isNaN(key) ? "NaN" : key > 0 ? "+Inf" : "-Inf";
  // Go writes an exponent, of two digits at least, from 21 places before the point on, and from four zeros behind it.
  const [mantissa = "", exponent = "0"] = key.toExponential().split("e");
  const size = Number(exponent);
  if (size >= -4 && size < GO_EXPONENT) return String(key === 0 ? 0 : key);
  return `${mantissa}e${size < 0 ? "-" : "+"}${String(Math.abs(size)).padStart(2, "0")}`;
}

const GO_EXPONENT = 6;

function decoded(text: string): string {
  const compact = text.replace(/\s/g, "");
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0) {
    throw new Error("a !!binary is not base64");
  }
  return Buffer.from(compact, "base64").toString();
}
