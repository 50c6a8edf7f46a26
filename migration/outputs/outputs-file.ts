import { freeName } from "../../engine/free-name";
import { isConfigurable, moduleSlug, moduleSteps, quote } from "../state/addresses";
import type { ExternalKind } from "./external-resources";
import { UsageError } from "../../statemachine/cli";
import { MissingAttributeError, text } from "../state/attributes";
import type { ModuleKind } from "../modules/mapping";
import { find, type ModuleInstance, withNested } from "../state/detect-modules";
import offers from "./offers.json";

/** A drop-in file for the caller's root module, and the setting that reads what it puts out. */
export interface OutputsFile {
  /** Terraform configuration: an output for everything that a stack can take. */
  readonly terraform: string;
  /** For `stepfunctions:migration.take`: part -> name of the first output that holds one. */
  readonly take: Readonly<Partial<Record<ExternalKind, string>>>;
}

/** Something a stack can take from a module. */
interface Offer {
  /** What it is, as the end of the output's name. */
  readonly what: string;
  readonly part?: ExternalKind;
  /** The module's own output of it, where it has one. */
  readonly output?: string;
  /** How Terraform finds it by its name in AWS, where the module has no output or is not called by the root. */
  readonly lookup: Lookup;
}

/** A data source of the type of a module's resource `this`, whose name in AWS the state has. */
interface Lookup {
  readonly type: string;
  /** The attribute that names the thing, of the resource and of the data source alike. */
  readonly name: string;
  /** The attribute that is wanted. */
  readonly value: string;
}

/** What the modules have to offer, by module. */
const OFFERS = offers as Readonly<Record<ModuleKind, readonly Offer[]>>;

/**
 * Writes the Terraform outputs for modules under the names by which the caller knows them. What a module has no output
 * for, its own key for example, is looked up by its name in AWS, so no module has to be changed.
 */
export function outputsFile(modules: readonly ModuleInstance[]): OutputsFile {
  const take: Partial<Record<ExternalKind, string>> = {};
  const taken = new Set<string>();
  // What a module made for itself no root can reach, so it is always looked up; what is taken is rather the caller's own.
  const nested = modules.flatMap((module) => module.nested.flatMap(withNested));
  const blocks = [...modules, ...nested].flatMap((module) =>
    OFFERS[module.kind]
      .filter(({ lookup }) => find(module.resources, `${lookup.type}.this`) !== undefined)
      .map((offer) => {
        const slug = moduleSlug(module.address, "_") || module.kind.replace("-", "_");
        const name = freeName(`${slug}_${offer.what}`, taken, "_");
        if (offer.part !== undefined) take[offer.part] ??= name;
        return block(name, offer, module);
      }),
  );
  return { terraform: blocks.join("\n"), take };
}

function block(name: string, { output, lookup }: Offer, module: ModuleInstance): string {
  const { address } = module;
  if (output !== undefined && moduleSteps(address).length === 1 && isConfigurable(address)) {
    return `output "${name}" {\n  value = ${address}.${output}\n}\n`;
  }
  const named = find(module.resources, `${lookup.type}.this`);
  const physical = text(named?.attributes[lookup.name]);
  if (physical === undefined) {
    throw new UsageError(`${named?.address}: ${new MissingAttributeError(lookup.name).message}`);
  }
  return [
    `data "${lookup.type}" "${name}" {\n  ${lookup.name} = ${quote(physical)}\n}\n`,
    `output "${name}" {\n  value = data.${lookup.type}.${name}.${lookup.value}\n}\n`,
  ].join("\n");
}
