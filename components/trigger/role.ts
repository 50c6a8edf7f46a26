import * as pulumi from "@pulumi/pulumi";
import { policyDocument, serviceHost, type Statement } from "asl-toolkit/iam";
import { stableStringify } from "asl-toolkit/json";
import { addPolicy, createRole, trust } from "../shared/access/role";
import { roleName, type TriggerContext } from "./resolve";

/** What a trigger's role may do beside starting the machine. */
export type Access = pulumi.Input<readonly Statement[]>;

/**
 * The services whose guides have `aws:SourceAccount` in a role's trust policy (EventBridge, Scheduler and Pipes, "confused
 * deputy"). API Gateway's has not, and lets only who may pass the role (iam:PassRole) use it.
 */
const SAYS_ACCOUNT: ReadonlySet<string> = new Set(
  ["events", "pipes", "scheduler"].map((name) => `${name}.amazonaws.com`),
);

/**
 * Creates the role that a service starts the machine with, of this trigger alone.
 * @param sync whether it waits for the execution's output
 */
export function createStartRole(
  context: TriggerContext,
  service: string,
  more: Access = [],
  sync = false,
): { readonly arn: pulumi.Output<string>; readonly ready: pulumi.Resource } {
  const { args, account } = context;
  const trusted = account.accountId.apply((accountId) => {
    const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
    return policyDocument([trust([service], SAYS_ACCOUNT.has(service) ? { Condition } : {})]);
  });
  const description = "Starts a workflow";
  const role = createRole(context, roleName(args), trusted, { description });
  const policy = pulumi
    .output([args.stateMachine.aliasArn, more] as const)
    .apply(([Resource, others]) => {
      const Action = sync ? "states:StartSyncExecution" : "states:StartExecution";
      const start: Statement = { Effect: "Allow", Action, Resource };
      return stableStringify(policyDocument([start, ...(others as Statement[])]));
    });
  const ready = addPolicy(context, role, "start", `${args.triggerName}-policy`, policy);
  return { arn: role.arn, ready };
}

/** Use of a key through one service of the region. */
export function useOfKey(
  { account }: TriggerContext,
  actions: string[],
  key: pulumi.Input<string>,
  services: readonly string[],
): pulumi.Output<Statement> {
  return pulumi.all([key, account]).apply(([Resource, at]): Statement => ({
    Effect: "Allow",
    Action: actions,
    Resource,
    Condition: {
      StringEquals: {
        "kms:ViaService": services.map((service) => serviceHost(service, at)),
      },
    },
  }));
}
