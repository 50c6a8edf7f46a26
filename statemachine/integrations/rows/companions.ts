import { globalArn } from "../../iam/arn";
import { functionForms } from "../../iam/resource-arns";
/** The rule by which Step Functions learns of the end of a job, which it creates and keeps itself; none without `.sync`. */
import type { IntegrationCall } from "../call";
import { type RequiredPermission, type Resources, requires } from "../required-permission";
export function managedRule(call: IntegrationCall, name: string): RequiredPermission[] {
  const actions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];
  return call.sync ? [requires(actions, [call.arn("events", `rule/${name}`)])] : [];
}

/** Handing a role to a service. */
export function passRole(roles: Resources, service?: string): RequiredPermission {
  const condition = { StringEquals: { "iam:PassedToService": service ?? "" } };
  return requires("iam:PassRole", roles, service === undefined ? undefined : condition);
}

/** A call that gives what it makes tags must be allowed to tag it. Source: the user guides of the services, "tag on create". */
export function tagOnCreate(
  call: IntegrationCall,
  action: string,
  made: Resources,
  field = "Tags",
): RequiredPermission[] {
  return call.has(field) ? [requires(action, made)] : [];
}

/** AWS makes this role for the first cluster or application of an account. */
export function serviceLinkedRole(
  call: IntegrationCall,
  service: string,
  name: string,
): RequiredPermission {
  const role = globalArn(call.context, "iam", `role/aws-service-role/${service}/${name}`);
  const condition = { StringEquals: { "iam:AWSServiceName": service } };
  return requires("iam:CreateServiceLinkedRole", [role], condition);
}

/** The function that a call names, whatever version or alias it asks for. */
export function functionArns(call: IntegrationCall): Resources {
  return call.on("FunctionName", (name) => functionForms(name, call.context));
}
