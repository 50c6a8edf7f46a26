import type { JsonRecord } from "../../statemachine/json";
import type { StateSource } from "../modules/mapping";
import { attribute, block } from "../state/attributes";
import { findAll, type ModuleInstance, primaryOf } from "../state/detect-modules";
import type { StateResource } from "../state/state-resource";

/** What a state shows of a variable. @throws MissingAttributeError where it does not hold what is needed */
export function fromState(module: ModuleInstance, source: StateSource): unknown {
  const { of, attribute: path, equals } = source;
  const found = of === undefined ? [primaryOf(module)] : findAll(module.resources, of);
  if (path === undefined) return found.length > 0;
  const read = ({ attributes }: StateResource): unknown =>
    source.needed === true ? attribute(attributes, path) : atPath(attributes, path);
  if (source.each === "list") return inOrder(found).map(read);
  if (source.each === "map") return byKey(found, read);
  const [value] = found.map(read);
  return equals === undefined ? value : value === equals;
}

/** A map from the keys of `for_each` to what `read` takes from each resource. */
export function byKey(
  resources: readonly StateResource[],
  read: (resource: StateResource) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(resources.map((each) => [String(each.key), read(each)]));
}

/** Resources in the order of `count`. */
export function inOrder(resources: readonly StateResource[]): StateResource[] {
  return resources.toSorted((a, b) => Number(a.key) - Number(b.key));
}

function atPath(attributes: JsonRecord, path: string): unknown {
  const [name = "", ...blocks] = path.split(".").reverse();
  const within = blocks.reduceRight<JsonRecord | undefined>(
    (outer, each) => outer && block(outer, each),
    attributes,
  );
  return within?.[name];
}
