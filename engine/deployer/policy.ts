import {
  MANAGED_POLICY_LIMIT,
  policyDocument,
  statements,
  type Grant,
  type PolicyDocument,
} from "../../statemachine/iam";
import { display, isRecord, jsonIn } from "../../statemachine/json";
import type { StackDocument, StackResource } from "../program";
import table from "./actions.json";

/** What a deployer does: look at what is there, or change it too. */
export type Deployment = "preview" | "update";

export const DEPLOYMENTS: readonly Deployment[] = ["preview", "update"];

/** The actions that the provider's calls for one resource type need. */
interface Row {
  /** Which resources they are on; by default the resource's own ARN. See {@link arnsOf}. */
  readonly arns?: readonly string[];
  readonly preview: readonly string[];
  readonly update: readonly string[];
  /** Those that AWS can limit to no resource, or that are done before there is one. */
  readonly previewAnywhere?: readonly string[];
  readonly updateAnywhere?: readonly string[];
}

/** What a deployer needs, and what of the stack the table does not know. */
export interface DeployerPolicy {
  readonly document: PolicyDocument;
  /** Resource types whose actions have to be added by hand; sorted. */
  readonly unknownTypes: readonly string[];
  /** Whether it is too long for one managed policy. */
  readonly tooLong: boolean;
}

const TABLE: Readonly<Record<string, Row>> = table;

const ROLE = "aws:iam/role:Role";

/**
 * The least policy with which a role previews or updates a stack: what the AWS provider calls for each of its resources, on
 * these resources. Random parts of names are `*`.
 *
 * Source: the provider's code for each type, and the Service Authorization Reference for which resources an action takes.
 */
export function deployerPolicy(stack: StackDocument, deployment: Deployment): DeployerPolicy {
  const own = stack.resources.filter(({ custom, type }) => custom && type.startsWith("aws:"));
  const arnOf = arnsById(own);
  const updates = deployment === "update";
  const grants = own.flatMap((resource) =>
    rowsOf(resource).flatMap((row): Grant[] => [
      {
        actions: [...row.preview, ...(updates ? row.update : [])],
        resources: arnsOf(row.arns ?? ["{arn}"], resource, arnOf),
      },
      {
        actions: [...(row.previewAnywhere ?? []), ...(updates ? (row.updateAnywhere ?? []) : [])],
        resources: ["*"],
      },
    ]),
  );
  const passed = updates ? own.flatMap(passRole) : [];
  const document = policyDocument(statements([...grants, ...passed]));
  const unknown = own.filter(({ type }) => !(type in TABLE)).map(({ type }) => type);
  return {
    document,
    unknownTypes: [...new Set(unknown)].sort(),
    tooLong: JSON.stringify(document).length > MANAGED_POLICY_LIMIT,
  };
}

/** The rows of a resource's type and of what the components' hooks around it call, by their names: `stepfunctions:<what>:...`. */
function rowsOf({ type, hooks = {} }: StackResource): Row[] {
  const called = Object.values(hooks).flat();
  const names = [type, ...called.map((name) => `hook:${name.split(":")[1]}`)];
  return names.flatMap((name) => TABLE[name] ?? []);
}

/** A role is handed only to the services that it trusts. */
function passRole({ type, inputs, computed }: StackResource): Grant[] {
  if (type !== ROLE) return [];
  const services = trusted(inputs["assumeRolePolicy"]);
  if (services.length === 0) return [];
  const condition = { StringEquals: { "iam:PassedToService": services } };
  return [{ actions: ["iam:PassRole"], resources: [pattern(display(computed["arn"]))], condition }];
}

function trusted(policy: unknown): string[] {
  const document = typeof policy === "string" ? jsonIn(policy) : policy;
  const list = isRecord(document) ? [document["Statement"]].flat() : [];
  const services = list.flatMap((statement) => {
    const principal = isRecord(statement) ? statement["Principal"] : undefined;
    return isRecord(principal) ? [principal["Service"]].flat() : [];
  });
  return [...new Set(services.filter((name): name is string => typeof name === "string"))].sort();
}

/** ARN by id and by ARN, to find the resource that an input refers to. */
function arnsById(resources: readonly StackResource[]): ReadonlyMap<unknown, string> {
  return new Map(
    resources.flatMap(({ computed }) => {
      const arn = computed["arn"];
      return typeof arn === "string" ? [[computed["id"], arn] as const, [arn, arn] as const] : [];
    }),
  );
}

/**
 * The ARNs of a row: `{x}` is an output or input, `{x.arn}` the ARN of the resource of the stack to which an input refers by
 * id or ARN; what is not known is `*`. `{owner}` is the machine of an alias: its ARN without the last part.
 */
function arnsOf(
  templates: readonly string[],
  { inputs, computed }: StackResource,
  arnOf: ReadonlyMap<unknown, string>,
): string[] {
  const arns = [...arnOf.values()].map((arn) => arn.split(":"));
  const where: Readonly<Record<string, string>> = {
    partition: arns.find((parts) => parts[1])?.[1] ?? "aws",
    region: arns.find((parts) => parts[3])?.[3] ?? "*",
    accountId: arns.find((parts) => parts[4])?.[4] ?? "*",
    owner: display(computed["arn"]).replace(/:[^:]*$/, ""),
  };
  const filled = templates.map((template) =>
    template.replace(/\{(\w+)(\.arn)?\}/g, (_, name: string, reference?: string) => {
      const value = computed[name] ?? inputs[name] ?? where[name];
      if (typeof value !== "string") return "*";
      return reference === undefined ? value : (arnOf.get(value) ?? "*");
    }),
  );
  return [...new Set(filled.map((arn) => (arn.startsWith("*") ? "*" : pattern(arn))))];
}

/** What stands for a random part of a name (see OFFLINE) may be anything. */
function pattern(arn: string): string {
  return arn.replace(/x{4,}|UUID/g, "*");
}
