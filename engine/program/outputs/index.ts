import { unknownValue as UNKNOWN } from "@pulumi/pulumi/runtime/rpc";
import type { ResourceRequest } from "../provider";
import { dnsSuffix, regionalArn } from "../../../statemachine/iam";
import { own } from "../../../statemachine/json";
import type { Output, OutputEnvironment } from "./row";
import { OUTPUT_TABLE } from "./table";

export type { OutputEnvironment } from "./row";
export { OUTPUT_TABLE } from "./table";

/** What a provider adds to a resource's inputs: always an id. */
export type Outputs = { readonly id: string } & Record<string, unknown>;

/**
 * What the provider adds to the inputs of a resource: id, ARNs, and `tagsAll` and `region` where AWS has them.
 * A resource that exists already keeps its id. A type without a row has stand-ins for id and ARN, see {@link standIn}.
 */
export function outputsOf(resource: ResourceRequest, environment: OutputEnvironment): Outputs {
  const { type, id } = resource;
  if (type.startsWith("pulumi:providers:")) return { id: id ?? environment.uuid() };
  const row = own(OUTPUT_TABLE, type);
  if (row === undefined) return standIn(resource, environment);
  const inputs = withName(resource, environment);
  const known = told(resource, row.outputs.id);
  const values: Record<string, unknown> = { ...known };
  const fill = (template: string): string =>
    template.replace(/\{(\w+)(?:\|([^}]*))?\}/g, (_, key: string, otherwise?: string) => {
      const given = values[key] ?? inputs[key] ?? fromEnvironment(key, environment);
      const value = given ?? otherwise;
      return typeof value === "string" ? value : UNKNOWN;
    });
  const valueOf = (output: Output): unknown =>
    typeof output === "function"
      ? output({ inputs, fill, environment })
      : typeof output === "string"
        ? fill(output)
        : output;
  for (const [part, output] of Object.entries(row.parts ?? {})) values[part] ??= valueOf(output);
  const outputs: Record<string, unknown> = {};
  for (const [key, output] of Object.entries(row.outputs)) {
    const found = key === "id" && id !== undefined ? id : (known[key] ?? valueOf(output));
    // What is made of something unknown, or left out, is unknown, but for the id: there is a resource, so it has one.
    const isUnknown = typeof found === "string" && found.includes(UNKNOWN);
    const value = isUnknown ? (key === "id" ? standIn(resource, environment).id : UNKNOWN) : found;
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

/** What the id of a resource that is only read tells of what the template of ids is made of. */
function told({ external, id }: ResourceRequest, template: Output): Record<string, string> {
  if (!external || id === undefined || typeof template !== "string") return {};
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  // Only the last of several may hold what separates them, as a key in a bucket does.
  const last = `{${names.at(-1)}}`;
  const pattern = template.replace(last, "(.+)").replace(/\{\w+\}/g, "(.+?)");
  const found = new RegExp(`^${pattern}$`, "s").exec(id)?.slice(1) ?? [];
  return Object.fromEntries(found.map((part, index) => [names[index] ?? "", part]));
}

/**
 * The id, and in AWS the ARN, that stand for those of a resource of which nobody here knows the form: the type's service and
 * name, and the resource's name, `ec2-vpc-main` for `aws:ec2/vpc:Vpc` called `main`.
 */
function standIn({ type, name, id }: ResourceRequest, environment: OutputEnvironment): Outputs {
  const [provider, module = "", kind = ""] = type.split(":");
  const service = module.split("/")[0] ?? module;
  const resource = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  const made = id ?? [service, resource, name].join("-").replace(/[^\w.]+/g, "-");
  if (provider !== "aws") return { id: made };
  const arn = regionalArn(environment, service, `${resource}/${id ?? name}`);
  return { id: made, arn: made.startsWith("arn:") ? made : arn };
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
  const row = own(OUTPUT_TABLE, type);
  const input = row?.named;
  if (input === undefined || inputs[input] !== undefined) return inputs;
  const byId =
    told(request, row?.outputs.id ?? "")[input] ?? id?.replace(/^(arn|https?):.*[:/]/, "");
  const prefix = inputs[`${input}Prefix`];
  const made = typeof prefix === "string" ? `${prefix}${random(26)}` : `${name}-${random(7)}`;
  return { ...inputs, [input]: byId ?? made };
}
