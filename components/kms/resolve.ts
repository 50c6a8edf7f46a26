import { type Resolved, withDefaults } from "../shared/arguments/args";
import { type Context } from "../shared/context";
import { resourceName } from "../shared/names";
import { type KeyArgs } from "./args";

/** What a key is when nobody says otherwise. */
export const KEY_DEFAULTS = {
  keyType: "service",
  awsServiceNames: [],
  allowAccessFromPrincipals: [],
  services: [],
  serviceResources: {},
  additionalPolicies: [],
  appendRandomSuffix: true,
  deletionWindowInDays: 30,
  compatibility: {},
} satisfies Partial<KeyArgs>;

export type ResolvedKey = Resolved<
  KeyArgs,
  typeof KEY_DEFAULTS & Required<Pick<KeyArgs, "description">>
>;

export type KeyContext = Context<ResolvedKey>;

/** Fills in the defaults, but for the caller's account, which is not known yet. */
export function resolveKey(args: KeyArgs): ResolvedKey {
  const description = `Encryption key ${keyIdentifier(args)}`;
  return withDefaults(args, { ...KEY_DEFAULTS, description });
}

/** The key's name, which its alias begins with. */
export function keyIdentifier({ prefix, environment, name }: KeyArgs): string {
  return resourceName(prefix, environment, `${name}-kms`);
}
