import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { attach } from "../../shared/access/role";
import { named } from "../../shared/tags";
import { type MachineContext } from "../resolve";

/** The own role of a machine while its policies are attached. */
export interface OwnRole extends MachineContext {
  readonly role: iam.Role;
}

/** Creates a managed policy of its own for the role, and attaches it. */
export function attachOwn(
  own: OwnRole,
  child: string,
  policyName: string,
  policy: pulumi.Input<string>,
): pulumi.Resource[] {
  const created = new iam.Policy(
    `${own.name}-${child}`,
    { name: policyName, policy, tags: named(own.args.baseTags, policyName) },
    { parent: own.parent },
  );
  return [created, attach(own, own.role, child, created.arn)];
}
