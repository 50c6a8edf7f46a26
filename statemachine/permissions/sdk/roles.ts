import { operation } from "../../aws-api";
import type { Action } from "../../iam/actions";
import { Expression } from "../../integrations/argument";
import type { IntegrationCall } from "../../integrations/call";
import {
  type RequiredPermission,
  requires,
  together,
} from "../../integrations/required-permission";
import { PASSED_TO } from "./actions";

/** A service that gets a role must be given it: every argument that is a role, in calls that change something. */
export function passedRoles(
  actions: readonly Action[],
  call: IntegrationCall,
  id: string,
): RequiredPermission[] {
  const changes = actions.filter(
    ({ name, prefix }) =>
      !/:(Get|List|Describe|Batch(Get|Describe)|Assume|Invoke|Search)/.test(name) &&
      !/^(sts|iam)$/.test(prefix),
  );
  if (changes.length === 0) return [];
  const paths = [...rolePaths(call.args, 3), ...hiddenRoles(call, id)];
  if (paths.length === 0) return [];
  const service = PASSED_TO[changes[0]?.prefix ?? ""];
  const roles = together(paths.map((path) => call.arnIn(...path)));
  const condition =
    service === undefined ? undefined : { StringEquals: { "iam:PassedToService": service } };
  return [requires("iam:PassRole", roles, condition)];
}

function rolePaths(args: unknown, depth: number): (string | number)[][] {
  if (depth === 0 || typeof args !== "object" || args === null) return [];
  return Object.entries(args).flatMap(([key, value]): (string | number)[][] => {
    const name = key.replace(/\.\$$/, "");
    const text = typeof value === "string" ? value : "";
    const isRole =
      /Role(Arn|ARN)$/.test(name) || (/Role$/.test(name) && /^(arn:|\$|\{%)/.test(text));
    // A list under such a name is a filter's, of what to find.
    if (isRole && !Array.isArray(value)) return [[name]];
    const step = Array.isArray(args) ? Number(name) : name;
    return rolePaths(value, depth - 1).map((path) => [step, ...path]);
  });
}

/** Roles that the API demands inside of an argument that the run decides as a whole. */
function hiddenRoles(call: IntegrationCall, id: string): (string | number)[][] {
  const [service = "", name = ""] = id.split(":");
  const members = [...(operation(service, name)?.input.members.values() ?? [])];
  return members.flatMap(({ name: argument, shape }): string[][] => {
    if (shape.type !== "structure" || !(call.raw(argument) instanceof Expression)) return [];
    const roles = [...shape.members.values()].filter((member) => member.required);
    return roles
      .filter((role) => role.name.endsWith("RoleArn"))
      .map((role) => [argument, role.name]);
  });
}
