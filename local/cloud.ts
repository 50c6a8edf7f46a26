import { randomInt, randomUUID } from "node:crypto";
import { createClients } from "./clients";
import { compute, withName, type Place } from "./computed";
import type { Created, Engine, Requested } from "./monitor";
import { answer, placeAnswers } from "./offline";
import { entryOf } from "./registry";
import type { Context } from "./registry/entry";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The emulator as an engine: creates every resource for real. */
export interface Cloud extends Engine {
  readonly context: Context;
  /** Reads a resource back, in the words in which the program declares it. */
  read(resource: Pick<Requested, "type" | "inputs">, id: string): Promise<Record<string, unknown>>;
}

/**
 * Creates resources in the emulator through the AWS SDK, one registry entry for each type.
 *
 * @param folder where relative paths of assets start
 * @throws Error when the emulator does not say which account it is
 */
export async function createCloud(
  endpoint: string,
  folder: string,
  region = "us-east-1",
): Promise<Cloud> {
  const clients = createClients(endpoint, region);
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
  return {
    context,
    call: (token) => answer(answers, token),
    async create(resource): Promise<Created> {
      const inputs = withName(resource, place);
      const computed = compute({ ...resource, inputs }, place);
      // What exists already is not created: a resource that is only read, or adopted by its id.
      if (resource.id !== undefined) return { ...computed, id: resource.id };
      if (resource.type.startsWith("pulumi:providers:")) return computed;
      const made = await entryOf(resource.type).create(inputs, context);
      const given = Object.entries(made ?? {}).filter(([, value]) => value !== undefined);
      return { ...computed, ...Object.fromEntries(given) };
    },
    read: async ({ type, inputs }, id) => entryOf(type).read(id, inputs, context),
  };
}
