import { specialResourceSig } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type {
  ReadResourceRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { urnOf, type StackResource } from "../document";
import type { Answer } from "../provider";
import { emptyAsset, render, withIds } from "../values";

/** What a program asks of the engine for one resource: to own it, or to read it. */
export type Request = RegisterResourceRequest | ReadResourceRequest;

/** Whose request it is, and where relative asset paths start. */
export interface RequestContext {
  readonly project: string;
  readonly stack: string;
  readonly folder: string;
}

/** Whether the program only reads the resource. */
export function isRead(request: Request): request is ReadResourceRequest {
  return !("getCustom" in request);
}

/** A component that a provider builds, in a process of its own that does not run here. */
export function isRemote(request: Request): boolean {
  return !isRead(request) && request.getRemote();
}

/** The inputs as the engine's wire form has them. */
export function inputsOf(request: Request): ReturnType<ReadResourceRequest["getProperties"]> {
  return isRead(request) ? request.getProperties() : request.getObject();
}

/**
 * Writes the ids of the resources that are among the inputs in their place, as the engine does for a provider.
 * @returns what is wrong with the inputs, which are blank then: the SDK, which reads them once more, would not end
 */
export function flatten(request: Request): Error | undefined {
  const inputs = inputsOf(request)?.toJavaScript();
  if (inputs === undefined) return undefined;
  const empty = emptyAsset(inputs);
  if (empty !== undefined) {
    setInputs(request, Object.fromEntries(Object.keys(inputs).map((name) => [name, ""])));
    return new Error(
      `${empty} is an asset or archive with nothing in it, which Pulumi cannot deploy: give it a text of a character or more, or leave it out`,
    );
  }
  if (JSON.stringify(inputs).includes(specialResourceSig))
    setInputs(request, withIds(inputs) as typeof inputs);
  return undefined;
}

function setInputs(request: Request, inputs: Parameters<typeof Struct.fromJavaScript>[0]): void {
  const struct = Struct.fromJavaScript(inputs);
  if (isRead(request)) request.setProperties(struct);
  else request.setObject(struct);
}

/** A request as a row of the stack document; absent options are left out. */
export function describe(
  request: Request,
  { stack, project, folder }: RequestContext,
): StackResource {
  const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
  return {
    urn: urnOf(stack, project, type, name, parent || undefined),
    type,
    name,
    parent: parent || null,
    inputs: render(inputsOf(request)?.toJavaScript() ?? {}, folder) as Answer,
    dependencies: [...request.getDependenciesList()].sort(),
    propertyDependencies: isRead(request) ? {} : propertyDependencies(request),
    custom: isRead(request) || request.getCustom(),
    ...(isRead(request) ? { external: true } : optionsOf(request)),
    provider: request.getProvider() || undefined,
    computed: {},
  };
}

/** The resource options that matter after the program has run. */
function optionsOf(request: RegisterResourceRequest): Partial<StackResource> {
  const aliases = request.getAliasesList().map((each) => each.getUrn() || each.toObject().spec);
  return {
    importId: request.getImportid() || undefined,
    protect: request.getProtect() || undefined,
    replaceWith: filled(request.getReplaceWithList()),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    deletedWith: request.getDeletedwith() || undefined,
    retainOnDelete: request.getRetainondelete() || undefined,
    hooks: hooksOf(request),
    ignoreChanges: filled(request.getIgnorechangesList()),
    aliases: filled(aliases),
  };
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const found: [string, string[]][] = [];
  request.getPropertydependenciesMap().forEach((urns, key) => {
    found.push([key, [...urns.getUrnsList()].sort()]);
  });
  const known = found.filter(([, urns]) => urns.length > 0);
  return Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hooksOf(request: RegisterResourceRequest): StackResource["hooks"] {
  const lists: Record<string, string[]> = { ...request.getHooks()?.toObject() };
  const bound = Object.entries(lists).filter(([, names]) => names.length > 0);
  if (bound.length === 0) return undefined;
  // The protocol's names end with List, those of Pulumi's options do not.
  return Object.fromEntries(bound.map(([key, names]) => [key.replace(/List$/, ""), names]));
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
