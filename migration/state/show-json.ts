import { type InstanceKey, instanceAddress } from "./addresses";
import { type Attributes, member, text } from "./attributes";
import type { StateReader } from "./state-reader";
import { isRecord } from "../../statemachine/json";
import type { StateResource } from "./state-resource";

/** The resource instances in the output of `terraform show -json`, where modules are nested in each other. */
export function showResources(document: Attributes, reader: StateReader): StateResource[] {
  if ("planned_values" in document || "resource_changes" in document) {
    throw reader.fail("is a plan, not a state: run `terraform show -json` without a plan file");
  }
  const values = isRecord(document["values"]) ? document["values"] : {};
  const found: StateResource[] = [];
  const open: unknown[] = "root_module" in values ? [values["root_module"]] : [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const module = reader.record(next, "a module");
    const address = text(module["address"]) ?? "";
    for (const entry of reader.list(module["resources"] ?? [], `${address || "root"}.resources`)) {
      found.push(resource(reader.record(entry, "a resource"), address, reader));
    }
    const children = reader.list(
      module["child_modules"] ?? [],
      `${address || "root"}.child_modules`,
    );
    open.push(...children.toReversed());
  }
  return found;
}

function resource(entry: Attributes, module: string, reader: StateReader): StateResource {
  const type = reader.name(entry["type"], "a resource's type");
  const name = reader.name(entry["name"], "a resource's name");
  const key = (entry["index"] ?? undefined) as InstanceKey | undefined;
  const mode = entry["mode"] === "data" ? "data" : "managed";
  const address = instanceAddress(module, type, name, key, mode);
  const { values, sensitive_values: mirror } = entry;
  return {
    mode,
    address,
    module,
    type,
    name,
    key,
    attributes: reader.record(values, `${address}.values`),
    marked: Object.entries(isRecord(mirror) ? mirror : {}).flatMap(([attribute, each]) =>
      markedValues(member(values, attribute), each).map((value) => [attribute, value] as const),
    ),
    tainted: entry["tainted"] === true,
    deposed: text(entry["deposed_key"]),
  };
}

/** The values for which a mirror of them has `true`. */
function markedValues(values: unknown, mirror: unknown): unknown[] {
  if (mirror === true) return [values];
  if (typeof mirror !== "object" || mirror === null) return [];
  return Object.entries(mirror).flatMap(([key, each]) => markedValues(member(values, key), each));
}
