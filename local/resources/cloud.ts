import { randomInt, randomUUID } from "node:crypto";
import { createClients } from "./clients";
import { compute, withName, type Place } from "../../engine/program/computed";
import type { Created, Engine, Requested } from "../../engine/program/monitor";
import { answer, placeAnswers } from "../../engine/program/offline";
import { entryOf } from "./index";
import type { Context } from "./entry";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The emulator as an engine: creates every resource for real. */
export interface Cloud extends Engine {
  readonly context: Context;
  /** What was created, in that order. */
  readonly resources: readonly CloudResource[];
  /** Reads a resource back, in the words in which the program declares it. */
  read(resource: CloudResource): Promise<Record<string, unknown>>;
}

/** A resource that exists in the emulator. */
export interface CloudResource extends Requested {
  readonly id: string;
}

/** What the emulator is for one run. */
export interface CloudOptions {
  readonly endpoint: string;
  /** Where relative paths of assets start. */
  readonly folder: string;
  /** Defaults to us-east-1. */
  readonly region?: string;
  /** The emulator keeps accounts apart. Defaults to 000000000000. */
  readonly account?: string;
  /** Is told of each resource as it is created. */
  readonly created?: (resource: CloudResource) => void;
}

/**
 * Creates resources in the emulator through the AWS SDK, one registry entry for each type.
 *
 * @throws Error when the emulator does not say which account it is
 */
export async function createCloud(options: CloudOptions): Promise<Cloud> {
  const { endpoint, folder, region = "us-east-1", account, created } = options;
  const clients = createClients(endpoint, region, account);
  const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const identity = await clients.sts.send(new GetCallerIdentityCommand({}));
  const place: Place = {
    account: identity.Account as string,
    region,
    partition: identity.Arn?.split(":")[1] ?? "aws",
    uuid: randomUUID,
    random: (length) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join(""),
  };
  const answers = placeAnswers(place);
  const context: Context = { clients, place, folder };
  const resources: CloudResource[] = [];
  return {
    context,
    resources,
    call: (token, inputs) => answer(answers, token, inputs),
    async create(resource): Promise<Created> {
      const inputs = withName(resource, place);
      const computed = compute({ ...resource, inputs }, place);
      // What exists already is not created: a resource that is only read, or adopted by its id.
      if (resource.id !== undefined) return { ...computed, id: resource.id };
      if (resource.type.startsWith("pulumi:providers:")) return computed;
      const made = await entryOf(resource.type).create(inputs, context);
      const given = Object.entries(made ?? {}).filter(([, value]) => value !== undefined);
      const outputs = { ...computed, ...Object.fromEntries(given) };
      const exists = { ...resource, inputs, id: outputs.id };
      resources.push(exists);
      created?.(exists);
      return outputs;
    },
    read: async ({ type, inputs, id }) => entryOf(type).read(id, inputs, context),
  };
}
