import * as pulumi from "@pulumi/pulumi";
import {
  type EncryptedTarget,
  type Keys,
  keysOf,
  type MaybeTarget,
  suppliedKeys,
  targetOf,
} from "../../shared/access/encrypted-target";
import { Problems } from "../../shared/problems";
import { type NormalizedDefinition } from "../definition";
import { type ResolvedMachine } from "../resolve";

/**
 * The key of each encrypted target, by the target's ARN: of the program's resources that supply a value of the
 * definition or of a grant, and what the arguments tell over it.
 */
export function encryptedTargets(
  { encryptedTargets: told, grants }: ResolvedMachine,
  { resolved }: NormalizedDefinition,
): pulumi.Output<Keys> {
  const found = suppliedKeys([resolved, grants]);
  const given = isTargetList(told) ? keysOf(told.map(toldTarget)) : pulumi.output(told);
  return pulumi.all([found, given]).apply(([own, others]) => ({ ...own, ...(others as Keys) }));
}

/** Whether targets are told as a list, and not by ARN. */
function isTargetList(
  targets: ResolvedMachine["encryptedTargets"],
): targets is readonly (EncryptedTarget | pulumi.Resource)[] {
  return Array.isArray(targets);
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
