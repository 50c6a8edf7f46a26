import * as pulumi from "@pulumi/pulumi";
import { permissions, PermissionsError, type PermissionsOptions } from "asl-toolkit/permissions";
import { type NormalizedDefinition } from "./definition";
import { INLINE_POLICY_LIMIT, policySize, type PolicyDocument } from "asl-toolkit/iam";
import { type MachineContext, type ResolvedMachine } from "./resolve";

/** A machine that calls nothing: what is left are the rights of the machine itself. */
const NO_CALLS = { States: {} };

/** Stands in for the account while only the structure is checked. */
const ANYWHERE = { partition: "aws", region: "us-east-1", accountId: "000000000000" };

/** Whether the permissions are derived from the definition, and not given by integration. */
function derives({ serviceIntegrations, attachPoliciesForIntegrations }: ResolvedMachine): boolean {
  return serviceIntegrations === undefined && attachPoliciesForIntegrations;
}

function contextOf(
  args: ResolvedMachine,
): Pick<PermissionsOptions, "grants" | "encryptedTargets" | "tracing"> {
  return {
    grants: args.grants,
    encryptedTargets: args.encryptedTargets,
    tracing: args.tracing && args.serviceIntegrations?.xray === undefined,
  };
}

/** Why the definition's permissions cannot be derived, one sentence for each state; empty when they can. */
export function derivationProblems(
  args: ResolvedMachine,
  { shape }: NormalizedDefinition,
): readonly string[] {
  if (args.roleArn !== undefined || !derives(args) || shape === undefined) return [];
  try {
    permissions(shape, { ...ANYWHERE, ...contextOf(args) });
    return [];
  } catch (error) {
    if (!(error instanceof PermissionsError)) throw error;
    return error.states.map(({ path, reason }) => `${path}: ${reason} (argument grants)`);
  }
}

/**
 * Whether the role needs a policy of the workflow's own. Decided from plain values, so that a preview shows the same
 * resources as the update; a definition that is not known yet counts as one that calls something.
 */
export function needsWorkflowPolicy(
  args: ResolvedMachine,
  { shape }: NormalizedDefinition,
): boolean {
  if (args.kmsKeyArn !== undefined || contextOf(args).tracing) return true;
  if (!derives(args)) return false;
  if (shape === undefined) return true;
  return permissions(shape, { ...ANYWHERE, ...contextOf(args) }).Statement.length > 0;
}

/**
 * The policy of the workflow's own: its calls, its traces, its key.
 * @returns an Output that fails when the policy is larger than IAM allows in a role
 */
export function workflowPolicy(
  { args, account }: MachineContext,
  { resolved }: NormalizedDefinition,
): pulumi.Output<PolicyDocument> {
  const definition = derives(args) ? resolved : pulumi.output(NO_CALLS);
  return pulumi
    .all([definition, pulumi.output(account), args.kmsKeyArn])
    .apply(([known, environment, machineKey]) => {
      const at = { ...environment, name: args.machineName, machineKey };
      const policy = permissions(known, { ...at, ...contextOf(args) });
      const size = policySize(policy);
      if (size > INLINE_POLICY_LIMIT) {
        throw new pulumi.RunError(
          `the workflow's policy has ${size} characters, and IAM allows ${INLINE_POLICY_LIMIT} in a role: ` +
            "give the permissions with serviceIntegrations or additionalRolePolicyArns instead",
        );
      }
      return policy;
    });
}
