import { randomInt, randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { knowsOutput, outputsOf, withName, type OutputEnvironment } from "../program/outputs";
import type { Created, Provider, ResourceRequest } from "../program/provider";
import { answer, environmentAnswers } from "../program/offline";
import { createClients } from "./clients";
import { reasonOf } from "./failure";
import type { AwsContext, AwsOutputs } from "./resource-type";
import { resourceTypeOf } from "./resource-types";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A provider that creates every resource for real. */
export interface AwsProvider extends Provider {
  readonly context: AwsContext;
  /** What was created, in that order. */
  readonly resources: readonly AwsResource[];
  /** Changes a resource that it created; undefined when that takes another one in its place. */
  update(resource: ResourceRequest, before: Created): Promise<Created | undefined>;
  /** Reads a resource back, in the words in which the program declares it. */
  read(resource: AwsResource): Promise<Record<string, unknown>>;
}

/** A resource that exists. */
export interface AwsResource extends ResourceRequest {
  readonly id: string;
}

/** Where and for whom resources are created. */
export interface AwsProviderOptions {
  /** An emulator. */
  readonly endpoint: string;
  /** Where relative paths of assets start. */
  readonly folder: string;
  /** Defaults to us-east-1. */
  readonly region?: string;
  /** The emulator keeps accounts apart. Defaults to 000000000000. */
  readonly account?: string;
  /** URNs of what is not created: it has stand-ins, as offline. Defaults to none. */
  readonly leftOut?: ReadonlySet<string>;
}

/**
 * A provider that creates resources at an endpoint through the AWS SDK.
 *
 * @throws Error when the endpoint does not say which account it is
 */
export async function createAwsProvider(options: AwsProviderOptions): Promise<AwsProvider> {
  const { endpoint, folder, region = "us-east-1", account, leftOut } = options;
  const clients = createClients(endpoint, region, account);
  const identity = await clients.sts.getCallerIdentity({}).catch((error) => {
    throw new Error(`${endpoint} does not say which account it is: ${reasonOf(error)}`);
  });
  if (!/^\d{12}$/.test(identity.Account ?? "")) {
    throw new Error(
      `${endpoint} does not say which account it is: an answer that is not one of AWS`,
    );
  }
  const environment: OutputEnvironment = {
    accountId: identity.Account as string,
    region,
    partition: identity.Arn?.split(":")[1] ?? "aws",
    uuid: randomUUID,
    random: (length) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join(""),
  };
  const answers = environmentAnswers(environment);
  const context: AwsContext = { clients, environment, folder };
  const resources: AwsResource[] = [];
  return {
    context,
    resources,
    call: (token, inputs) => answer(answers, token, inputs),
    knows: knowsOutput,
    async create(resource): Promise<Created> {
      const inputs = withName(resource, environment);
      const computed = outputsOf({ ...resource, inputs }, environment);
      // What exists already is not created: a resource that is only read, or adopted by its id.
      const exists = resource.id !== undefined || resource.type.startsWith("pulumi:providers:");
      if (exists || leftOut?.has(resource.urn)) return computed;
      const made = await resourceTypeOf(resource.type).create(inputs, context, computed);
      const outputs = withGiven(computed, made);
      resources.push({ ...resource, inputs, id: outputs.id });
      return outputs;
    },
    async update(resource, before): Promise<Created | undefined> {
      const { urn, type } = resource;
      const known = resources.find((each) => each.urn === urn);
      const { update, fixed = [] } = known ? resourceTypeOf(type) : {};
      if (!known || !update) return undefined;
      // A name that was made up stays.
      const inputs = { ...resource.inputs, name: resource.inputs["name"] ?? known.inputs["name"] };
      const isFixed = (key: string): boolean =>
        isDeepStrictEqual(inputs[key as "name"], known.inputs[key]);
      if (!["name", ...fixed].every(isFixed)) return undefined;
      const given = await update(known.id, inputs, context);
      resources[resources.indexOf(known)] = { ...resource, inputs, id: known.id };
      return withGiven(before, given);
    },
    read: async ({ type, inputs, id }) => resourceTypeOf(type).read(id, inputs, context),
  };
}

/** The outputs, with those that AWS gave over them. */
function withGiven(outputs: Created, given: AwsOutputs | void): Created {
  const known = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return { ...outputs, ...Object.fromEntries(known) };
}
