import type { ResourceRequest } from "../provider";
import type { Output, OutputEnvironment } from "./row";
import { OUTPUT_TABLE } from "./table";

export type { OutputEnvironment } from "./row";
export { OUTPUT_TABLE } from "./table";

/** What a provider adds to a resource's inputs: always an id. */
export type Outputs = { readonly id: string } & Record<string, unknown>;

const FILE = "engine/program/outputs/table.ts";

/**
 * What the provider adds to the inputs of a resource: id, ARNs, and `tagsAll` and `region` where AWS has them.
 * A resource that exists already keeps its id.
 *
 * @throws Error for a type that has no row, naming the type and the file to add it to
 */
export function outputsOf(resource: ResourceRequest, environment: OutputEnvironment): Outputs {
  const { type, name, id } = resource;
  if (type.startsWith("pulumi:providers:")) return { id: id ?? environment.uuid() };
  const row = OUTPUT_TABLE[type];
  if (row === undefined) {
    throw new Error(`${name}: nothing computes the outputs of ${type}; add one row to ${FILE}`);
  }
  const inputs = withName(resource, environment);
  const values: Record<string, unknown> = {};
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (_, key: string) => {
      const value = values[key] ?? inputs[key] ?? fromEnvironment(key, environment);
      if (typeof value === "string") return value;
      throw new Error(`${name}: ${type} needs the text input ${key}, not ${JSON.stringify(value)}`);
    });
  const valueOf = (output: Output): unknown =>
    typeof output === "function"
      ? output({ inputs, fill, environment })
      : typeof output === "string"
        ? fill(output)
        : output;
  for (const [part, output] of Object.entries(row.parts ?? {})) values[part] = valueOf(output);
  const outputs: Record<string, unknown> = {};
  for (const [key, output] of Object.entries(row.outputs)) {
    const value = key === "id" && id !== undefined ? id : valueOf(output);
    if (value !== undefined) outputs[key] = values[key] = value;
  }
  const aws = type.startsWith("aws:");
  return {
    ...(aws && typeof inputs["tags"] === "object" ? { tagsAll: inputs["tags"] } : {}),
    ...(aws && !type.startsWith("aws:iam/")
      ? { region: inputs["region"] ?? environment.region }
      : {}),
    ...outputs,
  } as Outputs;
}

function fromEnvironment(key: string, environment: OutputEnvironment): string | undefined {
  const { partition, region, accountId, uuid } = environment;
  const known: Readonly<Record<string, () => string>> = {
    partition: () => partition,
    region: () => region,
    accountId: () => accountId,
    uuid,
  };
  return known[key]?.();
}

/**
 * The inputs with the physical name filled in where the program left it out:
 * the id of a resource that exists already, the prefix asked for, or the logical name, each with random characters.
 */
export function withName(
  { type, name, inputs, id }: ResourceRequest,
  { random }: OutputEnvironment,
): Record<string, unknown> {
  const input = OUTPUT_TABLE[type]?.named;
  if (input === undefined || inputs[input] !== undefined) return inputs;
  const prefix = inputs[`${input}Prefix`];
  const made = typeof prefix === "string" ? `${prefix}${random(26)}` : `${name}-${random(7)}`;
  return { ...inputs, [input]: id ?? made };
}
