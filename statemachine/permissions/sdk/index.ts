import { own } from "../../json/values";
import { nearest } from "../../nearest";
import {
  ANY,
  type RequiredPermission,
  type Resources,
  requires,
  together,
} from "../../integrations/required-permission";
import type { IntegrationCall } from "../../integrations/call";
import { companionPermissions } from "./companions";
import { dataPermissions } from "./data-access";
import { PASSED_TO, SDK_ACTIONS } from "./actions";
import { type Action, findAction, iamData, iamPrefix } from "../../iam/actions";
import { CALLS } from "./calls";
import { BUILDERS } from "./resources";
import { patternResources } from "./arn-patterns";
import { passRole } from "../../integrations/rows/companions";

/** The needs of `aws-sdk:<service>:<operation>`, or why they cannot be known. */
export function sdkPermissions(
  service: string,
  operation: string,
  call: IntegrationCall,
): RequiredPermission[] {
  const id = `${service.toLowerCase()}:${operation}`;
  const special = own(CALLS, id);
  const companions = companionPermissions(`${service.toLowerCase()}:${operation}`, call);
  if (special) return [...special(call), ...companions];
  const actions = actionsOf(id, service, operation);
  if ("unknown" in actions) return [requires([], actions)];
  return [
    ...actions.map((action) =>
      requires(action.name, resourcesOf(action, call, `${service}:${operation}`)),
    ),
    ...passedRoles(actions, call),
    ...dataPermissions(service.toLowerCase(), call),
    ...companions,
  ];
}

function actionsOf(
  id: string,
  service: string,
  operation: string,
): readonly Action[] | { readonly unknown: string } {
  const prefix = iamPrefix(service);
  if (prefix === undefined) {
    const near = nearest(service, Object.keys(iamData().prefixes)).join(", ");
    return {
      unknown: `the SDK has no service '${service}' that is known here, the nearest are ${near}`,
    };
  }
  const names = own(SDK_ACTIONS, id);
  const found = (names ?? [`${prefix}:${operation}`]).map((name) => {
    const [owner = "", action = ""] = name.split(":");
    return findAction(owner, action);
  });
  if (!found.includes(undefined)) return found as Action[];
  const near = nearest(operation, Object.keys(iamData().actions[prefix] ?? {})).join(", ");
  return { unknown: `IAM has no action ${prefix}:${operation}, the nearest are ${near}` };
}

function resourcesOf(action: Action, call: IntegrationCall, id: string): Resources {
  if (action.kinds.length === 0) return ANY;
  const builder = BUILDERS[action.prefix];
  const built = builder?.(action, call, id);
  if (built) return built;
  return patternResources(action, call, id);
}

/** A service that gets a role must be given it: every argument that is a role, in calls that change something. */
function passedRoles(actions: readonly Action[], call: IntegrationCall): RequiredPermission[] {
  const changes = actions.filter(
    ({ name, prefix }) =>
      !/:(Get|List|Describe|Batch(Get|Describe)|Assume|Search)/.test(name) &&
      !/^(sts|iam)$/.test(prefix),
  );
  const paths = changes.length === 0 ? [] : rolePaths(call.args, 3);
  if (paths.length === 0) return [];
  const service = PASSED_TO[changes[0]?.prefix ?? ""];
  return [passRole(together(paths.map((path) => call.arnIn(...path))), service)];
}

function rolePaths(args: unknown, depth: number): (string | number)[][] {
  if (depth === 0 || typeof args !== "object" || args === null) return [];
  return Object.entries(args).flatMap(([key, value]): (string | number)[][] => {
    const name = key.replace(/\.\$$/, "");
    const text = typeof value === "string" ? value : "";
    if (/Role(Arn|ARN)$/.test(name) || (/Role$/.test(name) && /^(arn:|\$|\{%)/.test(text)))
      return [[name]];
    const step = Array.isArray(args) ? Number(name) : name;
    return rolePaths(value, depth - 1).map((path) => [step, ...path]);
  });
}
