import { isDeepStrictEqual } from "node:util";
import { RENAMED, snakeCase } from "./identity";
import { IMPORTS } from "./imports";
import { sameAsPolicy } from "./policy-text";

/** A resource in Terraform's words. */
export interface Translated {
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A resource in Pulumi's words. */
interface Declaration {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Terraform's type of each Pulumi type. */
const TERRAFORM_TYPES: ReadonlyMap<string, string> = new Map([
  ["random:index/randomString:RandomString", "random_string"],
  ...Object.entries(IMPORTS).map(([type, each]) => [each.type, type] as const),
]);

/** Blocks that repeat have a plural name in Pulumi. */
const PLURALS: Readonly<Record<string, string>> = {
  rules: "rule",
  cors_rules: "cors_rule",
  transitions: "transition",
};

/** What a program declares, under the names that Terraform has for it: type, attributes and blocks. */
export function inTerraformsWords({ type, inputs }: Declaration): Translated {
  const renamed = RENAMED[type] ?? {};
  const values = Object.entries(inputs).map(([name, value]) => {
    const attribute = renamed[name] ?? snakeCase(name);
    return [
      PLURALS[attribute] ?? attribute,
      isMap(attribute) ? value : inSnakeCase(value),
    ] as const;
  });
  return { type: TERRAFORM_TYPES.get(type) ?? type, values: Object.fromEntries(values) };
}

/** Whose keys are the caller's own words. */
export function isMap(attribute: string): boolean {
  return attribute === "tags" || attribute === "variables";
}

function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => {
    const key = snakeCase(name);
    return [PLURALS[key] ?? key, isMap(key) ? each : inSnakeCase(each)] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Whether two values are the same: a block with one entry equals the entry alone, an empty value equals none, and
 * policy documents are compared as documents.
 */
export function sameValue(left: unknown, right: unknown): boolean {
  if (isDeepStrictEqual(normalize(left), normalize(right))) return true;
  return typeof left === "string" && typeof right === "string" && sameAsPolicy(left, right);
}

/** One entry for a list of one, and nothing for what is empty, at every depth. */
function normalize(value: unknown): unknown {
  if (value === null || value === "") return undefined;
  if (Array.isArray(value)) {
    const entries = value.map(normalize).filter((each) => each !== undefined);
    return entries.length > 1 ? entries : entries[0];
  }
  if (typeof value !== "object") return value;
  const entries = Object.entries(value)
    .map(([key, each]) => [key, normalize(each)] as const)
    .filter(([, each]) => each !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
