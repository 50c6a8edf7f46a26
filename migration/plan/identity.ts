import { display } from "../../statemachine/json";
import type { StackDocument, StackResource } from "../../engine/program";
import { importIdOf, TERRAFORM_TYPES } from "../resources/terraform-types";
import { inTerraformsWords } from "../resources/translate";
import type { StateResource } from "../state/state-resource";

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
      .map(({ attributes }) => [attributes["target_key_id"], display(attributes["name"])]),
  );
  return ({ type, attributes }) => {
    const pulumiType = TERRAFORM_TYPES[type]?.type ?? "";
    const importId = importIdOf(type);
    if (importId === undefined) throw new Error(`a resource of type ${type} is never adopted`);
    const alias = pulumiType === KEY && aliases.get(attributes["key_id"]);
    return `${pulumiType} ${alias || importId(attributes)}`;
  };
}

/** The resources that a program declares, by the same names. */
export function declaredIdentities(document: StackDocument): Map<string, StackResource> {
  const aliases = new Map<string, string>();
  for (const { type, inputs, dependencies } of document.resources) {
    if (type !== ALIAS) continue;
    for (const urn of dependencies) aliases.set(urn, display(inputs["name"]));
  }
  const found = new Map<string, StackResource>();
  for (const each of document.resources) {
    const { type, values } = inTerraformsWords({
      ...each,
      inputs: { ...each.computed, ...each.inputs },
    });
    const importId = importIdOf(type);
    if (importId === undefined || each.external === true) continue;
    const alias = each.type === KEY && aliases.get(each.urn);
    found.set(`${each.type} ${alias || importId(values)}`, each);
  }
  return found;
}
