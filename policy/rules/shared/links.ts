import type { StackCheck } from "../../host/rule";
import { type Document, documentAt } from "../../iam/document";
import { WAYS } from "./identities";
import { onEach } from "./checks";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/resource";
import t from "./resource-types.json";

/** The policy documents of a resource: its own, and those of resources of a type that name it in a property. */
function policiesOf(
  stack: Stack,
  resource: StackResource,
  property: string,
  type: string,
): Document[] {
  return [
    documentAt(resource, "policy"),
    ...stack.users(resource, property, type).map((policy) => documentAt(policy, "policy")),
  ].filter((document) => document !== undefined);
}

export const keyPolicies = (stack: Stack, key: StackResource): Document[] =>
  policiesOf(stack, key, "keyId", t.KEY_POLICY);

export const bucketPolicies = (stack: Stack, bucket: StackResource): Document[] =>
  policiesOf(stack, bucket, "bucket", t.BUCKET_POLICY);

/** The ways in which a role comes by policies that it does not name itself. */
const BESIDE = WAYS.flatMap(({ type, identity, named, policies }) =>
  identity === t.ROLE && named !== undefined ? [{ type, named, policies }] : [],
);

/** Every policy document that a role of the stack has, whoever wrote it. */
export function rolePolicies(stack: Stack, role: StackResource): Document[] {
  return [...role.blocks("inlinePolicies"), ...policiesBeside(stack, role)]
    .map((policy) => documentAt(policy, "policy"))
    .filter((document) => document !== undefined);
}

/** The resources of the stack that hold a role's policies. */
export function policiesBeside(stack: Stack, role: StackResource): StackResource[] {
  const attached = managedPolicies(stack, role).flatMap(({ user, property }) =>
    stack.linked(user, property, t.POLICY),
  );
  return [...stack.users(role, "role", t.ROLE_POLICY), ...new Set(attached)];
}

/** Whether a role has managed policies whose documents the stack does not have, such as AWS's own. */
export function hasForeignPolicies(stack: Stack, role: StackResource): boolean {
  return managedPolicies(stack, role).some(({ user, property }) => {
    const named = user.entries(property).length;
    return stack.linked(user, property, t.POLICY).length < named;
  });
}

/**
 * Makes sure that nothing of a role is missing, for a rule about what it may not do.
 * @throws UnknownValueError when something that may belong to the role is not known yet
 */
export function certainPolicies(stack: Stack, role: StackResource): void {
  for (const { type, named } of BESIDE) stack.certain(role, named, type);
}

function managedPolicies(
  stack: Stack,
  role: StackResource,
): readonly { readonly user: StackResource; readonly property: string }[] {
  const own = role.has("managedPolicyArns") ? [{ user: role, property: "managedPolicyArns" }] : [];
  const others = BESIDE.flatMap(({ type, named, policies }) =>
    policies === undefined
      ? []
      : stack.users(role, named, type).map((user) => ({ user, property: policies })),
  );
  return [...own, ...others];
}

/** A check that each resource of a type has a policy that denies everyone an action without TLS. */
export function deniesPlainHttp(
  type: string,
  property: string,
  policyType: string,
  action: string,
): StackCheck {
  return onEach([type], (resource, stack) =>
    policiesOf(stack, resource, property, policyType).some(({ statements }) =>
      statements.some((statement) => statement.deniesPlainHttp(action)),
    )
      ? undefined
      : "takes requests without TLS",
  );
}

/** The rules and schedules of the stack that start something with a role. */
export function triggersWith(stack: Stack, role: StackResource): readonly StackResource[] {
  return [
    ...stack.users(role, "roleArn", t.EVENT_TARGET),
    ...stack.users(role, "target", t.SCHEDULE),
  ];
}

/**
 * The key of the stack that a property names, directly or through an alias.
 * @throws UnknownValueError when the property may name one, but is not known yet
 */
export function keyOf(
  stack: Stack,
  user: StackResource,
  property: string,
): StackResource | undefined {
  if (!user.has(property)) return undefined;
  const [found] = stack.linked(user, property, t.KEY, t.KEY_ALIAS);
  if (found === undefined || found.type === t.KEY) return found;
  return stack.linked(found, "targetKeyId", t.KEY)[0];
}
