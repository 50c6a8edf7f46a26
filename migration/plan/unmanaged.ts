import { display } from "../../statemachine/json";
import { type ModuleInstance, withNested } from "../state/detect-modules";
import type { StateResource } from "../state/state-resource";
import { importIdOf } from "../resources/terraform-types";
import { variablesOf } from "../derive";
import { NameError } from "../derive/names";
import { MissingAttributeError } from "../state/attributes";
import { MAPPINGS } from "../modules/mappings";
import { componentArgs, VariablesError } from "../modules/variables";

/** Something in the state that is not adopted, and why. */
export interface Unmanaged {
  readonly address: string;
  readonly reason: string;
}

/** Why resources of some types have no counterpart, which is right so. */
const REASONS: Readonly<
  Record<string, (resource: StateResource, module?: ModuleInstance) => string>
> = {
  null_resource: () =>
    "ran a command on the machine of whoever applied, to prepare the function's folder: nothing of it is in AWS",
  random_string: suffixReason,
  archive_file: () =>
    "a zip on the disk of whoever applied: the function's code is carried by the settings",
};

/** The reason why a resource rightly stays behind; nothing for one that must have a counterpart. */
export function reasonToLeave(resource: StateResource, module?: ModuleInstance): Unmanaged[] {
  const reason = REASONS[resource.type]?.(resource, module);
  return reason === undefined ? [] : [{ address: resource.address, reason }];
}

/** Why a resource that belongs to no detected module cannot be adopted, and what to do about it. */
export function problemOf({ address, type, deposed }: StateResource): Unmanaged {
  if (deposed !== undefined) {
    const reason = `old object ${deposed} of an unfinished replacement: run \`terraform apply\` to finish it first`;
    return { address, reason };
  }
  const known = importIdOf(type) !== undefined || REASONS[type] !== undefined;
  return {
    address,
    reason: known
      ? "is not part of one of the modules kms, s3, lambda and step-function: keep it in Terraform"
      : `no component makes an ${type}: keep it in Terraform, or declare it in index.ts`,
  };
}

function suffixReason(resource: StateResource, module?: ModuleInstance): string {
  const text = display(resource.attributes["result"]);
  const used = module?.resources.some((each) => endsWith(each, text)) ?? false;
  return used
    ? `its text "${text}" is carried by the settings. It is not imported: an import fills in other settings, and ` +
        "every difference means a new text, and with it a new name"
    : `its text "${text}" is in no name`;
}

function endsWith({ type, attributes }: StateResource, text: string): boolean {
  if (type === "aws_s3_bucket") return display(attributes["bucket"]).endsWith(`-${text}`);
  return type === "aws_kms_alias" && display(attributes["name"]).endsWith(`-${text}`);
}

/** Sets apart the modules that only look like the original ones: same resources, but names of another making. */
export function filterModules(found: readonly ModuleInstance[]): {
  readonly modules: ModuleInstance[];
  readonly foreign: Unmanaged[];
} {
  const modules: ModuleInstance[] = [];
  const foreign: Unmanaged[] = [];
  for (const module of found) {
    const reason = whyForeign(module);
    if (reason === undefined) modules.push(module);
    else {
      const resources = withNested(module).flatMap((each) => each.resources);
      foreign.push(...resources.map(({ address }) => ({ address, reason })));
    }
  }
  return { modules, foreign };
}

function whyForeign(module: ModuleInstance): string | undefined {
  try {
    componentArgs(MAPPINGS[module.kind], variablesOf(module));
    return undefined;
  } catch (error) {
    const expected = [NameError, MissingAttributeError, VariablesError];
    if (!expected.some((each) => error instanceof each)) throw error;
    const message = (error as Error).message.replace(/:\n\s*/, ": ").replace(/\n\s*/g, "; ");
    return `is not the original ${module.kind} module: ${message}`;
  }
}
