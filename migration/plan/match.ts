import type { StackDocument, StackResource } from "../../engine/program";
import { declaredIdentities, stateIdentities } from "./identity";
import { importIdOf } from "../resources/terraform-types";
import { MissingAttributeError } from "../state/attributes";
import type { Unmanaged } from "./unmanaged";
import type { StateResource } from "../state/state-resource";

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

/** Matches the adoptable resources of a state with those that a program declares. */
export function matchResources(
  resources: readonly StateResource[],
  document: StackDocument,
): MatchResult {
  const adoptable = resources.filter(({ type }) => importIdOf(type) !== undefined);
  const identityOf = stateIdentities(adoptable);
  const declared = declaredIdentities(document);
  const free = new Map(declared);
  const results = adoptable.map((each) => matchOne(each, identityOf, free));
  const matches = results.filter((each) => "urn" in each);
  const taken = new Set(matches.map(({ urn }) => urn));
  return {
    matches,
    undeclared: results.filter((each) => "reason" in each),
    created: document.resources
      .filter((each) => isManaged(each) && !taken.has(each.urn))
      .map(({ urn }) => urn),
  };
}

function matchOne(
  resource: StateResource,
  identityOf: (resource: StateResource) => string,
  free: Map<string, StackResource>,
): Match | Unmanaged {
  try {
    const identity = identityOf(resource);
    const counterpart = free.get(identity);
    if (counterpart === undefined) {
      const reason = `the program declares no ${identity}, or another address has it already`;
      return { address: resource.address, reason };
    }
    free.delete(identity);
    const { urn, type } = counterpart;
    return {
      resource,
      urn,
      type,
      importId: importIdOf(resource.type)?.(resource.attributes) ?? "",
    };
  } catch (error) {
    if (!(error instanceof MissingAttributeError)) throw error;
    return { address: resource.address, reason: error.message };
  }
}

/** True for what exists in the cloud and belongs to the stack. */
function isManaged({ custom, external, type }: StackResource): boolean {
  return custom && external !== true && !type.startsWith("pulumi:");
}
