import { existsSync } from "node:fs";
import path from "node:path";
import { offline, PROJECT_DIR, runProgram, type StackDocument } from "../../engine/program";
import { type Change, changesOf } from "./changes";
import { type Unmanaged, problemOf, reasonToLeave, filterModules } from "./unmanaged";
import { type Match, matchResources } from "./match";
import type { AwsEnvironment } from "../../statemachine/iam";
import { environmentOf } from "../state/aws-environment";
import { StateError } from "../state/state-reader";
import { type ModuleInstance, detectModules, withNested } from "../state/detect-modules";
import { Secrets } from "../state/secrets";
import { deriveSettings, type DerivedSettings } from "./settings";
import type { State } from "../state/state";

/** One resource that changes hands. */
export type Adoption = Pick<Match, "urn" | "type" | "importId"> & {
  /** Terraform's address. */
  readonly address: string;
};

/** What will happen to every managed resource of a state. Holds no secret outside `settings.full`. */
export interface Plan {
  readonly source: string;
  readonly terraformVersion: string;
  readonly stack: string;
  readonly where: AwsEnvironment;
  readonly adopt: readonly Adoption[];
  /** What needs no counterpart, with the reason. */
  readonly leftBehind: readonly Unmanaged[];
  /** Managed resources that the program does not declare, with the reason. */
  readonly unmatched: readonly Unmanaged[];
  /** URNs that the program declares and the state does not hold: adoption refuses to create them. */
  readonly created: readonly string[];
  /** Properties that the first update after the import will send to AWS. */
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
  readonly settings: DerivedSettings;
}

/** For which stack a plan is made. */
export interface PlanOptions {
  /** The Pulumi stack. Defaults to the environment in the names of the state. */
  readonly stack?: string;
  /** The folder in which Terraform ran, to find the code of functions. Defaults to the folder of the state. */
  readonly terraformDir?: string;
}

/**
 * Plans the adoption of everything in a state, without touching AWS or any file.
 *
 * The program itself is run offline with the settings that the state asks for, once to see which resources it declares
 * and once more with their import ids; so the URNs cannot differ from the program's. Errors hold no secret either.
 *
 * @throws StateError for a state with nothing to adopt, or of several accounts or regions.
 * @throws ProgramError when the program refuses the settings.
 */
export function planAdoption(state: State, options: PlanOptions = {}): Promise<Plan> {
  const secrets = new Secrets(state.resources);
  return secrets.guard(() => makePlan(state, options, secrets));
}

async function makePlan(state: State, options: PlanOptions, secrets: Secrets): Promise<Plan> {
  const detected = detectModules(state);
  const { modules, foreign } = filterModules(detected.modules);
  if (modules.length === 0) throw nothingToAdopt(state, foreign);
  const all = modules.flatMap(withNested);
  const resources = all.flatMap((module) => module.resources);
  const where = environmentOf(resources, state.source);
  // A state file lies where Terraform ran, unless it was fetched.
  const ranIn = existsSync(state.source) ? path.dirname(state.source) : ".";
  const settings = deriveSettings(modules, where, secrets, options.terraformDir ?? ranIn);
  const stack = options.stack ?? settings.environment;

  const declared = await runAs(stack, settings.full, where);
  const { matches, undeclared, created } = matchResources(resources, declared);
  const adopt = matches.map(({ resource, ...rest }) => ({ address: resource.address, ...rest }));
  const fits = undeclared.length + created.length === 0;
  const adoption = adoptionMap(adopt);
  const adopted = fits ? await runAs(stack, { ...settings.full, adoption }, where) : undefined;
  return {
    source: state.source,
    terraformVersion: state.terraformVersion,
    stack,
    where,
    adopt,
    leftBehind: secrets.mask([
      ...all.flatMap((module) => module.resources.flatMap((each) => reasonToLeave(each, module))),
      ...archivesOf(state, all),
    ]),
    unmatched: secrets.mask([...undeclared, ...foreign, ...detected.others.map(problemOf)]),
    created,
    changes: adopted === undefined ? [] : changes(adopted, matches, secrets),
    warnings: secrets.mask([...state.resources.flatMap(taintWarning), ...settings.warnings]),
    settings,
  };
}

/** The map that the stack's settings carry: URN -> import id, in an order that is the same each time. */
export function adoptionMap(adopt: readonly Adoption[]): Record<string, string> {
  const entries = adopt.map(({ urn, importId }): [string, string] => [urn, importId]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Runs the project's program offline as a stack that has these settings and no others. */
async function runAs(
  stack: string,
  config: Readonly<Record<string, unknown>>,
  where: AwsEnvironment,
): Promise<StackDocument> {
  const main = path.join(PROJECT_DIR, "index.ts");
  const { warn } = console;
  // What the linter says of a running definition is not for a plan, and may quote what the state holds as a secret.
  console.warn = () => undefined;
  try {
    return await runProgram({
      stack,
      // An adoption that the stack's file already has is of another plan.
      config: { adoption: {}, ...config },
      provider: offline(where),
      // Loaded as a program of its own, so that the stack needs no file yet.
      program: () => {
        delete require.cache[main];
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- a program is evaluated once for each run
        return { ...(require(main) as object) };
      },
    });
  } finally {
    console.warn = warn;
  }
}

function nothingToAdopt({ resources, source }: State, foreign: readonly Unmanaged[]): StateError {
  const [first] = foreign;
  if (resources.length === 0) {
    return new StateError(
      source,
      "holds no managed resource: nothing to adopt. Was the stack destroyed, or is this another workspace's state?",
    );
  }
  return new StateError(
    source,
    `holds ${resources.length} managed resources, but none of the modules kms, s3, lambda and step-function: ` +
      `nothing to adopt${first === undefined ? "" : ` (${first.address} ${first.reason})`}`,
  );
}

/** The archives of the modules; those of others are none of our business. */
function archivesOf({ archives }: State, modules: readonly ModuleInstance[]): Unmanaged[] {
  const ours = new Set(modules.map(({ address }) => address));
  return archives.filter(({ module }) => ours.has(module)).flatMap((each) => reasonToLeave(each));
}

function changes(document: StackDocument, matches: readonly Match[], secrets: Secrets): Change[] {
  const declared = new Map(document.resources.map((each) => [each.urn, each]));
  return matches.flatMap(({ urn, resource }) => {
    const found = declared.get(urn);
    return found === undefined ? [] : changesOf(found, resource.attributes, secrets);
  });
}

function taintWarning({ address, tainted }: State["resources"][number]): string[] {
  if (!tainted) return [];
  return [`${address} is tainted: Terraform would replace it. It is adopted as it runs`];
}
