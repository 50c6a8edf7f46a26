import { getOrMake } from "../../host/memory";
import { unlessUnknown } from "../../host/reader";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/resource";
import { type Document, documentAt, documentsOf } from "../../iam/document";
import type { Granted, Holder } from "../../iam/grants";
import type { Statement } from "../../iam/statement";
import { IDENTITY_POLICIES } from "./documents";
import t from "./resource-types.json";

/** A way in which an identity comes by policies. */
interface Way {
  /** The resource that says so. */
  readonly type: string;
  readonly identity: string;
  /** The property that names the identity; without, it is the resource itself. */
  readonly named?: string;
  /** The property that names managed policies; without, the resource holds the policies itself. */
  readonly policies?: string;
}

export const WAYS: readonly Way[] = [
  { type: t.ROLE, identity: t.ROLE },
  { type: t.ROLE, identity: t.ROLE, policies: "managedPolicyArns" },
  { type: t.ROLE_POLICY, identity: t.ROLE, named: "role" },
  { type: t.ROLE_ATTACHMENT, identity: t.ROLE, named: "role", policies: "policyArn" },
  { type: t.ROLE_ATTACHMENTS, identity: t.ROLE, named: "roleName", policies: "policyArns" },
  { type: t.ATTACHMENT, identity: t.ROLE, named: "roles", policies: "policyArn" },
  { type: t.USER_POLICY, identity: t.USER, named: "user" },
  { type: t.USER_ATTACHMENT, identity: t.USER, named: "user", policies: "policyArn" },
  { type: t.ATTACHMENT, identity: t.USER, named: "users", policies: "policyArn" },
  { type: t.GROUP_POLICY, identity: t.GROUP, named: "group" },
  { type: t.GROUP_ATTACHMENT, identity: t.GROUP, named: "group", policies: "policyArn" },
  { type: t.ATTACHMENT, identity: t.GROUP, named: "groups", policies: "policyArn" },
];

/** Who of a stack has which policies. */
interface Holdings {
  /** The identities that have the policies of a resource, by the resource's URN. */
  readonly identities: ReadonlyMap<string, ReadonlySet<string>>;
  readonly holders: ReadonlyMap<string, Holder>;
  /** The policies that are somebody's boundary, by URN. */
  readonly boundaries: ReadonlySet<string>;
}

/**
 * What is decided together with a policy of a resource: all that those who have it have besides. A policy that nobody of
 * the stack is seen to have is decided by itself, and what a preview does not know is taken to deny nothing.
 */
export function granted(stack: Stack, policy: StackResource, document: Document): Granted {
  const { identities, holders } = holdings(stack);
  const isTrust = document.property === "assumeRolePolicy";
  const having = isTrust
    ? []
    : [...(identities.get(policy.urn) ?? [])].map((key) => holders.get(key));
  const alone: Holder = { ...NOTHING, denials: denialsOf(document) };
  return {
    statements: document.statements,
    holders: having.length > 0 ? having.map((holder) => holder ?? alone) : [alone],
  };
}

/** Whether a policy allows nothing, as it is a boundary for what others allow. */
export function isOnlyBoundary(stack: Stack, { urn }: StackResource): boolean {
  const { identities, boundaries } = holdings(stack);
  return boundaries.has(urn) && !identities.has(urn);
}

/** The holder that a role, user or group of the stack is. */
export function holderOf(stack: Stack, { urn }: StackResource): Holder {
  return holdings(stack).holders.get(urn) ?? NOTHING;
}

/** What a policy is decided with when nobody is seen to have it. */
const NOTHING: Holder = { denials: [], boundaries: [], joinsVpc: false };

function holdings(stack: Stack): Holdings {
  return stack.once("holdings", () => {
    const identities = new Map<string, Set<string>>();
    const policies = new Map<string, Set<StackResource>>();
    for (const way of WAYS) {
      for (const user of stack.of(way.type)) {
        const having = unlessUnknown(() => identitiesOf(stack, user, way), [SOMEBODY]);
        for (const policy of unlessUnknown(() => policiesOf(stack, user, way), [])) {
          add(identities, policy.urn, having);
          for (const key of having) add(policies, key, [policy]);
        }
      }
    }
    const bounds = new Map(
      stack.of(t.ROLE, t.USER).flatMap((identity) => {
        const [policy] = unlessUnknown(
          () => stack.linked(identity, "permissionsBoundary", t.POLICY),
          [],
        );
        return policy === undefined ? [] : [[identity.urn, policy] as const];
      }),
    );
    policies.delete(SOMEBODY);
    const inVpc = rolesInVpc(stack);
    const keys = new Set([...policies.keys(), ...bounds.keys()]);
    return {
      identities,
      holders: new Map(
        [...keys].map((key) => [
          key,
          { ...holder(policies.get(key), bounds.get(key)), joinsVpc: inVpc.has(key) },
        ]),
      ),
      boundaries: new Set([...bounds.values()].map(({ urn }) => urn)),
    };
  });
}

/** Stands for whoever a preview does not know yet: nothing is known of what else it has. */
const SOMEBODY = "";

/** The identities that a resource gives policies to: by URN, or by name when they are not of the stack. */
function identitiesOf(
  stack: Stack,
  user: StackResource,
  { identity, named }: Way,
): readonly string[] {
  if (named === undefined) return [user.urn];
  const linked = stack.linked(user, named, identity).map(({ urn }) => urn);
  if (user.pending(named) || linked.length >= user.entries(named).length) return linked;
  return user.texts(named).map((name) => stack.find(name, identity)?.urn ?? `${identity} ${name}`);
}

function policiesOf(
  stack: Stack,
  user: StackResource,
  { policies }: Way,
): readonly StackResource[] {
  return policies === undefined ? [user] : stack.linked(user, policies, t.POLICY);
}

function holder(
  policies: Iterable<StackResource> = [],
  boundary: StackResource | undefined,
): Omit<Holder, "joinsVpc"> {
  const bounds = boundary === undefined ? [] : documentsKnown(boundary);
  return {
    denials: [...policies].flatMap(documentsKnown).concat(bounds).flatMap(denialsOf),
    boundaries: bounds,
  };
}

function documentsKnown(policy: StackResource): readonly Document[] {
  return unlessUnknown(() => documentsOf(policy, IDENTITY_POLICIES), []).flatMap(
    ({ reader, property }) => unlessUnknown(() => documentAt(reader, property), undefined) ?? [],
  );
}

/** The statements that deny, or that may: of one whose effect is not known yet, the rules say so themselves. */
function denialsOf({ statements }: Document): readonly Statement[] {
  return statements.filter((statement) => !unlessUnknown(() => statement.allows, false));
}

function add<T>(sets: Map<string, Set<T>>, key: string, values: readonly T[]): void {
  const set = getOrMake(sets, key, () => new Set());
  for (const value of values) set.add(value);
}

/** The roles of the stack's functions in a VPC, by URN: a function without subnets is in none. */
function rolesInVpc(stack: Stack): ReadonlySet<string> {
  const roles = stack
    .of(t.FUNCTION)
    .filter((lambda) => unlessUnknown(() => lambda.has("vpcConfig.subnetIds"), true))
    .flatMap((lambda) => unlessUnknown(() => stack.linked(lambda, "role", t.ROLE), []));
  return new Set(roles.map(({ urn }) => urn));
}
