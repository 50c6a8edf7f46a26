import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { integrationPolicies } from "asl-toolkit/integrations";
import { type Account } from "../shared/account";
import { type SettledDefinition } from "./definition";
import { needsWorkflowPolicy, workflowPolicy } from "./permissions";
import { logDeliveryPolicy, machineTrustPolicy } from "./policies";
import { WORKFLOW_NAMES } from "../shared/names";
import { type StateMachineArgs } from "../stepfunction";
import { named, type Tags } from "../shared/tags";

/** The role that a machine runs with. */
export interface MachineRole {
  readonly arn: pulumi.Output<string>;
  /** Undefined for an existing role. */
  readonly name: pulumi.Output<string> | undefined;
  /** What must exist before the role can do its work. */
  readonly ready: pulumi.Resource[];
}

/** The existing role of the arguments, or an own one with its policies, as children of `parent`. */
export function createMachineRole(
  name: string,
  args: StateMachineArgs,
  base: string,
  tags: Tags,
  settled: SettledDefinition,
  account: Account,
  parent: pulumi.Resource,
): MachineRole {
  if (args.roleArn !== undefined) {
    return { arn: pulumi.output(args.roleArn), name: undefined, ready: [] };
  }
  const machineName = WORKFLOW_NAMES.stateMachine(base);
  const role = createRole();
  const ready = [
    ...attachLogDelivery(),
    ...attachIntegrations(),
    ...attachAdditional(),
    ...grant(),
  ];
  return { arn: role.arn, name: role.name, ready };

  function createRole(): aws.iam.Role {
    const { trustScope = "machine", trustedEntities = [] } = args;
    const roleName = `${base}-step-functions-role`;
    const trust = pulumi
      .output(account)
      .apply((at) =>
        stableStringify(machineTrustPolicy(trustScope, at, machineName, trustedEntities)),
      );
    return new aws.iam.Role(
      `${name}-role`,
      {
        name: roleName,
        description: "Role for step functions",
        path: "/",
        assumeRolePolicy: trust,
        tags: named(tags, roleName),
      },
      { parent },
    );
  }

  function attachLogDelivery(): pulumi.Resource[] {
    if (args.createLogGroup === false) return [];
    return attachOwn(
      "log-access",
      `${base}-log-access-policy`,
      stableStringify(logDeliveryPolicy()),
    );
  }

  function attachIntegrations(): pulumi.Resource[] {
    const { serviceIntegrations = {}, attachPoliciesForIntegrations = true } = args;
    if (!attachPoliciesForIntegrations) return [];
    const documents = pulumi
      .all([pulumi.output(serviceIntegrations), pulumi.output(account)])
      .apply(([integrations, environment]) =>
        integrationPolicies(integrations, {
          ...environment,
          compatible: args.compatibleIntegrations,
        }),
      );
    return Object.keys(serviceIntegrations).flatMap((integration) =>
      attachOwn(
        integration,
        `${base}-${integration}-policy`,
        documents.apply((all) => stableStringify(all[integration])),
      ),
    );
  }

  function attachAdditional(): pulumi.Resource[] {
    return Object.entries(args.additionalRolePolicyArns ?? {}).map(([key, policyArn]) =>
      attach(`additional-${key}`, policyArn),
    );
  }

  /** What the workflow itself needs, beside the catalogue's policies. */
  function grant(): pulumi.Resource[] {
    if (!needsWorkflowPolicy(args, settled)) return [];
    return [
      new aws.iam.RolePolicy(
        `${name}-workflow`,
        {
          name: `${base}-workflow-policy`,
          role: role.name,
          policy: workflowPolicy(args, settled, account, machineName).apply(stableStringify),
        },
        { parent },
      ),
    ];
  }

  function attachOwn(
    child: string,
    policyName: string,
    policy: pulumi.Input<string>,
  ): pulumi.Resource[] {
    const own = new aws.iam.Policy(
      `${name}-${child}`,
      { name: policyName, policy, tags: named(tags, policyName) },
      { parent },
    );
    return [own, attach(child, own.arn)];
  }

  function attach(child: string, policyArn: pulumi.Input<string>): aws.iam.RolePolicyAttachment {
    return new aws.iam.RolePolicyAttachment(
      `${name}-${child}`,
      { role: role.name, policyArn },
      { parent },
    );
  }
}
