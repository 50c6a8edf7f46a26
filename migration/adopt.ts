import * as pulumi from "@pulumi/pulumi";
import { urnOf } from "../engine/program/document";
import { StopError } from "./stop-error";

/** URN of a resource of the program -> id of the running resource that it takes over. */
export type AdoptionMap = Readonly<Record<string, string>>;

/** How the map and the program differ. Both lists are empty when adoption can go ahead. */
export interface AdoptionGap {
  /** In the map, but the program declares no such resource. */
  readonly undeclared: readonly string[];
  /** Declared by the program, but not in the map: adoption would create it. */
  readonly unmapped: readonly string[];
}

/** Compares the map with the URNs of the custom resources that a program declares. */
export function adoptionGap(map: AdoptionMap, declared: Iterable<string>): AdoptionGap {
  const wanted = new Set(Object.keys(map));
  const unmapped = [...declared].filter((urn) => !wanted.delete(urn));
  return { undeclared: [...wanted], unmapped };
}

/**
 * Makes the engine take over running resources instead of creating them: every custom resource that the program
 * declares from here on is imported under the id that the map gives it. Components know nothing of it. An empty map
 * changes nothing at all.
 *
 * Map and program must fit exactly. Every registration of a resource waits until the whole program has been evaluated
 * and compared, so a mistake is reported, with both lists, before the engine hears of the first. Components do not
 * wait: nothing of them is in the cloud, and a log line that belongs to one could not be delivered without its URN.
 * Call it before the first resource is declared.
 *
 * It is a stack transformation, not a resource transform of the engine: only the former runs while the program is
 * evaluated, which is what lets it see all resources before the first is registered.
 */
export function adopt(map: AdoptionMap): void {
  if (Object.keys(map).length === 0) return;
  const declared = new Set<string>();
  const gate = afterProgram(() => {
    const problem = explainGap(adoptionGap(map, declared));
    if (problem !== undefined) throw new StopError(problem);
  });
  const urns = new WeakMap<pulumi.Resource, string>();
  const [stack, project] = [pulumi.getStack(), pulumi.getProject()];
  pulumi.runtime.registerStackTransformation(({ resource, type, name, props, opts }) => {
    const urn = urnOf(stack, project, type, name, opts.parent && urns.get(opts.parent));
    urns.set(resource, urn);
    if (resource instanceof pulumi.ComponentResource) return undefined;
    const wait = pulumi.mergeOptions(opts, { dependsOn: gate });
    if (!isAdoptable(type, opts)) return { props, opts: wait };
    declared.add(urn);
    return { props, opts: pulumi.mergeOptions(wait, { import: map[urn] }) };
  });
}

/** The error for a map that does not fit the program; undefined when it fits. */
export function explainGap({ undeclared, unmapped }: AdoptionGap): string | undefined {
  if (undeclared.length + unmapped.length === 0) return undefined;
  const list = (urns: readonly string[]): string => urns.map((urn) => `\n    ${urn}`).join("");
  return [
    "stepfunctions:adoption does not fit this program, so nothing was done.",
    undeclared.length > 0 &&
      `  In the map, but not declared by the program (${undeclared.length}):${list(undeclared)}`,
    unmapped.length > 0 &&
      `  Declared by the program, but not in the map, so it would be created (${unmapped.length}):${list(unmapped)}`,
    "  Fix: write the map again with `npm run -s migrate -- plan --state FILE --write STACK`, " +
      "or remove stepfunctions:adoption once everything is adopted.",
  ]
    .filter(Boolean)
    .join("\n");
}

/** Providers are not resources in the cloud, and what is only read stays. */
function isAdoptable(type: string, opts: pulumi.CustomResourceOptions): boolean {
  const external = opts.id !== undefined || opts.urn !== undefined;
  return !type.startsWith("pulumi:providers:") && !external;
}

/** Resolves once the program's own code has run: to no dependencies at all, or to the error of `check`. */
function afterProgram(check: () => void): Promise<pulumi.Resource[]> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        check();
        resolve([]);
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}
