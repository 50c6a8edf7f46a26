import * as pulumi from "@pulumi/pulumi";
import { fillPlaceholders } from "asl-toolkit/definition";
import { permissions, PermissionsError, type PermissionsOptions } from "asl-toolkit/permissions";
import { type Grant, type PolicyDocument } from "asl-toolkit/iam";
import { mapValues } from "asl-toolkit/json";
import { type NormalizedDefinition, plainShape } from "../definition";
import { encryptedTargets } from "./encryption";
import { type MachineContext, type ResolvedMachine } from "../resolve";

/** A machine that calls nothing: what is left are the rights of the machine itself. */
const NO_CALLS = { States: {} };

/** Stands in for the account while only the structure is known: as long as any in the shortest region. */
export const ANYWHERE = { partition: "aws", region: "us-east-1", accountId: "000000000000" };

/** As long as the ARN of a function with a name of three or four words. */
const ARN_CHARACTERS = 90;

/** Whether the permissions are derived from the definition, and not given by integration. */
export function derives({
  serviceIntegrations,
  attachPoliciesForIntegrations,
}: ResolvedMachine): boolean {
  return serviceIntegrations === undefined && attachPoliciesForIntegrations;
}

/** Whether the role gets the rights to trace from the definition's policy, and not from one by integration. */
function traces({ tracing, serviceIntegrations }: ResolvedMachine): boolean {
  return tracing && serviceIntegrations?.xray === undefined;
}

/** Why the definition's permissions cannot be derived, one sentence for each state; empty when they can. */
export function derivationProblems(
  args: ResolvedMachine,
  { shape }: NormalizedDefinition,
): readonly string[] {
  if (args.roleArn !== undefined || !derives(args) || shape === undefined) return [];
  try {
    plainPolicy(args, shape);
    return [];
  } catch (error) {
    if (!(error instanceof PermissionsError)) throw error;
    return error.states.map(({ path, reason }) => `${path}: ${reason} (argument grants)`);
  }
}

/**
 * The policy as far as plain values say it, with an ARN's length for each that is not known yet: from it is decided which
 * resources there are, so that a preview shows the same as the update. Undefined while nothing of the definition is known.
 */
export function plainPolicy(args: ResolvedMachine, shape: unknown): PolicyDocument | undefined {
  const calls = derives(args) ? shape : NO_CALLS;
  if (calls === undefined) return undefined;
  const policy = permissions(calls, {
    ...ANYWHERE,
    name: args.machineName,
    grants: plainGrants(args.grants),
    machineKey: args.kmsKeyArn === undefined ? undefined : "x".repeat(ARN_CHARACTERS),
    tracing: traces(args),
  });
  const text = fillPlaceholders(JSON.stringify(policy), (index) =>
    String(index).padEnd(ARN_CHARACTERS, "x"),
  );
  return JSON.parse(text) as PolicyDocument;
}

/** The grants with a placeholder for what is not plain; what stands for a list is one. */
function plainGrants(grants: ResolvedMachine["grants"]): PermissionsOptions["grants"] {
  const plain = plainShape(grants) as Record<string, readonly (Partial<Grant> | string)[]>;
  const listOf = (value: unknown): string[] => [value ?? []].flat() as string[];
  return mapValues(plain, (list) =>
    list.map((grant) => {
      const { actions, resources, condition } =
        typeof grant === "string" ? { actions: grant, resources: grant } : grant;
      return { actions: listOf(actions), resources: listOf(resources), condition };
    }),
  );
}

/** The policy of the workflow's own: its calls, its traces, its key, and the keys of what it calls. */
export function workflowPolicy(
  { args, account }: MachineContext,
  definition: NormalizedDefinition,
): pulumi.Output<PolicyDocument> {
  return pulumi
    .all([
      derives(args) ? definition.resolved : pulumi.output(NO_CALLS),
      account,
      args.kmsKeyArn,
      pulumi.output(args.grants),
      encryptedTargets(args, definition),
    ])
    .apply(([known, environment, machineKey, grants, keys]) =>
      permissions(known, {
        ...environment,
        name: args.machineName,
        machineKey,
        grants: grants as PermissionsOptions["grants"],
        encryptedTargets: keys,
        tracing: traces(args),
      }),
    );
}
