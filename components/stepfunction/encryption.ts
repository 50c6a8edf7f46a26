import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type EncryptedTarget, notedTarget } from "../shared/encrypted-target";
import { Problems } from "../shared/problems";
import { type NormalizedDefinition } from "./definition";
import { type ResolvedMachine } from "./resolve";

/** What calls work on and a customer's key can encrypt: how each type of resource says its ARN and its key. */
const TARGETS: Readonly<Record<string, (resource: never) => EncryptedTarget>> = {
  "aws:dynamodb/table:Table": (table: aws.dynamodb.Table) => ({
    arn: table.arn,
    kmsKeyArn: table.serverSideEncryption.apply((encryption) => encryption?.kmsKeyArn),
  }),
  "aws:kinesis/stream:Stream": (stream: aws.kinesis.Stream) => ({
    arn: stream.arn,
    kmsKeyArn: stream.kmsKeyId,
  }),
  // Only with the key in the bucket itself; a resource of its own for the encryption refers to the bucket, not back.
  "aws:s3/bucket:Bucket": (bucket: aws.s3.Bucket) => ({
    arn: bucket.arn,
    kmsKeyArn: bucket.serverSideEncryptionConfiguration.apply(
      (encryption) => encryption?.rule?.applyServerSideEncryptionByDefault?.kmsMasterKeyId,
    ),
  }),
  "aws:secretsmanager/secret:Secret": (secret: aws.secretsmanager.Secret) => ({
    arn: secret.arn,
    kmsKeyArn: secret.kmsKeyId,
  }),
  "aws:sfn/stateMachine:StateMachine": (machine: aws.sfn.StateMachine) => ({
    arn: machine.arn,
    kmsKeyArn: machine.encryptionConfiguration.apply((encryption) => encryption?.kmsKeyId),
  }),
  "aws:sns/topic:Topic": (topic: aws.sns.Topic) => ({
    arn: topic.arn,
    kmsKeyArn: topic.kmsMasterKeyId,
  }),
  "aws:sqs/queue:Queue": (queue: aws.sqs.Queue) => ({
    arn: queue.arn,
    kmsKeyArn: queue.kmsMasterKeyId,
  }),
  "aws:ssm/parameter:Parameter": (parameter: aws.ssm.Parameter) => ({
    arn: parameter.arn,
    kmsKeyArn: parameter.keyId,
  }),
};

type Keys = Readonly<Record<string, string>>;

/** A target whose key, or whose key's absence, is known; undefined for a resource that no customer's key encrypts. */
type MaybeTarget = EncryptedTarget | undefined;

/**
 * The key of each encrypted target, by the target's ARN: of the program's resources that supply a value of the
 * definition or of a grant, and what the arguments tell over it.
 */
export function encryptedTargets(
  { encryptedTargets: told, grants }: ResolvedMachine,
  { resolved }: NormalizedDefinition,
): pulumi.Output<Keys> {
  const found = pulumi
    .output(suppliers([resolved, grants]))
    .apply((resources) => keysOf(resources.map(targetOf)));
  const given = isTargetList(told) ? keysOf(told.map(toldTarget)) : pulumi.output(told);
  return pulumi.all([found, given]).apply(([own, others]) => ({ ...own, ...(others as Keys) }));
}

/** Whether targets are told as a list, and not by ARN. */
function isTargetList(
  targets: ResolvedMachine["encryptedTargets"],
): targets is readonly (EncryptedTarget | pulumi.Resource)[] {
  return Array.isArray(targets);
}

/** The resources whose outputs a value holds, at any depth. */
async function suppliers(value: unknown): Promise<pulumi.Resource[]> {
  const found = new Set<pulumi.Resource>();
  await pulumi.runtime.serializeProperty("definition", value, found);
  return [...found];
}

function keysOf(targets: readonly pulumi.Input<MaybeTarget>[]): pulumi.Output<Keys> {
  const pairs = targets.map((target) =>
    pulumi
      .output(target)
      .apply((known) => pulumi.all([known?.arn, known?.kmsKeyArn]) as pulumi.Output<string[]>),
  );
  return pulumi
    .all(pairs)
    .apply((all) => Object.fromEntries(all.filter(([, key]) => key) as [string, string][]));
}

/** A target of the arguments. @throws pulumi.InputPropertiesError for a resource that is none */
function toldTarget(
  told: EncryptedTarget | pulumi.Resource,
  index: number,
): pulumi.Input<MaybeTarget> {
  if (!pulumi.Resource.isInstance(told)) return told;
  return pulumi.all([told.urn, targetOf(told)]).apply(([urn, target]) => {
    if (target !== undefined) return target as EncryptedTarget;
    const problems = new Problems().add(
      `encryptedTargets[${index}]`,
      `is ${urn}, which does not say its key: give { arn, kmsKeyArn }`,
    );
    return problems.done("StateMachine") as undefined;
  });
}

/** What a resource is as a target: as it was noted, as its type says, or as a component with an ARN and a key shows it. */
function targetOf(resource: pulumi.Resource): pulumi.Output<MaybeTarget> {
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
