import { display, isRecord, mapValues } from "../../statemachine/json";
import * as pulumi from "@pulumi/pulumi";
import {
  offline,
  type Provider,
  recordRequests,
  runProgram,
  SECRET_TEXT,
  type StackDocument,
} from "../../engine/program";
import { MAPPINGS } from "../modules/mappings";
import { inputsThatAreOff } from "../resources/terraform-types";
import { member } from "../state/attributes";
import type { ModuleKind, ModuleMapping } from "../modules/mapping";
import { componentArgs } from "../modules/variables";

/** A Terraform module and the variables it is called with. */
export interface Scenario {
  readonly scenario: string;
  readonly module: ModuleKind;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What the component makes of a {@link Scenario}. */
export interface Made {
  readonly scenario: string;
  readonly resources: readonly MadeResource[];
  /** The module's outputs by their Terraform names; null where there is none. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** One resource that the component makes. */
export interface MadeResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/**
 * Builds the component from the module's variables and lists what it makes, by default without creating anything.
 *
 * Secrets are shown: they come from the variables, which whoever asks has in plain text.
 *
 * @throws VariablesError for variables that the module does not take
 */
export async function runScenario(
  scenario: Scenario,
  provider: Provider = offline(),
): Promise<Made> {
  const { document, inputs } = await build(scenario, provider);
  const custom = document.resources.filter((each) => each.custom && !isProvider(each.type));
  return {
    scenario: scenario.scenario,
    resources: custom.map((each) => ({
      type: each.type,
      name: each.name,
      inputs: said(each.type, unveil(each.inputs, inputs.get(each.urn)) as MadeResource["inputs"]),
    })),
    outputs: document.outputs,
  };
}

async function build(
  { module: kind, variables }: Scenario,
  provider: Provider,
): Promise<{ document: StackDocument; inputs: Map<string, unknown> }> {
  const mapping = mappingOf(kind);
  const args = withoutCode(componentArgs(mapping, variables));
  const recorded = recordRequests(provider);
  const document = await runProgram({
    stack: "parity",
    provider: recorded.provider,
    program: () => outputsOf(mapping, new mapping.component("parity", args as never)),
  });
  return { document, inputs: new Map(recorded.requests.map(({ urn, inputs }) => [urn, inputs])) };
}

/** A function's code belongs to no comparison and may be on another machine: an archive of a note stands for it. */
function withoutCode(args: object): object {
  if (!("sourceCodeDir" in args)) return args;
  const note = new pulumi.asset.StringAsset(
    `The code of ${display(args.sourceCodeDir)} goes here.`,
  );
  const code = new pulumi.asset.AssetArchive({ "README.txt": note });
  return { ...args, sourceCodeDir: undefined, code };
}

/** @throws Error for a module without a mapping, naming those that have one */
export function mappingOf(kind: string): ModuleMapping {
  const mapping = MAPPINGS[kind as ModuleKind];
  if (mapping !== undefined) return mapping;
  throw new Error(`unknown module '${kind}': known are ${Object.keys(MAPPINGS).join(", ")}`);
}

function outputsOf({ outputs }: ModuleMapping, component: object): Record<string, unknown> {
  // Terraform prints null for an output without a value; Pulumi would leave it out.
  return mapValues(outputs, (output) =>
    (pulumi.output(output.of(component)) as pulumi.Output<unknown>).apply((value) => value ?? null),
  );
}

/** The inputs without those that Terraform leaves out where a part is off. */
function said(type: string, inputs: MadeResource["inputs"]): MadeResource["inputs"] {
  const off = inputsThatAreOff(type, inputs);
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !off.includes(name)));
}

const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");

/** Puts the secrets back into rendered inputs, where the plain ones hold them. */
function unveil(rendered: unknown, plain: unknown): unknown {
  if (rendered === SECRET_TEXT) return plain;
  if (Array.isArray(rendered)) return rendered.map((each, at) => unveil(each, member(plain, at)));
  if (!isRecord(rendered)) return rendered;
  return mapValues(rendered, (each, key) => unveil(each, member(plain, key)));
}
