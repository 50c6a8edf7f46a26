import type * as pulumi from "@pulumi/pulumi";

/** What a workflow's call works on, and the key that encrypts it. */
export interface EncryptedTarget {
  /** The target: a topic, queue, bucket, table, stream, secret, parameter or state machine. */
  readonly arn: pulumi.Input<string>;
  /** Its key, by ARN, id or alias. Defaults to none of the customer's. */
  readonly kmsKeyArn?: pulumi.Input<string | undefined>;
}

const NOTED = new WeakMap<pulumi.Resource, EncryptedTarget>();

/** Notes the target that a resource is or leads to, where the resource itself does not say its key. */
export function noteTarget(resource: pulumi.Resource, target: EncryptedTarget): void {
  NOTED.set(resource, target);
}

/** What was noted of a resource. */
export function notedTarget(resource: pulumi.Resource): EncryptedTarget | undefined {
  return NOTED.get(resource);
}
