import type * as pulumi from "@pulumi/pulumi";
import {
  INLINE_POLICY_LIMIT,
  MANAGED_POLICY_LIMIT,
  policySize,
  splitPolicy,
  type PolicyDocument,
} from "asl-toolkit/iam";
import { stableStringify } from "asl-toolkit/json";
import { addPolicy } from "../../shared/access/role";
import { SIZE_LIMITS } from "../../shared/limits/limits";
import { type Problem, Problems } from "../../shared/problems";
import { attachOwn, type OwnRole } from "./attach";
import { type NormalizedDefinition } from "../definition";
import { derives, plainPolicy, workflowPolicy } from "./permissions";
import { type ResolvedMachine } from "../resolve";

/** Managed policies that a role takes by default, and on request (IAM quotas). */
const ATTACHED = SIZE_LIMITS.attachedPolicies.max;
const ATTACHED_ON_REQUEST = 20;

/** How many policies the workflow's own permissions take; decided from plain values. */
interface PolicyCount {
  readonly inline: boolean;
  readonly managed: number;
}

function countPolicies(args: ResolvedMachine, { shape }: NormalizedDefinition): PolicyCount {
  const policy = plainPolicy(args, shape);
  const inline = policy === undefined || policy.Statement.length > 0;
  const needed = policy === undefined ? 0 : split(policy).length - 1;
  return { inline, managed: args.managedPolicies ?? needed };
}

/** The inline policy, and managed ones for what does not fit into it. */
function split(policy: PolicyDocument): PolicyDocument[] {
  return splitPolicy(policy, MANAGED_POLICY_LIMIT, INLINE_POLICY_LIMIT);
}

/** Why the role cannot take all of its policies; empty when it can. */
export function policyCountProblems(
  args: ResolvedMachine,
  definition: NormalizedDefinition,
): Problem[] {
  if (args.roleArn !== undefined) return [];
  const { managed } = countPolicies(args, definition);
  const byIntegration = derives(args) ? 0 : Object.keys(args.serviceIntegrations ?? {}).length;
  const others =
    (args.createLogGroup ? 1 : 0) +
    Object.keys(args.additionalRolePolicyArns).length +
    byIntegration;
  const most = args.managedPolicies === undefined ? ATTACHED : ATTACHED_ON_REQUEST;
  if (managed + others <= most) return [];
  const [propertyPath, less] =
    managed > 0
      ? ["definition", "call less from one machine"]
      : ["additionalRolePolicyArns", "merge some of them"];
  const reason =
    `needs ${managed} managed policies, the role has ${others} already, and IAM attaches ${most}: ${less}` +
    (most === ATTACHED
      ? `, or raise the quota (to ${ATTACHED_ON_REQUEST} at most) and set managedPolicies to ${managed}`
      : "");
  return [{ propertyPath, reason }];
}

/**
 * Creates the policies for what the workflow itself needs, beside those by integration: one inline, which is all unless
 * it is too long, then managed ones. They are numbered, so a further call renames none.
 */
export function createWorkflowPolicies(
  own: OwnRole,
  definition: NormalizedDefinition,
): pulumi.Resource[] {
  const { args } = own;
  const { inline, managed } = countPolicies(args, definition);
  if (!inline) return [];
  const policyName = `${args.base}-workflow-policy`;
  const documents = workflowPolicy(own, definition).apply((policy) => divided(policy, managed));
  const documentAt = (index: number): pulumi.Output<string> =>
    documents.apply((all) => stableStringify(all[index]));
  const first = addPolicy(own, own.role, "workflow", policyName, documentAt(0));
  const further = Array.from({ length: managed }, (_item, index) => {
    const number = index + 2;
    return attachOwn(own, `workflow-${number}`, `${policyName}-${number}`, documentAt(index + 1));
  });
  return [first, ...further.flat()];
}

/**
 * The policy as the inline one and `managed` others. One that turns out not to be needed repeats the first right, because
 * AWS takes no empty policy.
 * @throws pulumi.InputPropertiesError when it takes more
 */
function divided(policy: PolicyDocument, managed: number): PolicyDocument[] {
  const documents = split(policy);
  const needed = documents.length - 1;
  new Problems()
    .add(
      "managedPolicies",
      needed > managed &&
        `is ${managed}, and the workflow's permissions of ${policySize(policy)} characters need ${needed} ` +
          `beside the ${INLINE_POLICY_LIMIT} of the inline policy: set it to ${needed}`,
    )
    .done("StateMachine");
  const [first] = policy.Statement;
  const repeated = { ...first!, Resource: [first?.Resource ?? []].flat().slice(0, 1) };
  const spare = { ...policy, Statement: [repeated] };
  return Array.from({ length: managed + 1 }, (_item, index) => documents[index] ?? spare);
}
