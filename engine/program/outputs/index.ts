import { unknownValue as UNKNOWN } from "@pulumi/pulumi/runtime/rpc";
import type { Created, ResourceRequest } from "../provider";
import { dnsSuffix } from "../../../statemachine/iam";
import { own } from "../../../statemachine/json";
import type { Output, OutputEnvironment, OutputRow } from "./row";
import { OTHER_TYPES, standIn } from "./stand-ins";
import { OUTPUT_TABLE } from "./table";

export type { OutputEnvironment } from "./row";
export { OTHER_TYPES } from "./stand-ins";
export { OUTPUT_TABLE } from "./table";

/** Whether {@link outputsOf} tells an output of a type, or by leaving it out that it has no value. Without one: any. */
export function knowsOutput(type: string, output?: string): boolean {
  const row = own(OUTPUT_TABLE, type);
  return row !== undefined && (output === undefined || !row.unknown?.includes(output));
}

function rowOf(type: string): OutputRow | undefined {
  return own(OUTPUT_TABLE, type) ?? own(OTHER_TYPES, type);
}

/**
 * What the provider adds to the inputs of a resource: id, ARNs, and `tagsAll` and `region` where AWS has them.
 * A resource that exists already keeps its id. A type without a row has stand-ins for id and ARN, see {@link standIn}.
 */
export function outputsOf(resource: ResourceRequest, environment: OutputEnvironment): Created {
  const { type, id } = resource;
  if (type.startsWith("pulumi:providers:")) return { id: id ?? environment.uuid() };
  const row = rowOf(type);
  const made = standIn(resource, environment);
  if (row === undefined) return made;
  const inputs = withName(resource, environment);
  const known = told(resource, row.outputs.id);
  const values: Record<string, unknown> = { made: made.id, ...known };
  const fill = (template: string): string =>
    template.replace(PLACEHOLDER, (_, key: string, end?: string, otherwise?: string) => {
      const given = values[key] ?? inputs[key] ?? fromEnvironment(key, environment);
      const value = given ?? otherwise;
      if (typeof value !== "string") return UNKNOWN;
      return end === undefined ? value : value.slice(value.lastIndexOf("/") + 1);
    });
  const valueOf = (output: Output): unknown =>
    typeof output === "function"
      ? output({ inputs, fill, environment })
      : typeof output === "string"
        ? fill(output)
        : output;
  for (const [part, output] of Object.entries(row.parts ?? {})) values[part] ??= valueOf(output);
  const { named = "" } = row;
  const outputs: Record<string, unknown> =
    resource.inputs[named] === inputs[named] ? {} : { [named]: inputs[named] };
  for (const [key, output] of Object.entries(row.outputs)) {
    const found = key === "id" && id !== undefined ? id : (known[key] ?? valueOf(output));
    // What is made of something unknown, or left out, is unknown, but for the id: there is a resource, so it has one.
    const isUnknown = typeof found === "string" && found.includes(UNKNOWN);
    const value = isUnknown ? (key === "id" ? made.id : UNKNOWN) : found;
    if (value !== undefined) outputs[key] = values[key] = value;
  }
  const aws = type.startsWith("aws:");
  return {
    ...(aws && typeof inputs["tags"] === "object" ? { tagsAll: inputs["tags"] } : {}),
    ...(aws && !type.startsWith("aws:iam/")
      ? { region: inputs["region"] ?? environment.region }
      : {}),
    ...outputs,
  } as Created;
}

/** `{x}`, `{x/}`, `{x|y}` and `{x/|y}`, see {@link Output}. */
const PLACEHOLDER = /\{(\w+)(\/)?(?:\|([^}]*))?\}/g;

/** What the id of a resource that is only read tells of what the template of ids is made of. */
function told({ external, id }: ResourceRequest, template: Output): Record<string, string> {
  if (!external || id === undefined || typeof template !== "string") return {};
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  // Only the last of several may hold what separates them, as a key in a bucket does.
  const last = `{${names.at(-1)}}`;
  const pattern = template
    .replace(/[|.]/g, "\\$&")
    .replace(last, "(.+)")
    .replace(/\{\w+\}/g, "(.+?)");
  const found = new RegExp(`^${pattern}$`, "s").exec(id)?.slice(1) ?? [];
  return Object.fromEntries(found.map((part, index) => [names[index] ?? "", part]));
}

function fromEnvironment(key: string, environment: OutputEnvironment): string | undefined {
  const { partition, region, accountId, uuid } = environment;
  const known: Readonly<Record<string, () => string>> = {
    partition: () => partition,
    dnsSuffix: () => dnsSuffix({ partition }),
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
  request: ResourceRequest,
  { random }: OutputEnvironment,
): Record<string, unknown> {
  const { type, name, inputs, id } = request;
  const row = rowOf(type);
  const input = row?.named;
  if (row === undefined || input === undefined || inputs[input] !== undefined) return inputs;
  const known = told(request, row.outputs.id)[input];
  const byId =
    known ?? (endsWithName(row) ? id?.replace(/^(arn|https?):.*[:/]/, "") : id && UNKNOWN);
  const prefix = inputs[`${input}Prefix`];
  const made = typeof prefix === "string" ? `${prefix}${random(26)}` : `${name}-${random(7)}`;
  return { ...inputs, [input]: byId ?? made };
}

/** Whether a resource's name ends its id, or the ARN or address that its id is. */
function endsWithName({ named, outputs }: OutputRow): boolean {
  const [, output] = /^\{(\w+)\}$/.exec(String(outputs.id)) ?? [];
  const form = (output === undefined ? undefined : outputs[output]) ?? outputs.id;
  return typeof form !== "string" || form.endsWith(`{${named}}`);
}
