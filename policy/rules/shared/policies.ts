import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";
import type { StackRule } from "../../host/rule";
import { type Document, documentAt } from "../../iam/document";
import * as t from "./types";
import { onEach } from "./on-each";

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

/** Every policy document that a role of the stack has, whoever wrote it. */
export function rolePolicies(stack: Stack, role: StackResource): Document[] {
  const attached = [
    ...stack.users(role, "role", t.ROLE_ATTACHMENT),
    ...stack.users(role, "roles", t.ATTACHMENT),
  ].flatMap((attachment) => stack.linked(attachment, "policyArn", t.POLICY));
  return [
    ...role.blocks("inlinePolicies").map((policy) => documentAt(policy, "policy")),
    ...stack.users(role, "role", t.ROLE_POLICY).map((policy) => documentAt(policy, "policy")),
    ...attached.map((policy) => documentAt(policy, "policy")),
  ].filter((document) => document !== undefined);
}

/** A check that each resource of a type has a policy that denies everyone requests without TLS. */
export function deniesPlainHttp(
  type: string,
  property: string,
  policyType: string,
): Pick<StackRule, "scope" | "types" | "check"> {
  return onEach([type], (resource, stack) =>
    policiesOf(stack, resource, property, policyType).some(({ statements }) =>
      statements.some(
        (statement) =>
          statement.denies && statement.isForEveryone && statement.isLimitedToPlainHttp,
      ),
    )
      ? undefined
      : "takes requests without TLS",
  );
}
