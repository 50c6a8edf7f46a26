import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { type PolicyDocument, type Statement } from "asl-toolkit/iam";
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

/** Gives a role a policy of its own. */
export function addPolicy(
  { name, parent }: Context<unknown>,
  role: iam.Role,
  child: string,
  policyName: string,
  policy: pulumi.Input<string>,
): iam.RolePolicy {
  const inputs = { name: policyName, role: role.name, policy };
  return new iam.RolePolicy(`${name}-${child}`, inputs, { parent });
}

/** Attaches a managed policy to a role. */
export function attach(
  { name, parent }: Context<unknown>,
  role: iam.Role,
  child: string,
  policyArn: pulumi.Input<string>,
): iam.RolePolicyAttachment {
  const inputs = { role: role.name, policyArn };
  return new iam.RolePolicyAttachment(`${name}-${child}`, inputs, { parent });
}

/** Lets AWS services assume a role, under conditions where they are given. */
export function trust(
  services: readonly string[],
  rest: Pick<Statement, "Sid" | "Condition"> = {},
): Statement {
  return {
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: services.length === 1 ? services[0]! : [...services] },
    ...rest,
  };
}
