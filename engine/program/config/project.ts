import { display, mapValues } from "../../../statemachine/json";
import { GoTime } from "./go-time";
import { isGoMap, type GoValue } from "./go-value";
import { configKey, configText } from "./values";

type GoMap = { readonly [key: string]: GoValue };

/** What a declaration of a setting may hold, and its type where the engine asks for one. */
const DECLARED: Readonly<Record<string, ((value: GoValue) => boolean) | undefined>> = {
  type: (value) => Object.hasOwn(TYPES, display(value)),
  description: (value) => typeof value === "string",
  items: isItems,
  default: undefined,
  value: undefined,
  secret: (value) => typeof value === "boolean",
};

const TYPES: Readonly<Record<string, (value: GoValue, items: GoValue) => boolean>> = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean" || value === "true" || value === "false",
  integer: isInteger,
  array: (value, items) =>
    Array.isArray(value) && (value as readonly GoValue[]).every((item) => isOfType(item, items)),
  object: isGoMap,
};

function isInteger(value: GoValue): boolean {
  if (typeof value === "string")
    return /^[-+]?\d+$/.test(value) && isInt64(BigInt(value.replace("+", "")));
  return typeof value === "bigint" ? value < 2n ** 63n : Number.isInteger(value);
}

function isInt64(value: bigint): boolean {
  return value < 2n ** 63n && value >= -(2n ** 63n);
}

function isOfType(value: GoValue, declaration: GoValue): boolean {
  const { type = null, items = null } = isGoMap(declaration) ? declaration : {};
  return TYPES[display(type)]?.(value, items) ?? false;
}

/** Whether it says of what the items of a list are: a type, for lists with that of their items in turn. */
function isItems(value: GoValue): boolean {
  if (!isGoMap(value) || !Object.hasOwn(TYPES, display(value["type"]))) return false;
  const { type, items } = value;
  return items === undefined ? type !== "array" : isItems(items);
}

/**
 * A stack's values with what the project declares for those that the stack leaves out, each as the text that a program gets.
 *
 * Source: sdk/go/common/workspace/project.go and pkg/workspace/config.go of Pulumi.
 * @param declared `config` of the project file
 * @throws Error for a declaration or a value that the engine refuses
 */
export function declaredValues(
  declared: GoValue,
  project: string,
  stack: ReadonlyMap<string, GoValue>,
): Record<string, string> {
  const values = new Map(stack);
  // A text names the folder of the stacks' files.
  if (declared !== null && !isGoMap(declared) && typeof declared !== "string") {
    throw new Error("config is not a map");
  }
  const entries = isGoMap(declared) ? Object.entries(declared) : [];
  for (const [name, declaration] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const value = defaultOf(name, declaration, project);
    const [key = "", ...path] = configKey(name, project).split(".");
    if (/\[|:$/.test(key) || path.some((part) => part === "" || part.includes("["))) {
      throw new Error(`config.${name}: only names with dots between them are read here`);
    }
    if (value !== null) values.set(key, placed(values.get(key), path, value));
  }
  return Object.fromEntries([...values].map(([key, value]) => [key, configText(value)]));
}

/** A setting that the stack gives stays; below a name with dots the rest of its map is kept. */
function placed(there: GoValue | undefined, path: readonly string[], value: GoValue): GoValue {
  const [name, ...rest] = path;
  if (name === undefined) return there === undefined ? value : there;
  if (Array.isArray(there)) throw new Error(`${name}: the stack has a list where it belongs`);
  const map = isGoMap(there ?? null) ? (there as GoMap) : {};
  return { ...map, [name]: placed(map[name], rest, value) };
}

/** What a setting is without the stack's word: `default` or `value` of its declaration, or the short form itself; or null. */
function defaultOf(name: string, declaration: GoValue, project: string): GoValue {
  const isOwn = !name.includes(":") || name.startsWith(`${project}:`);
  if (!isGoMap(declaration)) {
    const short = ["string", "boolean"].includes(typeof declaration) || Array.isArray(declaration);
    if (short || (typeof declaration === "bigint" && isInteger(declaration)))
      return declaredValue(declaration);
    throw new Error(
      `config.${name}: ${shown(declaration)} is not a text, whole number, boolean or list`,
    );
  }
  refuse(name, declaration, isOwn);
  return declaredValue(declaration["default"] ?? declaration["value"] ?? null);
}

/** @throws Error for a declaration that the engine refuses */
function refuse(name: string, declaration: GoMap, isOwn: boolean): void {
  const wrong = (what: string): Error => new Error(`config.${name}: ${what}`);
  for (const [key, value] of Object.entries(declaration)) {
    if (!Object.hasOwn(DECLARED, key)) {
      throw wrong(`${key} is not one of ${Object.keys(DECLARED).join(", ")}`);
    }
    if (DECLARED[key]?.(value) === false) throw wrong(`${key} is not what it may be`);
  }
  const { type, items = null, default: byType = null, value = null } = declaration;
  if (byType !== null && value !== null) throw wrong("has both a default and a value");
  if (!isOwn && (byType !== null || value === null || type !== undefined)) {
    throw wrong("a setting of a provider takes a value alone");
  }
  if (type === "array" && items === null) throw wrong("a list says by items of what it is");
  if (byType !== null && type !== undefined && !isOfType(byType, declaration)) {
    throw wrong(`its default is not of type ${display(type)}`);
  }
}

/** What the engine makes of a value: all but a text, a boolean and a whole number of 64 bits with a sign goes through JSON. */
function declaredValue(value: GoValue): GoValue {
  if (value instanceof GoTime) return value.json;
  if (Array.isArray(value)) return (value as readonly GoValue[]).map(declaredValue);
  if (isGoMap(value)) return mapValues(value, declaredValue);
  return typeof value === "bigint" && !isInt64(value) ? Number(value) : value;
}

function shown(value: GoValue): string {
  return value instanceof GoTime ? value.printed : display(value);
}
