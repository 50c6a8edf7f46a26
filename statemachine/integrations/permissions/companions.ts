import { type Call, type Need, type Resources, need } from "../../permissions/need";

/** The rule by which Step Functions learns of the end of a job, which it creates and keeps itself; none without `.sync`. */
export function managedRule(call: Call, name: string): Need[] {
  const actions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];
  return call.sync ? [need(actions, [call.arn("events", `rule/${name}`)])] : [];
}

/** Handing a role to a service. */
export function passRole(roles: Resources, service?: string): Need {
  const condition = { StringEquals: { "iam:PassedToService": service ?? "" } };
  return need("iam:PassRole", roles, service === undefined ? undefined : condition);
}

/** A call that gives what it makes tags must be allowed to tag it. Source: the user guides of the services, "tag on create". */
export function tagOnCreate(call: Call, action: string, made: Resources, field = "Tags"): Need[] {
  return call.has(field) ? [need(action, made)] : [];
}

/** AWS makes this role for the first cluster or application of an account. */
export function serviceLinkedRole(call: Call, service: string, name: string): Need {
  const { partition, accountId } = call.where;
  return need(
    "iam:CreateServiceLinkedRole",
    [`arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/${name}`],
    { StringEquals: { "iam:AWSServiceName": service } },
  );
}
