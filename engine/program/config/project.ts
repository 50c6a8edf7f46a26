import { display } from "../../../statemachine/json";
import { isGoMap, type GoValue } from "./go-yaml";
import { configText, qualified } from "./values";

/** What a declaration of a setting may hold. */
const DECLARED = ["type", "description", "items", "default", "value", "secret"];

const TYPES: Readonly<Record<string, (value: GoValue) => boolean>> = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  integer: (value) => typeof value === "bigint" && value < 2n ** 63n,
  array: (value) => Array.isArray(value),
  object: isGoMap,
};

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
  // A text names the folder of the stacks' files, in the engine's first form of that setting.
  if (declared !== null && !isGoMap(declared) && typeof declared !== "string") {
    throw new Error("config is not a map");
  }
  const entries = isGoMap(declared) ? Object.entries(declared) : [];
  for (const [name, declaration] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const value = defaultOf(name, declaration, project);
    const [key = "", ...path] = qualified(name, project).split(".");
    if (value !== null) values.set(key, placed(values.get(key), path, value));
  }
  return Object.fromEntries([...values].map(([key, value]) => [key, configText(value)]));
}

/** A setting that the stack gives stays; below a name with dots the rest of its map is kept. */
function placed(there: GoValue | undefined, path: readonly string[], value: GoValue): GoValue {
  const [name, ...rest] = path;
  if (name === undefined) return there === undefined ? value : there;
  const map = isGoMap(there ?? null) ? (there as { readonly [key: string]: GoValue }) : {};
  return { ...map, [name]: placed(map[name], rest, value) };
}

/** What a setting is without the stack's word: `default` or `value` of its declaration, or the short form itself; or null. */
function defaultOf(name: string, declaration: GoValue, project: string): GoValue {
  if (!isGoMap(declaration)) {
    const short = ["string", "boolean", "integer", "array"].some((type) =>
      TYPES[type]?.(declaration),
    );
    if (short) return declaration;
    throw new Error(
      `config.${name}: ${display(declaration)} is not a text, whole number, boolean or list`,
    );
  }
  const strange = Object.keys(declaration).filter((key) => !DECLARED.includes(key));
  if (strange.length > 0) {
    throw new Error(`config.${name}: ${strange[0]} is not one of ${DECLARED.join(", ")}`);
  }
  const { type, default: byType = null, value = null } = declaration;
  if (byType !== null && value !== null) {
    throw new Error(`config.${name} has both a default and a value`);
  }
  if (byType !== null && name.includes(":") && !name.startsWith(`${project}:`)) {
    throw new Error(`config.${name}: a setting of a provider takes value, not default`);
  }
  if (type !== undefined && !Object.hasOwn(TYPES, display(type))) {
    throw new Error(
      `config.${name}: type ${display(type)} is not one of ${Object.keys(TYPES).join(", ")}`,
    );
  }
  if (byType !== null && type !== undefined && !TYPES[display(type)]?.(byType)) {
    throw new Error(`config.${name}: its default is not of type ${display(type)}`);
  }
  const found = byType ?? value;
  // What is neither a text, a boolean nor a whole number of 64 bits with a sign goes through JSON.
  return typeof found === "bigint" && found >= 2n ** 63n ? Number(found) : found;
}
