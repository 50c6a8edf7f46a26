import { isRecord, type JsonRecord } from "../../statemachine/json";

/** A value that is left out of the written settings because it is, or may be, a secret. */
export interface Withheld {
  /** Where it belongs, as `pulumi config set --path` takes it. */
  readonly path: string;
  /** The same as a list of keys. */
  readonly keys: readonly string[];
  /** Address of the module it comes from; empty for the root module. */
  readonly module: string;
  readonly variable: string;
}

/** A value without its secrets, of which each member of an object is one by itself; undefined when nothing is left. */
export function plainOf(
  value: unknown,
  keys: readonly string[],
  isSecret: (value: unknown) => boolean,
  withhold: (keys: readonly string[]) => void,
): unknown {
  if (!isRecord(value)) return isSecret(value) ? withhold(keys) : value;
  const members = Object.entries(value);
  const left = definedOf(
    members.map(([key, each]) => [key, plainOf(each, [...keys, key], isSecret, withhold)] as const),
  );
  return members.length > 0 && Object.keys(left).length === 0 ? undefined : left;
}

/** The members that have a value. */
export function definedOf(entries: readonly (readonly [string, unknown])[]): JsonRecord {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** As `pulumi config set --path` takes it; the names of the first keys are the project's own, and need no quotes. */
export function pathOf(keys: readonly string[], own: number): string {
  const inner = keys.slice(own).map((key) => `["${key.replaceAll('"', '\\"')}"]`);
  return keys.slice(0, own).join(".") + inner.join("");
}
