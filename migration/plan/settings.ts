import { freeName } from "../../engine/free-name";
import { qualified } from "../../engine/program/config";
import { PROJECT } from "../../stack/settings";
import { moduleSlug } from "../state/addresses";
import type { TerraformModule } from "../modules/declare";
import { suffixesOf, variablesOf } from "../derive";
import { defaultTags } from "../derive/default-tags";
import { codeOf } from "./code";
import { MAPPINGS } from "../modules/mappings";
import type { ModuleKind } from "../modules/mapping";
import type { AwsEnvironment } from "../../statemachine/iam";
import { display, type JsonRecord } from "../../statemachine/json";
import { type ModuleInstance, withNested } from "../state/detect-modules";
import type { Secrets } from "../state/secrets";
import { definedOf, pathOf, plainOf, type Withheld } from "./withheld";

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

/** The provider's setting for tags that it adds to each resource. */
const DEFAULT_TAGS = "aws:defaultTags";

/** Names of the stack's own function and state machine, which the first module of each kind becomes. */
const OWN: Readonly<Partial<Record<ModuleKind, string>>> = {
  lambda: "function",
  "step-function": "workflow",
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
    const variables = variablesOf(module);
    const suffixes = suffixesOf(module);
    const environment = Object.entries((variables["environment_variables"] ?? {}) as object);
    const marked = environment.filter(([, value]) => secrets.inAttribute("environment", value));
    const entry = {
      module: module.kind,
      variables,
      ...(Object.keys(suffixes).length > 0 && { suffixes }),
      ...(environment.length > 0 && { secrets: marked.map(([name]) => name) }),
      ...(archive !== undefined && { archive }),
    };
    return { module, name: names.get(module) ?? "", entry };
  });
  const own = ownNames(placed);
  const added = defaultTags(modules.flatMap(withNested).flatMap(({ resources }) => resources));
  for (const address of added.others) {
    warnings.push(
      `${address} gets other default tags from Terraform's provider than from ${DEFAULT_TAGS}, which is one setting for ` +
        "the whole stack: the next update changes its tags",
    );
  }
  const defaults = (tags: unknown): unknown =>
    Object.keys(added.tags).length === 0 ? undefined : { tags };
  const common = {
    ...{ "aws:region": where.region, [DEFAULT_TAGS]: defaults(added.tags) },
    ...{ ...own, ...NOTHING_ELSE, ...without(placed) },
  };
  const withheld: Withheld[] = [];
  const plain = placed.map((each) => withoutSecrets(each, secrets, withheld));
  const plainTags = (value: unknown, variable: string, place: readonly string[]): unknown => {
    const isSecret = (each: unknown): boolean => secrets.inAttribute(variable, each);
    const left = plainOf(value, place, isSecret, (keys) => {
      withheld.push({ path: pathOf(keys, place.length), keys, module: "", variable });
    });
    return left ?? {};
  };
  const tags = plainTags(own.tags, "tags", [`${PROJECT}:tags`]);
  const plainDefaults = defaults(plainTags(added.tags, "tags_all", [DEFAULT_TAGS, "tags"]));
  return {
    environment: display(own.environment),
    full: withNamespace(common, placed),
    plain: withNamespace({ ...common, tags, [DEFAULT_TAGS]: plainDefaults }, plain),
    withheld,
    warnings,
  };
}

/** All but the first function and the first state machine go by their module's address. */
function componentNames(modules: readonly ModuleInstance[]): Map<ModuleInstance, string> {
  const taken = new Set(Object.values(OWN));
  return new Map(
    modules.map((module) => {
      const { kind, address } = module;
      const own = modules.find((each) => each.kind === kind) === module ? OWN[kind] : undefined;
      return [module, own ?? freeName(moduleSlug(address, "-") || kind, taken, "-")];
    }),
  );
}

/** Settings and modules by keys with their namespace, as the stack's file has them. */
function withNamespace(settings: JsonRecord, placed: readonly Placed[]): JsonRecord {
  const terraform = Object.fromEntries(placed.map(({ name, entry }) => [name, entry]));
  const entries = Object.entries({ ...settings, terraform });
  return definedOf(entries.map(([key, value]) => [qualified(key, PROJECT), value] as const));
}

/** What leaves out the function or the state machine that a stack has by default, where the state has none. */
function without(placed: readonly Placed[]): JsonRecord {
  const has = new Set(placed.map(({ name }) => name));
  const off = { mode: "none" };
  return {
    ...(!has.has("function") && { function: off }),
    ...(!has.has("workflow") && { stateMachine: off }),
  };
}

/** Parts of the names of everything: they stand in every address, and are no secrets. */
const NAME_PARTS: readonly string[] = ["prefix", "environment", "name", "bucket_name"];

function withoutSecrets(placed: Placed, secrets: Secrets, withheld: Withheld[]): Placed {
  const { module, name, entry } = placed;
  const variables = Object.entries(entry.variables).map(([variable, value]) => {
    if (NAME_PARTS.includes(variable)) return [variable, value] as const;
    const place = [`${PROJECT}:terraform`, name, "variables", variable];
    const attribute = variable === "environment_variables" ? "environment" : variable;
    const always = MAPPINGS[module.kind].variables[variable]?.secret === true;
    const isSecret = (each: unknown): boolean => always || secrets.inAttribute(attribute, each);
    const plain = plainOf(value, place, isSecret, (keys) => {
      withheld.push({ path: pathOf(keys, 4), keys, module: module.address, variable });
    });
    return [variable, plain] as const;
  });
  return { ...placed, entry: { ...entry, variables: definedOf(variables) } };
}

/** The stack's own names and tags: those of its state machine, or else of whatever it has. */
function ownNames(placed: readonly Placed[]): JsonRecord & { tags: unknown } {
  const order: readonly ModuleKind[] = ["step-function", "lambda", "s3", "kms"];
  const [first] = placed.toSorted(
    (a, b) => order.indexOf(a.module.kind) - order.indexOf(b.module.kind),
  );
  const { prefix, environment, name, bucket_name: bucket, tags } = first?.entry.variables ?? {};
  return { prefix, environment, name: name ?? bucket, tags: tags ?? {} };
}
