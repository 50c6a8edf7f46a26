import * as pulumi from "@pulumi/pulumi";
import { LambdaFunction, StateMachine } from "../../components";
import { SECRET_TEXT } from "../../engine/program/config";
import type { ExternalResources } from "../../stack/external";
import type { Settings } from "../../stack/settings";
import { MAPPINGS } from "./mappings";
import type { ModuleKind, ModuleMapping } from "./mapping";
import { componentArgs } from "./variables";

/** One use of an original module, to be declared as it was: one entry of the `terraform` setting. */
export type TerraformModule = Settings["terraform"][string];

/** Texts that stand in for random suffixes, which cannot be imported. */
export type Suffixes = NonNullable<TerraformModule["suffixes"]>;

type Args = Readonly<Record<string, unknown>>;

/** What a component takes besides the variables, by module. */
const CARRIED: Readonly<Record<ModuleKind, (entry: TerraformModule, args: Args) => Args>> = {
  kms: ({ suffixes }) => ({ suffix: suffixes?.key }),
  s3: ({ suffixes }, args) => ({
    suffix: suffixes?.bucket,
    ownKey: { ...(args["ownKey"] as Args), suffix: suffixes?.key },
  }),
  lambda: ({ suffixes, archive, secrets }, args) => ({
    environmentVariables: Object.fromEntries(
      Object.entries((args["environmentVariables"] ?? {}) as Args).map(([name, value]) => [
        name,
        secrets?.includes(name) === false ? value : pulumi.secret(value),
      ]),
    ),
    ownKey: { ...(args["ownKey"] as Args), suffix: suffixes?.key },
    edgeBucket: edgeBucket(args["edgeBucket"] as Args, suffixes),
    ...(archive !== undefined && {
      code: new pulumi.asset.FileArchive(archive),
      sourceCodeDir: undefined,
    }),
  }),
  "step-function": ({ variables }) =>
    variables["definition"] === SECRET_TEXT ? { definition: pulumi.secret(pulumi.unknown) } : {},
};

/** Takes the place of a definition that is a secret, which an offline run cannot read, until its arguments are made. */
const STAND_IN = JSON.stringify({ StartAt: "Secret", States: { Secret: { Type: "Succeed" } } });

/** An edge function's bucket and the key of that bucket, each with its own suffix. */
function edgeBucket(args: Args, suffixes: Suffixes | undefined): Args {
  const ownKey = { ...(args["ownKey"] as Args), suffix: suffixes?.bucketKey };
  return { ...args, suffix: suffixes?.bucket, ownKey };
}

/**
 * Declares every entry of the `terraform` setting under its name. Those named as the stack's own function and state
 * machine take their places; others stand beside them.
 *
 * @throws pulumi.RunError when one of the two names is given to another module
 * @throws VariablesError listing every variable that is wrong
 */
export function declareModules(
  entries: Readonly<Record<string, TerraformModule>>,
): ExternalResources {
  const components = new Map(
    Object.entries(entries).map(([name, entry]) => [name, declareModule(name, entry)]),
  );
  const work = named(components, "function", LambdaFunction, "lambda");
  const workflow = named(components, "workflow", StateMachine, "step-function");
  return { ...(work && { function: work }), ...(workflow && { workflow }) };
}

function named<C extends pulumi.ComponentResource>(
  components: ReadonlyMap<string, pulumi.ComponentResource>,
  name: string,
  component: new (...args: never[]) => C,
  module: string,
): C | undefined {
  const found = components.get(name);
  if (found === undefined || found instanceof component) return found;
  throw new pulumi.RunError(
    `stepfunctions:terraform.${name}: this name is for a ${module} module. Give the entry another name.`,
  );
}

/**
 * Declares a component that makes exactly what the original module made of these variables.
 *
 * @param name the component's name, from which the names of its resources are made.
 * @throws VariablesError listing every variable that is wrong.
 */
export function declareModule(
  name: string,
  entry: TerraformModule,
  opts?: pulumi.ComponentResourceOptions,
): pulumi.ComponentResource {
  const mapping = MAPPINGS[entry.module];
  if (mapping === undefined) throw new Error(`no component replaces the module ${entry.module}`);
  const { variables } = entry;
  const hasSecret = variables["definition"] === SECRET_TEXT;
  const readable = hasSecret ? { ...variables, definition: STAND_IN } : variables;
  const original = componentArgs(mapping, readable) as Args;
  const args = hardenArgs(original, mapping, entry.hardened, name);
  const carried = CARRIED[entry.module](entry, args);
  return new mapping.component(name, { ...args, ...carried } as never, opts);
}

/**
 * Leaves out the original's choices, so that the component makes its own.
 * @throws pulumi.RunError for an argument in which the component does not differ from the original.
 */
function hardenArgs(
  args: Args,
  { deviations, compatibility }: ModuleMapping,
  which: TerraformModule["hardened"],
  name: string,
): Args {
  const known = [...deviations, ...compatibility].map(({ argument }) => argument);
  const wanted = Array.isArray(which) ? (which as readonly string[]) : which === true ? known : [];
  const unknown = wanted.filter((argument) => !known.includes(argument));
  if (unknown.length > 0) {
    throw new pulumi.RunError(
      `stepfunctions:terraform.${name}.hardened: ${unknown.join(", ")} cannot be hardened; possible: ${known.join(", ")}`,
    );
  }
  const chosen = deviations.filter(({ argument }) => wanted.includes(argument));
  const compatible = Object.fromEntries(wanted.map((argument) => [argument, undefined]));
  return chosen.reduce(
    (hardened, { argument, original }) => ({
      ...hardened,
      [argument]: without(hardened[argument], original),
    }),
    { ...args, compatibility: without(args["compatibility"], compatible) } as Args,
  );
}

/** What remains of an argument without the original's choice: of several settings in one, the others stay. */
function without(value: unknown, original: unknown): unknown {
  if (typeof original !== "object" || original === null) return undefined;
  const rest = Object.entries(value as Args).filter(([key]) => !(key in original));
  return Object.fromEntries(rest);
}
