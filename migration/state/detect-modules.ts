import { display } from "../../statemachine/json";
import { groupBy } from "../../statemachine/group-by";
import { parentModule } from "./addresses";
import { MODULE_RESOURCES, type ModuleKind } from "../modules/mapping";
import { text } from "./attributes";
import type { State } from "./state";
import type { StateResource } from "./state-resource";

/** One use of one of the four modules in a state. */
export interface ModuleInstance {
  readonly kind: ModuleKind;
  /** Its address; empty when the module is the root. */
  readonly address: string;
  /** The managed resources of this instance itself, without nested modules. */
  readonly resources: readonly StateResource[];
  /** Modules that it made for itself: the key of a log group or a bucket, the bucket of an edge function. */
  readonly nested: readonly ModuleInstance[];
  /** Folder that Terraform zipped for a function, relative to where Terraform ran. */
  readonly sourceFolder?: string;
}

const KINDS = Object.keys(MODULE_RESOURCES) as ModuleKind[];

/**
 * Finds the uses of the four modules by the resources in them, so that the caller's module names, nesting, `count` and
 * `for_each` do not matter.
 *
 * @returns those that stand by themselves, and the resources that belong to none.
 */
export function detectModules(state: State): {
  readonly modules: readonly ModuleInstance[];
  readonly others: readonly StateResource[];
} {
  const folders = new Map(
    state.archives.map(({ module, attributes }) => [module, text(attributes["source_dir"])]),
  );
  const found = new Map<string, ModuleInstance & { nested: ModuleInstance[] }>();
  const others: StateResource[] = [];
  for (const [address, resources] of groupBy(state.resources, ({ module }) => module)) {
    const kind = kindOf(resources);
    const own: StateResource[] = [];
    for (const each of resources) {
      (kind !== undefined && belongs(each, kind) ? own : others).push(each);
    }
    if (kind === undefined) continue;
    found.set(address, {
      kind,
      address,
      resources: own,
      nested: [],
      sourceFolder: folders.get(address),
    });
  }
  const modules = [...found.values()].filter((each) => {
    const parent = found.get(parentModule(each.address) ?? "none");
    if (parent === undefined || !madeBy(parent, each)) return true;
    parent.nested.push(each);
    return false;
  });
  return { modules, others };
}

/** A module and all modules that it made for itself. */
export function withNested(module: ModuleInstance): ModuleInstance[] {
  return [module, ...module.nested.flatMap(withNested)];
}

/** The resource by which the module is detected: its key, bucket, function or state machine. */
export function primaryOf(module: ModuleInstance): StateResource {
  const primary = find(module.resources, primarySlot(module.kind));
  if (primary === undefined) throw new Error(`${module.address} was detected by nothing`);
  return primary;
}

/** The resource of a module at `type.name`, if it made one. */
export function find(resources: readonly StateResource[], slot: string): StateResource | undefined {
  return resources.find((each) => slotOf(each) === slot);
}

/** All resources of a module at `type.name`: one per key of `count` or `for_each`. */
export function findAll(resources: readonly StateResource[], slot: string): StateResource[] {
  return resources.filter((each) => slotOf(each) === slot);
}

function primarySlot(kind: ModuleKind): string {
  return MODULE_RESOURCES[kind][0] ?? "";
}

function slotOf({ type, name }: StateResource): string {
  return `${type}.${name}`;
}

function kindOf(resources: readonly StateResource[]): ModuleKind | undefined {
  const held = new Set(resources.filter((each) => each.deposed === undefined).map(slotOf));
  return KINDS.find((kind) => held.has(primarySlot(kind)));
}

function belongs(resource: StateResource, kind: ModuleKind): boolean {
  return resource.deposed === undefined && MODULE_RESOURCES[kind].includes(slotOf(resource));
}

/**
 * Whether the outer module made the inner one for itself, which its physical name shows: a caller may also put a
 * module of its own beside the resources of another, when that other one is the root.
 */
function madeBy(outer: ModuleInstance, inner: ModuleInstance): boolean {
  const { attributes } = primaryOf(outer);
  if (outer.kind === "lambda") {
    const name = display(attributes["function_name"]).replace(/-function$/, "");
    if (inner.kind === "kms")
      return aliasOf(inner).startsWith(`alias/${name}-function-log-group-kms`);
    return inner.kind === "s3" && bucketOf(inner).startsWith(`${name}-lambda-edge-bucket-`);
  }
  if (outer.kind !== "s3" || inner.kind !== "kms") return false;
  const [, name] = /^alias\/(.+)-s3-kms-kms/.exec(aliasOf(inner)) ?? [];
  return name !== undefined && bucketOf(outer).startsWith(`${name}-`);
}

function aliasOf(module: ModuleInstance): string {
  return display(find(module.resources, "aws_kms_alias.this")?.attributes["name"] ?? "");
}

function bucketOf(module: ModuleInstance): string {
  return display(primaryOf(module).attributes["bucket"]);
}
