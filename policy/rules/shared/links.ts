import { unlessUnknown } from "../../host/reader";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import t from "./resource-types.json";

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

/** The roles of the stack's functions in a VPC, by URN: a function without subnets is in none. */
export function rolesInVpc(stack: Stack): ReadonlySet<string> {
  const roles = stack
    .of(t.FUNCTION)
    .filter((lambda) => unlessUnknown(() => lambda.has("vpcConfig.subnetIds"), true))
    .flatMap((lambda) => unlessUnknown(() => stack.linked(lambda, "role", t.ROLE), []));
  return new Set(roles.map(({ urn }) => urn));
}
