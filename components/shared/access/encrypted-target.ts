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

/** What calls work on and a customer's key can encrypt: where each type of resource has its key, beside its ARN. */
const KEYS: Readonly<Record<string, string>> = {
  "aws:dynamodb/table:Table": "serverSideEncryption.kmsKeyArn",
  "aws:kinesis/stream:Stream": "kmsKeyId",
  // Only with the key in the bucket itself; a resource of its own for the encryption refers to the bucket, not back.
  "aws:s3/bucket:Bucket":
    "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.kmsMasterKeyId",
  "aws:s3/bucketV2:BucketV2":
    "serverSideEncryptionConfigurations.0.rules.0.applyServerSideEncryptionByDefaults.0.kmsMasterKeyId",
  "aws:secretsmanager/secret:Secret": "kmsKeyId",
  "aws:sfn/stateMachine:StateMachine": "encryptionConfiguration.kmsKeyId",
  "aws:sns/topic:Topic": "kmsMasterKeyId",
  "aws:sqs/queue:Queue": "kmsMasterKeyId",
  "aws:ssm/parameter:Parameter": "keyId",
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
    return noted ?? typedTarget(resource, KEYS[type]) ?? (hasKey(resource) ? resource : undefined);
  }) as pulumi.Output<MaybeTarget>;
}

/** A resource of a type of the table; of one in another language's program nothing but its URN is here. */
function typedTarget(resource: object, keyPath: string | undefined): MaybeTarget {
  const outputs = resource as Readonly<Record<string, pulumi.Output<unknown> | undefined>>;
  const [first = "", ...inside] = keyPath?.split(".") ?? [];
  const key = outputs[first];
  if (key === undefined) return undefined;
  const kmsKeyArn = key.apply((value) =>
    inside.reduce((outer, key) => (outer as Record<string, unknown> | undefined)?.[key], value),
  );
  return { arn: outputs["arn"], kmsKeyArn } as EncryptedTarget;
}

function hasKey(resource: object): resource is EncryptedTarget {
  return "arn" in resource && "kmsKeyArn" in resource;
}
