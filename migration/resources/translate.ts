import { isRecord, type JsonRecord } from "../../statemachine/json";
import type { StackResource } from "../../engine/program";
import { TERRAFORM_TYPES, terraformTypeOf } from "./terraform-types";

/** A resource in Terraform's words. */
export interface Translated {
  readonly type: string;
  readonly values: JsonRecord;
}

/** Blocks that repeat have a plural name in Pulumi. */
const PLURALS: Readonly<Record<string, string>> = {
  rules: "rule",
  cors_rules: "cors_rule",
  transitions: "transition",
};

/** What a program declares, under the names that Terraform has for it: type, attributes and blocks. */
export function inTerraformsWords({
  type,
  inputs,
}: Pick<StackResource, "type" | "inputs">): Translated {
  const values = renamed(inputs, (name) => attributeOf(type, name));
  return { type: terraformTypeOf(type) ?? type, values };
}

/** Terraform's attribute or block for a property of a Pulumi type. */
export function attributeOf(type: string, property: string): string {
  const known = TERRAFORM_TYPES[terraformTypeOf(type) ?? type]?.renamed?.[property];
  return known ?? wordOf(property);
}

/** Whose keys are the caller's own words. */
export function isMap(attribute: string): boolean {
  return attribute === "tags" || attribute === "variables";
}

function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  return isRecord(value) ? renamed(value, wordOf) : value;
}

function renamed(values: JsonRecord, nameOf: (name: string) => string): JsonRecord {
  const entries = Object.entries(values).map(([name, each]) => {
    const key = nameOf(name);
    return [key, isMap(key) ? each : inSnakeCase(each)] as const;
  });
  return Object.fromEntries(entries);
}

/** `functionName` -> `function_name`. */
function wordOf(property: string): string {
  const name = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return PLURALS[name] ?? name;
}
