import { type InstanceKey, instanceAddress } from "./addresses";
import { type Attributes, member, text } from "./attributes";
import type { StateReader } from "./state-reader";
import { display, isRecord } from "../../statemachine/json";
import type { MarkedValue, StateResource } from "./state-resource";

/** The resource instances of a state file of version 4, data sources included. */
export function fileResources(document: Attributes, reader: StateReader): StateResource[] {
  return reader
    .list(document["resources"], "resources")
    .flatMap((entry, index) => instances(entry, `resources[${index}]`, reader));
}

function instances(entry: unknown, path: string, reader: StateReader): StateResource[] {
  const resource = reader.record(entry, path);
  const owner = {
    mode: resource["mode"] === "data" ? ("data" as const) : ("managed" as const),
    module: text(resource["module"]) ?? "",
    type: reader.name(resource["type"], `${path}.type`),
    name: reader.name(resource["name"], `${path}.name`),
  };
  return reader.list(resource["instances"], `${path}.instances`).map((item, index) => {
    const instance = reader.record(item, `${path}.instances[${index}]`);
    const key = (instance["index_key"] ?? undefined) as InstanceKey | undefined;
    const address = instanceAddress(owner.module, owner.type, owner.name, key, owner.mode);
    const attributes = attributesOf(instance, address, reader);
    return {
      ...owner,
      address,
      key,
      attributes,
      marked: markedValues(attributes, instance["sensitive_attributes"]),
      tainted: instance["status"] === "tainted",
      deposed: text(instance["deposed"]),
    };
  });
}

function attributesOf(instance: Attributes, address: string, reader: StateReader): Attributes {
  const { attributes } = instance;
  if (isRecord(attributes)) return attributes;
  throw reader.fail(
    `${address} has no attributes` +
      ("attributes_flat" in instance
        ? ": they are in the form of Terraform 0.11. Run `terraform refresh` once with 0.14 or newer"
        : ", so the state is damaged. Fetch it again: `terraform state pull > state.json`"),
  );
}

/**
 * The values at the marked paths, each a list of steps `{type, value}`. A path ends where it enters a set, whose elements
 * no step can name: then all that is there counts.
 */
function markedValues(attributes: Attributes, paths: unknown): MarkedValue[] {
  if (!Array.isArray(paths)) return [];
  return paths.filter(Array.isArray).map((path: readonly unknown[]) => {
    const [first = "", ...rest] = path.map(stepName);
    let value = member(attributes, first);
    for (const name of rest) value = member(value, name) ?? value;
    return [String(first), value];
  });
}

/** `{"type": "get_attr", "value": NAME}`, or an index whose value has a type of its own. */
function stepName(step: unknown): string | number {
  const value = isRecord(step) ? step["value"] : undefined;
  const name = isRecord(value) ? value["value"] : value;
  return typeof name === "number" ? name : display(name);
}
