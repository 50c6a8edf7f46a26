import { moduleSteps } from "../state/addresses";
import type { ExternalKind } from "./external-resources";
import { attribute } from "../state/attributes";
import type { ModuleKind } from "../modules/module-resources";
import { find, type ModuleInstance } from "../state/detect-modules";

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

/** A data source: its type, the argument that names the thing, and the attribute that is wanted. */
interface Lookup {
  readonly data: string;
  readonly argument: string;
  readonly value: string;
  /** The resource and the attribute that hold the name. */
  readonly slot: string;
  readonly name: string;
}

const KEY: Lookup = {
  data: "aws_kms_alias",
  argument: "name",
  value: "target_key_arn",
  slot: "aws_kms_alias.this",
  name: "name",
};
const ROLE: Lookup = {
  data: "aws_iam_role",
  argument: "name",
  value: "arn",
  slot: "aws_iam_role.this",
  name: "name",
};
const LOG_GROUP: Lookup = {
  data: "aws_cloudwatch_log_group",
  argument: "name",
  value: "arn",
  slot: "aws_cloudwatch_log_group.this",
  name: "name",
};
const BUCKET: Lookup = {
  data: "aws_s3_bucket",
  argument: "bucket",
  value: "id",
  slot: "aws_s3_bucket.this",
  name: "bucket",
};
const FUNCTION: Lookup = {
  data: "aws_lambda_function",
  argument: "function_name",
  value: "qualified_arn",
  slot: "aws_lambda_function.this",
  name: "function_name",
};
const MACHINE: Lookup = {
  data: "aws_sfn_state_machine",
  argument: "name",
  value: "arn",
  slot: "aws_sfn_state_machine.this",
  name: "name",
};

const OFFERS: Readonly<Record<ModuleKind, readonly Offer[]>> = {
  kms: [{ what: "key_arn", part: "key", output: "key_arn", lookup: KEY }],
  s3: [{ what: "bucket_name", part: "payloads", output: "bucket_id", lookup: BUCKET }],
  lambda: [
    { what: "arn", part: "function", output: "arn", lookup: FUNCTION },
    { what: "role_arn", output: "execution_role_arn", lookup: ROLE },
    { what: "log_group_arn", lookup: LOG_GROUP },
  ],
  "step-function": [
    { what: "arn", output: "state_machine_arn", lookup: MACHINE },
    { what: "role_arn", part: "role", output: "role_arn", lookup: ROLE },
    { what: "log_group_arn", lookup: LOG_GROUP },
  ],
};

/**
 * Writes the Terraform outputs for modules under the names by which the caller knows them. What a module has no output
 * for, its own key for example, is looked up by its name in AWS, so no module has to be changed.
 */
export function outputsFile(modules: readonly ModuleInstance[]): OutputsFile {
  const take: Partial<Record<ExternalKind, string>> = {};
  const blocks = modules.flatMap((module) =>
    OFFERS[module.kind]
      .filter(({ lookup }) => find(module.resources, lookup.slot) !== undefined)
      .map((offer) => {
        const name = `${slug(module)}_${offer.what}`;
        if (offer.part !== undefined) take[offer.part] ??= name;
        return block(name, offer, module);
      }),
  );
  const nested = modules.flatMap((module) => outputsOfNested(module, take));
  return { terraform: [...blocks, ...nested].join("\n"), take };
}

/** A module's own key or bucket: always looked up, because no root can reach a module within a module. */
function outputsOfNested(
  module: ModuleInstance,
  take: Partial<Record<ExternalKind, string>>,
): string[] {
  if (module.nested.length === 0) return [];
  const { terraform, take: inner } = outputsFile(module.nested);
  for (const [part, name] of Object.entries(inner)) take[part as ExternalKind] ??= name;
  return [terraform];
}

function block(name: string, { output, lookup }: Offer, module: ModuleInstance): string {
  const steps = moduleSteps(module.address);
  if (output !== undefined && steps.length === 1) {
    return `output "${name}" {\n  value = ${module.address}.${output}\n}\n`;
  }
  const physical = attribute(find(module.resources, lookup.slot)?.attributes ?? {}, lookup.name);
  return [
    `data "${lookup.data}" "${name}" {\n  ${lookup.argument} = ${JSON.stringify(physical)}\n}\n`,
    `output "${name}" {\n  value = data.${lookup.data}.${name}.${lookup.value}\n}\n`,
  ].join("\n");
}

/** `module.data["in"]` -> `data_in`. */
function slug({ address, kind }: ModuleInstance): string {
  const words = moduleSteps(address)
    .join("_")
    .replace(/module\./g, "");
  return words.replace(/[^a-z0-9]+/gi, "_").replace(/^_|_$/g, "") || kind.replace("-", "_");
}
