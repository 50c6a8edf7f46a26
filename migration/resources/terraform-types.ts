import table from "./terraform-table.json";
import inputs from "./inputs-that-are-off.json";
import { attribute, type Attributes, text } from "../state/attributes";
import { isDeepStrictEqual } from "node:util";

/** What the migration knows of one Terraform type; attributes go by Terraform's names. */
export interface TerraformType {
  /** Type token of the Pulumi resource. */
  readonly type: string;
  /**
   * The form of the id to import: `{name}` is an attribute, and what is in brackets stands only where its attribute
   * does. Undefined for a type that is never adopted.
   */
  readonly importId?: string;
  /** Pulumi properties whose attribute is not merely the same name in snake case. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Attributes whose change makes AWS, and so the provider, replace the resource. */
  readonly replacing?: readonly string[];
  /** Attributes that an import cannot read back: the first update shows them, whatever their value. */
  readonly unreadable?: readonly string[];
  /** Those of them that the provider fills in where the program leaves them out. */
  readonly filledIn?: readonly string[];
  /** Attributes that hold secrets whether or not the state marks them. */
  readonly secret?: readonly string[];
}

/**
 * Every Terraform type of the four modules, and what hardening adds. Import ids have the forms of each resource's
 * "Import" section in the documentation of version 7 of the AWS provider, several of which differ from the `id` that
 * the state holds; `replacing` are the attributes marked "Forces new resource" there; `unreadable` was measured, and is
 * what the provider's own import tests leave out (`importIgnore` in its sources). What makes a random text is carried by
 * the settings instead.
 */
export const TERRAFORM_TYPES: Readonly<Record<string, TerraformType>> = table;

/** Terraform's type of each Pulumi type. */
const BY_PULUMI_TYPE: ReadonlyMap<string, string> = new Map(
  Object.entries(TERRAFORM_TYPES).map(([name, { type }]) => [type, name]),
);

/** Terraform's name of a Pulumi type; undefined for one that is not in the table. */
export function terraformTypeOf(pulumiType: string): string | undefined {
  return BY_PULUMI_TYPE.get(pulumiType);
}

/** Makes the import id of a resource; undefined for a type that is never adopted. */
export function importIdOf(type: string): ((attributes: Attributes) => string) | undefined {
  const form = TERRAFORM_TYPES[type]?.importId;
  return form === undefined ? undefined : (attributes) => filled(form, attributes);
}

/** @throws MissingAttributeError for an attribute that the id needs and the state does not hold */
function filled(form: string, attributes: Attributes): string {
  const parts = /\[([^[\]{]*)\{(\w+)\}\]|\{(\w+)\}/g;
  return form.replace(parts, (_, before: string, optional: string, needed: string | undefined) => {
    // A function goes by its name, also where the state has its ARN.
    if (needed !== undefined) return attribute(attributes, needed).replace(FUNCTION_ARN, "");
    const value = text(attributes[optional]);
    return value === undefined ? "" : before + value;
  });
}

const FUNCTION_ARN = /^arn:[^/]*:function:/;

/**
 * Whether a change of this attribute replaces a resource of this Pulumi type. One that is not in the table counts as
 * replaced.
 */
export function forcesReplacement(pulumiType: string, attribute: string): boolean {
  const replacing = TERRAFORM_TYPES[terraformTypeOf(pulumiType) ?? ""]?.replacing;
  return replacing === undefined || attribute === "region" || replacing.includes(attribute);
}

/**
 * What the components send for a part that is off (docs/turning-off.md) and Terraform leaves out: for a resource that
 * never had the part it is what AWS has anyway.
 */
const OFF: Readonly<Record<string, Readonly<Record<string, unknown>>>> = inputs;

/** The names of the inputs that say no more than that a part is off. */
export function inputsThatAreOff(
  type: string,
  given: Readonly<Record<string, unknown>>,
): readonly string[] {
  const off = OFF[type] ?? {};
  return Object.keys(off).filter((name) => isDeepStrictEqual(given[name], off[name]));
}
