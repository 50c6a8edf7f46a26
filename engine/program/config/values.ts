import { display } from "../../../statemachine/json";
import { GoTime } from "./go-time";
import { isGoMap, type GoValue } from "./go-value";

/** What stands in for a secret: offline, where only the Pulumi CLI could read it, and in every document. */
export const SECRET_TEXT = "[secret]";

/** What a document that is printed holds in place of the engine's mark for what is not known, also inside a text. */
export const UNKNOWN_TEXT = "[unknown]";

/** A key without a namespace belongs to the project. */
export function qualified(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

/**
 * The key of a file as `namespace:name`: of the older form `namespace:config:name` the middle goes.
 * @throws Error for another form
 */
export function configKey(key: string, project: string): string {
  const [namespace = "", name = "", last, ...more] = qualified(key, project).split(":");
  if (last === undefined) return `${namespace}:${name}`;
  if (name === "config" && more.length === 0) return `${namespace}:${last}`;
  throw new Error(`${key} is not a key: keys have the form <namespace>:<name>`);
}

/** Pulumi keeps whole numbers inside of a list or map only up to 64 bits with a sign; larger ones become floats. */
const MOST_INSIDE = 2n ** 63n;

/**
 * The text in which the engine hands a value to a program: a text as it is, nothing for null, everything else as JSON in Go's
 * form. An encrypted value, `{secure: ciphertext}`, becomes {@link SECRET_TEXT} at any depth.
 *
 * Source: sdk/go/common/resource/config/object.go of Pulumi.
 * @throws Error for a number that JSON cannot hold
 */
export function configText(value: GoValue): string {
  if (value === null) return "";
  if (isSecure(value)) return SECRET_TEXT;
  if (typeof value === "string") return value;
  if (value instanceof GoTime) return value.printed;
  return typeof value === "bigint" ? String(value) : goJson(value);
}

function goJson(value: GoValue): string {
  if (isSecure(value)) return goString(SECRET_TEXT);
  if (typeof value === "string") return goString(value);
  if (value instanceof GoTime) return goString(value.printed);
  if (typeof value === "bigint") {
    return String(value < MOST_INSIDE && value >= -MOST_INSIDE ? value : Number(value));
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new Error(`${value} is not a number that JSON can hold`);
  }
  if (Array.isArray(value)) return `[${(value as readonly GoValue[]).map(goJson).join(",")}]`;
  if (!isGoMap(value)) return display(value);
  const entries = Object.entries(value).sort(([a], [b]) => Buffer.compare(bytes(a), bytes(b)));
  return `{${entries.map(([key, item]) => `${goString(key)}:${goJson(item)}`).join(",")}}`;
}

function isSecure(value: GoValue): boolean {
  if (!isGoMap(value) || Object.keys(value).length !== 1) return false;
  return typeof value["secure"] === "string" || value["secure"] instanceof GoTime;
}

/** Go escapes what could end a script in a page of HTML. */
function goString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function bytes(text: string): Buffer {
  return Buffer.from(text);
}
