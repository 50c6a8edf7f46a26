import { isRecord } from "../../statemachine/json";
import { TERRAFORM_TYPES, terraformTypeOf } from "./terraform-types";

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

/** Blocks that repeat have a plural name in Pulumi. */
const PLURALS: Readonly<Record<string, string>> = {
  rules: "rule",
  cors_rules: "cors_rule",
  transitions: "transition",
};

/** What a program declares, under the names that Terraform has for it: type, attributes and blocks. */
export function inTerraformsWords({ type, inputs }: Declaration): Translated {
  const values = Object.entries(inputs).map(([name, value]) => {
    const attribute = attributeOf(type, name);
    return [attribute, isMap(attribute) ? value : inSnakeCase(value)] as const;
  });
  return { type: terraformTypeOf(type) ?? type, values: Object.fromEntries(values) };
}

/** Terraform's attribute or block for a property of a Pulumi type. */
export function attributeOf(type: string, property: string): string {
  const renamed = TERRAFORM_TYPES[terraformTypeOf(type) ?? type]?.renamed?.[property];
  return renamed ?? singular(snakeCase(property));
}

/** Whose keys are the caller's own words. */
export function isMap(attribute: string): boolean {
  return attribute === "tags" || attribute === "variables";
}

function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, each]) => {
    const key = singular(snakeCase(name));
    return [key, isMap(key) ? each : inSnakeCase(each)] as const;
  });
  return Object.fromEntries(entries);
}

function singular(name: string): string {
  return PLURALS[name] ?? name;
}

/** `functionName` -> `function_name`. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
