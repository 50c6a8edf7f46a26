import type { StackDocument, StackResource } from "../../engine/program";
import { importIdOf, TERRAFORM_TYPES } from "../resources/terraform-types";
import { MissingAttributeError } from "../state/attributes";
import type { Unmanaged } from "./unmanaged";
import type { StateResource } from "../state/state-resource";
import { display } from "../../statemachine/json";
import { inTerraformsWords } from "../resources/translate";

/** A resource of the state and the one of the program that takes it over. */
export interface Match {
  readonly resource: StateResource;
  readonly urn: string;
  /** Pulumi's type token. */
  readonly type: string;
  readonly importId: string;
}

/** Both sides, matched where the two are the same thing in AWS. */
export interface MatchResult {
  readonly matches: readonly Match[];
  /** In the state, but the program does not declare it. */
  readonly undeclared: readonly Unmanaged[];
  /** Declared by the program, but not in the state. */
  readonly created: readonly string[];
}

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

/**
 * Matches the adoptable resources of a state with those that a program declares: by Pulumi's type and what the resource is
 * called in AWS, which is its import id; but a key, whose id says nothing, goes by its alias.
 */
export function matchResources(
  resources: readonly StateResource[],
  document: StackDocument,
): MatchResult {
  const aliases = new Map(
    resources
      .filter(({ type }) => type === "aws_kms_alias")
      .map(({ attributes }) => [attributes["target_key_id"], display(attributes["name"])]),
  );
  const free = declaredByName(document);
  const matches: Match[] = [];
  const undeclared: Unmanaged[] = [];
  for (const resource of resources) {
    const { address, attributes } = resource;
    const [type, importIdIn] = [TERRAFORM_TYPES[resource.type]?.type, importIdOf(resource.type)];
    if (type === undefined || importIdIn === undefined) continue;
    try {
      const importId = importIdIn(attributes);
      const alias = type === KEY && aliases.get(attributes["key_id"]);
      const name = `${type} ${alias || importId}`;
      const counterpart = free.get(name);
      if (counterpart === undefined) {
        const reason = `the program declares no ${name}, or another address has it already`;
        undeclared.push({ address, reason });
        continue;
      }
      free.delete(name);
      matches.push({ resource, urn: counterpart.urn, type, importId });
    } catch (error) {
      if (!(error instanceof MissingAttributeError)) throw error;
      undeclared.push({ address, reason: error.message });
    }
  }
  const taken = new Set(matches.map(({ urn }) => urn));
  const created = document.resources.filter((each) => isManaged(each) && !taken.has(each.urn));
  return { matches, undeclared, created: created.map(({ urn }) => urn) };
}

/** The resources that a program declares, by the same names. */
function declaredByName(document: StackDocument): Map<string, StackResource> {
  const aliases = new Map<string, string>();
  for (const { type, inputs, dependencies } of document.resources) {
    if (type !== ALIAS) continue;
    for (const urn of dependencies) aliases.set(urn, display(inputs["name"]));
  }
  const found = new Map<string, StackResource>();
  for (const each of document.resources) {
    const inputs = { ...each.computed, ...each.inputs };
    const { type, values } = inTerraformsWords({ ...each, inputs });
    const importId = importIdOf(type);
    if (importId === undefined || each.external === true) continue;
    const alias = each.type === KEY && aliases.get(each.urn);
    found.set(`${each.type} ${alias || importId(values)}`, each);
  }
  return found;
}

/** True for what exists in the cloud and belongs to the stack. */
function isManaged({ custom, external, type }: StackResource): boolean {
  return custom && external !== true && !type.startsWith("pulumi:");
}
