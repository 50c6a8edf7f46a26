import { display } from "../../statemachine/json";
import type { ModuleInstance } from "../state/detect-modules";
import type { StateResource } from "../state/state-resource";
import { importIdOf } from "../resources/terraform-types";

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
