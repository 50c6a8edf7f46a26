import { readFileSync } from "node:fs";
import path from "node:path";
import { instanceAddress, moduleSteps } from "../../migration/state/addresses";
import { parseState, type State } from "../../migration/state/state";

/** A state file of version 4, as far as the tests build or change it. */
export interface StateFile {
  version: number;
  terraform_version: string;
  resources: StateFileResource[];
  [other: string]: unknown;
}

interface StateFileResource {
  module?: string;
  mode: string;
  type: string;
  name: string;
  instances: {
    index_key?: number | string;
    attributes: Record<string, unknown>;
    sensitive_attributes?: Path[];
  }[];
}

const ACCOUNT = "000000000000";
const REGION = "us-east-1";
const FIXTURES = path.join(__dirname, "fixtures");
const PARITY = path.join(__dirname, "parity", "recorded");

/** The text of the example's state, as Terraform 1.11 wrote it. */
export function exampleText(): string {
  return readFileSync(path.join(FIXTURES, "example.tfstate"), "utf8");
}

/** The example's state as an object of the caller's own. */
export function exampleFile(): StateFile {
  return JSON.parse(exampleText()) as StateFile;
}

/** Parses a state that was built or changed. */
export function stateOf(file: unknown): State {
  return parseState(JSON.stringify(file), "test.tfstate");
}

/** The state that Terraform would have after applying a recorded scenario in the module `module`. */
export function parityState(scenario: string, module = "module.it"): State {
  const file = path.join(PARITY, `${scenario}.json`);
  const recorded = JSON.parse(readFileSync(file, "utf8")) as {
    variables: Record<string, unknown>;
    resources: RecordedResource[];
  };
  const applied = recorded.resources.filter((each) => each.applied);
  return stateOf({
    version: 4,
    terraform_version: "1.11.4",
    resources: applied.map(({ address, type, values }) => {
      const { steps, name, key } = split(address, type);
      return {
        module: [module, ...steps].filter(Boolean).join("."),
        mode: "managed",
        type,
        name,
        instances: [{ index_key: key, attributes: whole(type, values, recorded.variables) }],
      };
    }),
  });
}

/** The address of every resource of a state in another module: what a caller's own naming looks like. */
export function moved(file: StateFile, rename: (module: string) => string): StateFile {
  return {
    ...file,
    resources: file.resources.map((each) => ({ ...each, module: rename(each.module ?? "") })),
  };
}

/** The state as `terraform show -json` prints it. */
export function shown(file: StateFile): unknown {
  const root = { resources: [] as unknown[], child_modules: [] as Module[] };
  for (const { module = "", mode, type, name, instances } of file.resources) {
    const into = moduleSteps(module).reduce<Module>((outer, step) => child(outer, step), root);
    for (const { index_key: index, attributes, sensitive_attributes: paths = [] } of instances) {
      const prefix = mode === "data" ? "data" : "managed";
      const address = instanceAddress(module, type, name, index, prefix);
      const sensitive_values = paths.reduce<unknown>(mirrored, {});
      const shape = { address, mode, type, name, index };
      into.resources.push({ ...shape, values: attributes, sensitive_values });
    }
  }
  return { format_version: "1.0", terraform_version: "1.9.8", values: { root_module: root } };
}

type Path = readonly { readonly value: unknown }[];

/** A mirror of values with `true` at one more path. */
function mirrored(mirror: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return true;
  const { value } = step;
  const key = String(typeof value === "object" ? (value as { value: unknown }).value : value);
  const inner = (mirror ?? {}) as Record<string, unknown>;
  return { ...inner, [key]: mirrored(inner[key], rest) };
}

interface Module {
  address?: string;
  resources: unknown[];
  child_modules: Module[];
}

function child(outer: Module, step: string): Module {
  const address = [outer.address, step].filter(Boolean).join(".");
  const known = outer.child_modules.find((each) => each.address === address);
  if (known !== undefined) return known;
  const made: Module = { address, resources: [], child_modules: [] };
  outer.child_modules.push(made);
  return made;
}

function split(
  address: string,
  type: string,
): { steps: string[]; name: string; key?: number | string } {
  const steps = moduleSteps(address);
  const [, name = "", key] = new RegExp(`${type}\\.(\\w+)(?:\\[(.+)\\])?$`).exec(address) ?? [];
  return { steps, name, key: key === undefined ? undefined : (JSON.parse(key) as string) };
}

interface RecordedResource {
  readonly address: string;
  readonly type: string;
  readonly applied: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Recorded values, what AWS adds to them, and the blocks that the recording leaves out. */
function whole(
  type: string,
  values: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return { ...values, ...computed(type, values), ...blocks(type, values, variables) };
}

function blocks(
  type: string,
  values: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, unknown>>,
): object {
  switch (type) {
    case "aws_lambda_function":
      return { tracing_config: [{ mode: variables["tracing_mode"] ?? "PassThrough" }] };
    case "aws_s3_bucket_cors_configuration":
      return { cors_rule: variables["cors_rule"] };
    case "aws_s3_bucket_lifecycle_configuration":
      return { rule: (variables["lifecycle_rules"] as LifecycleRule[]).map(lifecycleBlock) };
    case "aws_sfn_state_machine":
      return { logging_configuration: [logging(values, variables)] };
    default:
      return {};
  }
}

interface LifecycleRule {
  readonly id: string;
  readonly transition: unknown[];
  readonly expiration_days?: number;
}

function lifecycleBlock({ id, transition, expiration_days: days }: LifecycleRule): object {
  const filter = [{ prefix: "" }];
  return { id, status: "Enabled", filter, transition, expiration: [{ days }] };
}

function logging(
  { name }: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, unknown>>,
): object {
  const group = `/aws/vendedlogs/states/${String(name).replace(/-sfn$/, "-log-group")}`;
  const own = variables["is_create_cloudwatch_log_group"] !== false;
  return {
    level: variables["log_level"] ?? "OFF",
    include_execution_data: variables["log_include_execution_data"] ?? false,
    log_destination: own ? `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${group}:*` : "",
  };
}

/** What AWS adds to what the configuration sets; invented ids are `UUID`, random texts are `x`. */
function computed(type: string, values: Readonly<Record<string, unknown>>): object {
  const name = String(values["name"]);
  switch (type) {
    case "random_string":
      return { result: "x".repeat(Number(values["length"])) };
    case "aws_kms_key":
      return { key_id: "UUID", arn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/UUID` };
    case "aws_iam_policy":
      return { arn: `arn:aws:iam::${ACCOUNT}:policy/${name}` };
    case "aws_iam_role_policy_attachment":
      return { id: `${String(values["role"])}-20261122014109060000000001` };
    case "aws_sfn_state_machine":
      return { arn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}` };
    case "aws_s3_bucket_acl":
      return { bucket: `acme-qa-plain-${ACCOUNT}-xxxxxx` };
    case "aws_s3_bucket_object_lock_configuration":
      return { bucket: `acme-qa-plain-${ACCOUNT}-xxxxxx` };
    default:
      return {};
  }
}
