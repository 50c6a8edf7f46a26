import { PROJECT } from "../../stack/settings";
import { moduleSlug } from "../state/addresses";
import type { TerraformModule } from "../modules/declare";
import { suffixesOf, variablesOf } from "../derive";
import { codeOf } from "./code";
import type { ModuleKind } from "../modules/module-resources";
import type { AwsEnvironment } from "../../statemachine/iam";
import { isRecord } from "../../statemachine/json";
import type { ModuleInstance } from "../state/detect-modules";
import type { Secrets } from "../state/secrets";

/** A value that is left out of the written settings because it is, or may be, a secret. */
export interface Withheld {
  /** Where it belongs, as `pulumi config set --path` takes it. */
  readonly path: string;
  /** The same as a list of keys. */
  readonly keys: readonly string[];
  /** Address of the module it comes from; empty for the root module. */
  readonly module: string;
  readonly variable: string;
}

/** The settings by which the program declares what a state holds. */
export interface DerivedSettings {
  readonly environment: string;
  /** Everything, secrets included: for a run in this process, never to be written or shown. */
  readonly full: Readonly<Record<string, unknown>>;
  /** The same without secrets: what goes into the stack's file. */
  readonly plain: Readonly<Record<string, unknown>>;
  readonly withheld: readonly Withheld[];
  readonly warnings: readonly string[];
}

/** What the stack makes by itself when nobody says otherwise: off, so that adoption creates nothing. */
const NOTHING_ELSE = {
  key: { mode: "none" },
  payloads: { mode: "none" },
  monitoring: { enabled: false },
  audit: { mode: "none" },
} as const;

/** Names of the stack's own function and state machine, which the first module of each kind becomes. */
const OWN: Readonly<Partial<Record<ModuleKind, string>>> = {
  lambda: "function",
  "step-function": "workflow",
};

/** The settings that leave out the function or state machine that a stack has by default. */
const WITHOUT: Readonly<Record<string, Record<string, unknown>>> = {
  function: { function: { mode: "none" } },
  workflow: { stateMachine: { mode: "none" } },
};

interface Placed {
  readonly module: ModuleInstance;
  /** The component's name: its key in `stepfunctions:terraform`. */
  readonly name: string;
  readonly entry: TerraformModule;
}

/**
 * Derives the settings of a stack from the modules that were found in a state.
 *
 * @param terraformDir where Terraform ran: relative paths of code start there.
 */
export function deriveSettings(
  modules: readonly ModuleInstance[],
  where: AwsEnvironment,
  secrets: Secrets,
  terraformDir: string,
): DerivedSettings {
  const names = componentNames(modules);
  const warnings: string[] = [];
  const placed = modules.map((module): Placed => {
    const { archive, warning } = codeOf(module, terraformDir);
    if (warning !== undefined) warnings.push(warning);
    const suffixes = suffixesOf(module);
    const entry = {
      module: module.kind,
      variables: variablesOf(module),
      ...(Object.keys(suffixes).length > 0 && { suffixes }),
      ...(archive !== undefined && { archive }),
    };
    return { module, name: names.get(module) ?? "", entry };
  });
  const own = ownNames(placed);
  const common = { "aws:region": where.region, ...own, ...NOTHING_ELSE, ...without(placed) };
  return {
    environment: String(own["environment"]),
    full: qualified({ ...common, terraform: entries(placed) }),
    plain: qualified({
      ...common,
      terraform: entries(placed.map((each) => withoutSecrets(each, secrets))),
    }),
    withheld: placed.flatMap((each) => withheld(each, secrets)),
    warnings,
  };
}

/** All but the first function and the first state machine go by their module's address. */
function componentNames(modules: readonly ModuleInstance[]): Map<ModuleInstance, string> {
  const taken = new Set<string>();
  return new Map(
    modules.map((module) => {
      const own = OWN[module.kind];
      const wanted =
        own === undefined || taken.has(own) ? moduleSlug(module.address, "-") || module.kind : own;
      let name = wanted;
      for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
      taken.add(name);
      return [module, name];
    }),
  );
}

/** Keys with their namespace, as the stack's file has them. */
function qualified(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key.includes(":") ? key : `${PROJECT}:${key}`,
      value,
    ]),
  );
}

function entries(placed: readonly Placed[]): Record<string, TerraformModule> {
  return Object.fromEntries(placed.map(({ name, entry }) => [name, entry]));
}

function without(placed: readonly Placed[]): Record<string, unknown> {
  const has = new Set(placed.map(({ name }) => name));
  const missing = Object.entries(WITHOUT).filter(([name]) => !has.has(name));
  return Object.assign({}, ...missing.map(([, settings]) => settings)) as Record<string, unknown>;
}

function withoutSecrets(placed: Placed, secrets: Secrets): Placed {
  const variables = Object.entries(placed.entry.variables).filter(
    ([name, value]) => !secrets.isSecretVariable(name, value),
  );
  return { ...placed, entry: { ...placed.entry, variables: Object.fromEntries(variables) } };
}

function withheld({ module, name: component, entry }: Placed, secrets: Secrets): Withheld[] {
  return Object.entries(entry.variables)
    .filter(([name, value]) => secrets.isSecretVariable(name, value))
    .flatMap(([variable, value]) => {
      const keys = [`${PROJECT}:terraform`, component, "variables", variable];
      const path = keys.join(".");
      // Names of parameters and of environment variables are not secrets: each value is set by itself.
      const names = isRecord(value) ? Object.keys(value) : [];
      const leaves =
        names.length === 0
          ? [{ path, keys }]
          : names.map((name) => ({ path: `${path}["${name}"]`, keys: [...keys, name] }));
      return leaves.map((each) => ({ ...each, module: module.address, variable }));
    });
}

/** The stack's own names and tags: those of its state machine, or else of whatever it has. */
function ownNames(placed: readonly Placed[]): Record<string, unknown> {
  const order: readonly ModuleKind[] = ["step-function", "lambda", "s3", "kms"];
  const [first] = placed.toSorted(
    (a, b) => order.indexOf(a.module.kind) - order.indexOf(b.module.kind),
  );
  const { prefix, environment, name, bucket_name: bucket, tags } = first?.entry.variables ?? {};
  return { prefix, environment, name: name ?? bucket, tags: tags ?? {} };
}
