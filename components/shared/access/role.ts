import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { type PolicyDocument } from "asl-toolkit/iam";
import { stableStringify } from "asl-toolkit/json";
import { type Context } from "../context";
import { named, type Tags } from "../tags";

/**
 * Creates the role of a component.
 * @param trust who may assume it
 */
export function createRole(
  { name, args, parent }: Context<{ readonly baseTags: Tags }>,
  roleName: string,
  trust: pulumi.Output<PolicyDocument>,
  rest: Pick<iam.RoleArgs, "description" | "path"> = {},
): iam.Role {
  const assumeRolePolicy = trust.apply(stableStringify);
  const tags = named(args.baseTags, roleName);
  const inputs = { name: roleName, ...rest, assumeRolePolicy, tags };
  return new iam.Role(`${name}-role`, inputs, { parent });
}
