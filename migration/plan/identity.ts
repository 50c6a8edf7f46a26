import type { StackDocument, StackResource } from "../../engine/program";
import { IMPORTS } from "./imports";
import type { Attributes } from "../state/reader";
import type { StateResource } from "../state/state";

/** Terraform's type for each Pulumi type that can be adopted. */
const TERRAFORM_TYPES = new Map(Object.entries(IMPORTS).map(([type, each]) => [each.type, type]));

/** Pulumi properties whose Terraform attribute is not merely the same name in snake case. */
export const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "aws:lambda/function:Function": { name: "function_name" },
  "aws:lambda/permission:Permission": { function: "function_name" },
};

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

/**
 * Gives the name of a state's resource in AWS: its import id, except that a key, whose id says nothing, goes by its
 * alias. With Pulumi's type before it, it is the same for the resource that the program declares in its place.
 *
 * @param resources the whole state, to look up aliases in.
 * @returns a function that throws MissingAttributeError for a resource whose attributes are not all there.
 */
export function stateIdentities(
  resources: readonly StateResource[],
): (resource: StateResource) => string {
  const aliases = new Map(
    resources
      .filter(({ type }) => type === "aws_kms_alias")
      .map(({ attributes }) => [attributes["target_key_id"], String(attributes["name"])]),
  );
  return ({ type, attributes }) => {
    const how = importOf(type);
    const alias = how.type === KEY && aliases.get(attributes["key_id"]);
    return identity(how.type, alias || how.id(attributes));
  };
}

/** The resources that a program declares, by the same names. */
export function declaredIdentities(document: StackDocument): Map<string, StackResource> {
  const aliases = new Map<string, string>();
  for (const { type, inputs, dependencies } of document.resources) {
    if (type !== ALIAS) continue;
    for (const urn of dependencies) aliases.set(urn, String(inputs["name"]));
  }
  const found = new Map<string, StackResource>();
  for (const each of document.resources) {
    const type = TERRAFORM_TYPES.get(each.type);
    if (type === undefined || each.external === true) continue;
    const alias = each.type === KEY && aliases.get(each.urn);
    found.set(identity(each.type, alias || importOf(type).id(terraformAttributes(each))), each);
  }
  return found;
}

function importOf(type: string): (typeof IMPORTS)[string] {
  const how = IMPORTS[type];
  if (how === undefined) throw new Error(`nothing is known about importing ${type}`);
  return how;
}

function identity(type: string, name: string): string {
  return `${type} ${name}`;
}

/** What the program declares under Terraform's attribute names: enough to make an import id of it. */
function terraformAttributes({ type, inputs, computed }: StackResource): Attributes {
  const renamed = RENAMED[type] ?? {};
  return Object.fromEntries(
    Object.entries({ ...computed, ...inputs }).map(([name, value]) => [
      renamed[name] ?? snakeCase(name),
      value,
    ]),
  );
}

/** `functionName` -> `function_name`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
