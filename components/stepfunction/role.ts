import * as pulumi from "@pulumi/pulumi";
import { integrationPolicies } from "asl-toolkit/integrations";
import { stableStringify } from "asl-toolkit/json";
import { fitting } from "../shared/limits/policy-size";
import { attach, createRole } from "../shared/access/role";
import { type NormalizedDefinition } from "./definition";
import { attachOwn, type OwnRole } from "./role/attach";
import { integrationPolicyName, logDeliveryPolicy, machineTrustPolicy } from "./role/policies";
import { type MachineContext } from "./resolve";
import { createWorkflowPolicies } from "./role/workflow-policies";

/** The role that a machine runs with. */
export interface MachineRole {
  readonly arn: pulumi.Output<string>;
  /** Undefined for an existing role. */
  readonly name: pulumi.Output<string> | undefined;
  /** What must exist before the role can do its work. */
  readonly ready: pulumi.Resource[];
}

/** The existing role of the arguments, or an own one with its policies. */
export function createMachineRole(
  context: MachineContext,
  definition: NormalizedDefinition,
): MachineRole {
  const { roleArn } = context.args;
  if (roleArn !== undefined) return { arn: pulumi.output(roleArn), name: undefined, ready: [] };
  const trust = pulumi
    .all([context.account, context.args.trustedEntities])
    .apply(([at, trustedEntities]) =>
      fitting(
        machineTrustPolicy({ ...context.args, trustedEntities }, at),
        "trustPolicy",
        "StateMachine",
        { trustedEntities },
      ),
    );
  const role = createRole(context, context.args.roleName, trust, {
    description: "Role for step functions",
    path: "/",
  });
  const own = { ...context, role };
  const ready = [
    ...attachLogDelivery(own),
    ...attachIntegrations(own),
    ...attachAdditional(own),
    ...createWorkflowPolicies(own, definition),
  ];
  return { arn: role.arn, name: role.name, ready };
}

function attachLogDelivery(own: OwnRole): pulumi.Resource[] {
  if (!own.args.createLogGroup) return [];
  const { args, account } = own;
  const policy = pulumi
    .all([account, args.kmsKeyArn])
    .apply(([at, key]) => stableStringify(logDeliveryPolicy(at, key)));
  return attachOwn(own, "log-access", `${args.base}-log-access-policy`, policy);
}

function attachIntegrations(own: OwnRole): pulumi.Resource[] {
  const { base, serviceIntegrations, attachPoliciesForIntegrations, compatibility } = own.args;
  if (serviceIntegrations === undefined || !attachPoliciesForIntegrations) return [];
  const documents = pulumi
    .all([pulumi.output(serviceIntegrations), own.account])
    .apply(([integrations, environment]) =>
      integrationPolicies(integrations, {
        ...environment,
        compatible: compatibility.compatibleIntegrations,
      }),
    );
  return Object.keys(serviceIntegrations).flatMap((integration) => {
    const policy = documents.apply((all) =>
      stableStringify(
        fitting(all[integration]!, "managedPolicy", "StateMachine", {
          [`serviceIntegrations.${integration}`]: integration,
        }),
      ),
    );
    return attachOwn(own, integration, integrationPolicyName(base, integration), policy);
  });
}

function attachAdditional(own: OwnRole): pulumi.Resource[] {
  return Object.entries(own.args.additionalRolePolicyArns).map(([key, policyArn]) =>
    attach(own, own.role, `additional-${key}`, policyArn),
  );
}
