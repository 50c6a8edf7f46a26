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
  const identityOf = stateIdentities(resources);
  const free = declaredIdentities(document);
  const matches: Match[] = [];
  const undeclared: Unmanaged[] = [];
  for (const resource of resources) {
    const { address, attributes } = resource;
    const importId = importIdOf(resource.type);
    if (importId === undefined) continue;
    try {
      const identity = identityOf(resource);
      const counterpart = free.get(identity);
      if (counterpart === undefined) {
        const reason = `the program declares no ${identity}, or another address has it already`;
        undeclared.push({ address, reason });
        continue;
      }
      free.delete(identity);
      const { urn, type } = counterpart;
      matches.push({ resource, urn, type, importId: importId(attributes) });
    } catch (error) {
      if (!(error instanceof MissingAttributeError)) throw error;
      undeclared.push({ address, reason: error.message });
    }
  }
  const taken = new Set(matches.map(({ urn }) => urn));
  const created = document.resources.filter((each) => isManaged(each) && !taken.has(each.urn));
  return { matches, undeclared, created: created.map(({ urn }) => urn) };
}

/** True for what exists in the cloud and belongs to the stack. */
function isManaged({ custom, external, type }: StackResource): boolean {
  return custom && external !== true && !type.startsWith("pulumi:");
}
