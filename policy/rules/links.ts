import type { Document } from "../iam/document";
import { documentAt } from "../iam/document";
import type { Reader } from "../host/reader";
import type { Stack, StackResource } from "../host/stack";
import * as t from "../types";

/**
 * The key of the stack that a property names, directly or through an alias.
 * @throws NotKnown when the property may name one, but is not known yet
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

/** The policy documents of a key: its own, or that of a separate resource. */
export function keyPolicies(stack: Stack, key: StackResource): Document[] {
  return [
    documentAt(key, "policy"),
    ...stack.users(key, "keyId", t.KEY_POLICY).map((policy) => documentAt(policy, "policy")),
  ].filter((document) => document !== undefined);
}

/** The settings of a bucket: those of separate resources, else the deprecated inline ones. */
export function bucketSettings(
  stack: Stack,
  bucket: StackResource,
  types: readonly string[],
  inline: readonly string[],
): Reader[] {
  const separate = stack.users(bucket, "bucket", ...types);
  if (separate.length > 0) return [...separate];
  return inline.flatMap((path) => bucket.blocks(path));
}

/** The policy documents of a bucket. */
export function bucketPolicies(stack: Stack, bucket: StackResource): Document[] {
  return [
    documentAt(bucket, "policy"),
    ...stack.users(bucket, "bucket", t.BUCKET_POLICY).map((policy) => documentAt(policy, "policy")),
  ].filter((document) => document !== undefined);
}

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
