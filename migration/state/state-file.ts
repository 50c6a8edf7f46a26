import { type InstanceKey, instanceAddress } from "./addresses";
import { type Attributes, text } from "./attributes";
import type { StateReader } from "./state-reader";
import { isRecord } from "../../statemachine/json";
import type { StateResource } from "./state-resource";

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
    return {
      ...owner,
      address,
      key,
      attributes: attributesOf(instance, address, reader),
      sensitive: sensitiveNames(instance["sensitive_attributes"]),
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

/** Each path begins with a step `{"type": "get_attr", "value": NAME}`. */
function sensitiveNames(paths: unknown): string[] {
  if (!Array.isArray(paths)) return [];
  return paths
    .map((path: unknown) =>
      Array.isArray(path) && isRecord(path[0]) ? text(path[0]["value"]) : undefined,
    )
    .filter((name) => name !== undefined);
}
