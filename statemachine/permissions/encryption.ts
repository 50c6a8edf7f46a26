import type { RequiredPermission } from "../integrations/required-permission";
import { arnParts, parseArn, regionalArn, serviceHost, type AwsEnvironment } from "../iam/arn";
import type { Condition } from "../iam/document";
import { patternsOverlap } from "../iam/wildcards";
import type { Grant } from "../iam/statements";
import { allStates } from "../definition/reader";
import { own } from "../json";
import { permissionContext, type PermissionsOptions } from "./context";
import keyRights from "./key-rights.json";
import { statePermissions } from "./states";

/**
 * What each service asks of the caller's key rights, with the pattern of the actions that need it: writing needs a data key, reading and
 * writing in parts need to decrypt one. The results of a Distributed Map are written in parts and need to encrypt too
 * (Step Functions developer guide, "IAM permissions for AWS KMS key encrypted Amazon S3 bucket").
 */
const KEY_RIGHTS: Readonly<Record<string, Readonly<Record<string, string>>>> = keyRights;

/** What a call does with the key of its target, as the target's service asks KMS for it. */
interface KeyUse {
  /** The target's ARN. */
  readonly target: string;
  /** The key as it was told: an ARN, id or alias. */
  readonly key: string;
  /** The actions, such as `kms:Decrypt`. */
  readonly actions: readonly string[];
  /** The service that the key is used through, as `kms:ViaService` names it. */
  readonly service: string;
}

/** What `grants` do with the keys of encrypted targets, which `keys` has by the target's ARN. */
function keyUses(
  grants: readonly RequiredPermission[],
  keys: Readonly<Record<string, string>>,
  where: AwsEnvironment,
): KeyUse[] {
  return Object.entries(keys).flatMap(([target, key]): KeyUse[] => {
    const service = arnParts(target)[2] ?? "";
    const rights = own(KEY_RIGHTS, service) ?? {};
    const used = grants
      .filter(
        ({ resources }) =>
          !("unknown" in resources) && resources.some((resource) => isWithin(resource, target)),
      )
      .flatMap(({ actions }) => actions);
    const actions = Object.keys(rights).filter((right) => {
      const needs = new RegExp(rights[right] ?? "");
      return used.some((action) => needs.test(action));
    });
    const through = serviceHost(service, where);
    return actions.length === 0 ? [] : [{ target, key, actions, service: through }];
  });
}

/** What a state does with the key of an encrypted target. */
export interface StateKeyUse extends KeyUse {
  readonly state: string;
}

/**
 * What the states of `definition` do with the keys of the targets in `options.encryptedTargets`, state by state. Never
 * throws: what is not a definition calls nothing.
 */
export function stateKeyUses(definition: unknown, options: PermissionsOptions): StateKeyUse[] {
  const states = allStates(definition);
  const context = permissionContext(options, states);
  const keys = options.encryptedTargets ?? {};
  return states.flatMap((state) =>
    keyUses(statePermissions(state, context), keys, context).map((use) => ({
      ...use,
      state: state.name,
    })),
  );
}

/** The key rights for those targets of `grants` that are encrypted; each key through the target's service only. */
export function keyGrants(
  grants: readonly Grant[],
  keys: Readonly<Record<string, string>>,
  environment: AwsEnvironment,
): Grant[] {
  return keyUses(grants, keys, environment).flatMap(({ key, actions, service }): Grant[] => {
    const named = keyResource(key, environment);
    if (named === undefined) return [];
    const condition = { StringEquals: { "kms:ViaService": service }, ...named.condition };
    return [{ actions, resources: [named.arn], condition }];
  });
}

/** The id of a key, of several regions perhaps. */
const KEY_ID = /^(mrk-)?[0-9a-f-]+$/;

/** How a policy names a key. */
interface NamedKey {
  readonly arn: string;
  readonly condition?: Condition;
}

/**
 * A key by whatever a resource calls it: ARN, id, alias or the alias' ARN. A policy cannot name a key by its alias: it
 * names every key of the account, but only the one of that alias. AWS's own keys let in the whole account by themselves.
 * Source: KMS developer guide, "Using aliases to control access to KMS keys", "AWS managed keys".
 */
function keyResource(key: string, environment: AwsEnvironment): NamedKey | undefined {
  const arn = parseArn(key);
  const path = arn?.resource ?? key;
  if (path.startsWith("alias/aws/")) return undefined;
  const place = { ...environment, ...arn };
  if (path.startsWith("alias/")) {
    const condition = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": path } };
    return { arn: regionalArn(place, "kms", "key/*"), condition };
  }
  return { arn: KEY_ID.test(key) ? regionalArn(place, "kms", `key/${key}`) : key };
}

/** Whether `resource`, which may be a pattern, is the target or lies in it, as an object lies in its bucket. */
function isWithin(resource: string, target: string): boolean {
  const stem = target.replace(/[/:]?\*$/, "");
  const within = [stem, `${stem}/*`, `${stem}:*`];
  return resource !== "*" && within.some((pattern) => patternsOverlap(resource, pattern));
}
