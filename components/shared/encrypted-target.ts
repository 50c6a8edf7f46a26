import type * as dynamodb from "@pulumi/aws/dynamodb";
import type * as kinesis from "@pulumi/aws/kinesis";
import type * as s3 from "@pulumi/aws/s3";
import type * as secretsmanager from "@pulumi/aws/secretsmanager";
import type * as sfn from "@pulumi/aws/sfn";
import type * as sns from "@pulumi/aws/sns";
import type * as sqs from "@pulumi/aws/sqs";
import type * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";

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

/** What calls work on and a customer's key can encrypt: how each type of resource says its ARN and its key. */
const TARGETS: Readonly<Record<string, (resource: never) => EncryptedTarget>> = {
  "aws:dynamodb/table:Table": (table: dynamodb.Table) => ({
    arn: table.arn,
    kmsKeyArn: table.serverSideEncryption.apply((encryption) => encryption?.kmsKeyArn),
  }),
  "aws:kinesis/stream:Stream": (stream: kinesis.Stream) => ({
    arn: stream.arn,
    kmsKeyArn: stream.kmsKeyId,
  }),
  // Only with the key in the bucket itself; a resource of its own for the encryption refers to the bucket, not back.
  "aws:s3/bucket:Bucket": (bucket: s3.Bucket) => ({
    arn: bucket.arn,
    kmsKeyArn: bucket.serverSideEncryptionConfiguration.apply(
      (encryption) => encryption?.rule?.applyServerSideEncryptionByDefault?.kmsMasterKeyId,
    ),
  }),
  "aws:secretsmanager/secret:Secret": (secret: secretsmanager.Secret) => ({
    arn: secret.arn,
    kmsKeyArn: secret.kmsKeyId,
  }),
  "aws:sfn/stateMachine:StateMachine": (machine: sfn.StateMachine) => ({
    arn: machine.arn,
    kmsKeyArn: machine.encryptionConfiguration.apply((encryption) => encryption?.kmsKeyId),
  }),
  "aws:sns/topic:Topic": (topic: sns.Topic) => ({
    arn: topic.arn,
    kmsKeyArn: topic.kmsMasterKeyId,
  }),
  "aws:sqs/queue:Queue": (queue: sqs.Queue) => ({
    arn: queue.arn,
    kmsKeyArn: queue.kmsMasterKeyId,
  }),
  "aws:ssm/parameter:Parameter": (parameter: ssm.Parameter) => ({
    arn: parameter.arn,
    kmsKeyArn: parameter.keyId,
  }),
};

/** The key of each encrypted target, by the target's ARN. */
export type Keys = Readonly<Record<string, string>>;

/** A target whose key, or whose key's absence, is known; undefined for a resource that no customer's key encrypts. */
export type MaybeTarget = EncryptedTarget | undefined;

/** The keys of the resources that supply something of a value, at any depth, and are encrypted with a customer's. */
export function suppliedKeys(value: unknown): pulumi.Output<Keys> {
  return pulumi.output(suppliers(value)).apply((resources) => keysOf(resources.map(targetOf)));
}

/** The resources whose outputs a value holds, at any depth. */
async function suppliers(value: unknown): Promise<pulumi.Resource[]> {
  const found = new Set<pulumi.Resource>();
  await pulumi.runtime.serializeProperty("definition", value, found);
  return [...found];
}

/** The keys of targets whose keys are known; those without one are left out. */
export function keysOf(targets: readonly pulumi.Input<MaybeTarget>[]): pulumi.Output<Keys> {
  const pairs = targets.map((target) =>
    pulumi
      .output(target)
      .apply((known) => pulumi.all([known?.arn, known?.kmsKeyArn]) as pulumi.Output<string[]>),
  );
  return pulumi
    .all(pairs)
    .apply((all) => Object.fromEntries(all.filter(([, key]) => key) as [string, string][]));
}

/** What a resource is as a target: as it was noted, as its type says, or as a component with an ARN and a key shows it. */
export function targetOf(resource: pulumi.Resource): pulumi.Output<MaybeTarget> {
  const noted = notedTarget(resource);
  return resource.urn.apply((urn): MaybeTarget => {
    // A URN holds the types of the parents too: `parent$type`.
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
    return noted ?? TARGETS[type]?.(resource as never) ?? (hasKey(resource) ? resource : undefined);
  }) as pulumi.Output<MaybeTarget>;
}

function hasKey(resource: object): resource is EncryptedTarget {
  return "arn" in resource && "kmsKeyArn" in resource;
}
