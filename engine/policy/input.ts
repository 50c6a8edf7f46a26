import {
  specialOutputValueSig,
  specialSecretSig,
  specialSigKey,
  unknownValue as UNKNOWN,
} from "@pulumi/pulumi/runtime/rpc";
import type { AnalyzedResource } from "./pack";
import { SECRET_TEXT, UNKNOWN_TEXT } from "../program/config";
import { readStackFile } from "./stack-file";
import type { DocumentFile, ExportedResource } from "./stack-schemas";
import type { StackDocument } from "../program/document";
import { isRecord, mapValues } from "../../statemachine/json";

/** A stack to be evaluated, whether the program emitted it or Pulumi wrote it. */
export interface CheckedStack {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly AnalyzedResource[];
  /** The stack's configuration, `namespace:key` -> text, in which the pack finds its settings. */
  readonly config?: Readonly<Record<string, string>> | undefined;
  /** What of it could not be read, one sentence each; it counts as not known. */
  readonly faults?: readonly string[];
}

/** A stack document of `npm run emit`. A secret is not known here, and so never evaluated by the text that hides it. */
export function fromDocument({
  project,
  stack,
  resources,
}: StackDocument | DocumentFile): CheckedStack {
  return {
    project,
    stack,
    resources: resources.map(({ inputs, computed, ...resource }) => {
      const known = evaluable(inputs);
      return { ...resource, inputs: known, outputs: { ...known, ...evaluable(computed) } };
    }),
  };
}

/**
 * The output of `pulumi stack export` or `pulumi preview --json`, or an emitted stack document. Secrets that cannot be read
 * count as not known.
 * @throws UsageError when it is none of them
 */
export function fromExport(value: unknown, source: string): CheckedStack {
  const file = readStackFile(value, source);
  if ("document" in file) return fromDocument(file.document);
  const { exported: listed, config } = file;
  const [, , stack = "stack", , project = "project"] = (listed[0]?.urn ?? "").split(":");
  const live = listed.filter((resource) => resource.delete !== true);
  const faults: string[] = [];
  const resources = live.map((resource) =>
    fromState(resource, (fault) => faults.push(`${source}: ${resource.urn} ${fault}`)),
  );
  return { stack, project, resources, config, faults: [...new Set(faults)] };
}

/** Takes what could not be read of a resource. */
type OnFault = (fault: string) => void;

function fromState(resource: ExportedResource, onFault: OnFault): AnalyzedResource {
  const { urn, type, id } = resource;
  const inputs = recordIn(resource, "inputs", onFault);
  const outputs = recordIn(resource, "outputs", onFault);
  const dependencies = dependenciesOf(resource, onFault);
  return {
    urn,
    type,
    name: urn.split("::").slice(3).join("::"),
    parent: resource.parent ?? null,
    protect: resource.protect ?? false,
    ...dependencies,
    inputs: evaluable(inputs, onFault),
    outputs: evaluable(
      { ...(typeof id === "string" ? { id } : {}), ...inputs, ...outputs },
      onFault,
    ),
  };
}

/** On which resources it depends, as a whole and by property; the engine writes null, or nothing, for none. */
function dependenciesOf(
  resource: ExportedResource,
  onFault: OnFault,
): Pick<AnalyzedResource, "dependencies" | "propertyDependencies"> {
  const urnsOf = (urns: unknown, name: string): string[] => {
    const list = urns ?? [];
    if (Array.isArray(list) && list.every((urn) => typeof urn === "string")) return list;
    onFault(`has ${name} that are not a list of URNs: ${JSON.stringify(list).slice(0, 40)}`);
    return [];
  };
  const byProperty = recordIn(resource, "propertyDependencies", onFault);
  return {
    dependencies: urnsOf(resource.dependencies, "dependencies"),
    propertyDependencies: mapValues(byProperty, (urns, name) =>
      urnsOf(urns, `propertyDependencies.${name}`),
    ),
  };
}

/** The engine writes null, or nothing, for a resource that has none. */
function recordIn(
  resource: ExportedResource,
  name: "inputs" | "outputs" | "propertyDependencies",
  onFault: OnFault,
): Readonly<Record<string, unknown>> {
  const value = resource[name] ?? {};
  if (isRecord(value)) return value;
  onFault(`has ${name} that are no object: ${JSON.stringify(value).slice(0, 40)}`);
  return {};
}

/**
 * Properties as a pack may see them: the engine's own keys left out, secrets and file contents put aside. Which properties
 * the provider filled in (`__defaults`) stays, as in the engine.
 */
function evaluable(
  properties: Readonly<Record<string, unknown>>,
  onFault: OnFault = () => {},
): Record<string, unknown> {
  const own = Object.entries(properties).filter(
    ([key]) => key === "__defaults" || !key.startsWith("__"),
  );
  return Object.fromEntries(own.map(([key, value]) => [key, visible(value, onFault)]));
}

function visible(value: unknown, onFault: OnFault): unknown {
  if (value === SECRET_TEXT) return UNKNOWN;
  // A program that waits for no Output can write the mark into a text of its own.
  if (typeof value === "string" && [UNKNOWN, UNKNOWN_TEXT].some((mark) => value.includes(mark)))
    return UNKNOWN;
  if (Array.isArray(value)) return value.map((inner) => visible(inner, onFault));
  if (!isRecord(value)) return value;
  switch (value[specialSigKey]) {
    case undefined:
      return mapValues(value, (inner) => visible(inner, onFault));
    case specialSecretSig:
      return revealed(value, onFault);
    case specialOutputValueSig:
      return "value" in value ? visible(value.value, onFault) : UNKNOWN;
    default:
      // An asset, archive or reference: no rule reads what is in a file.
      return { asset: value.hash ?? value.urn ?? "unknown" };
  }
}

/** `pulumi stack export --show-secrets` has the value as JSON text, otherwise there is only a cipher. */
function revealed(secret: Record<string, unknown>, onFault: OnFault): unknown {
  if (typeof secret.plaintext !== "string")
    return "value" in secret ? visible(secret.value, onFault) : UNKNOWN;
  try {
    return visible(JSON.parse(secret.plaintext), onFault);
  } catch {
    // The text is a secret: it is not repeated.
    onFault("has a secret whose plaintext is not JSON: export the stack again with --show-secrets");
    return UNKNOWN;
  }
}
