import { operation as findOperation, type Structure } from "../../aws-api";
import type { ArgumentPath } from "../../integrations/argument";
import { own } from "../../json";
import { nearest } from "../../nearest";
import {
  type RequiredPermission,
  type Resources,
  requires,
} from "../../integrations/required-permission";
import { findIntegration } from "../../integrations/table";
import { IntegrationCall } from "../../integrations/call";
import { companionPermissions, passedRoles, taggingPermissions } from "./companions";
import { SAME_AS, SDK_ACTIONS } from "./actions";
import { requestPermissions } from "./requests";
import { type Action, findAction, iamData, iamPrefix } from "../../iam/actions";
import { CALLS, inSession } from "./calls";
import { sdkResources } from "./resources";
import { keyPermission } from "./keys";

/** A call of an SDK operation: one whose arguments are an expression as a whole has no others than the operation takes. */
class SdkCall extends IntegrationCall {
  public constructor(
    { args, context, sync }: IntegrationCall,
    private readonly input: Structure | undefined,
  ) {
    super(args, context, sync);
  }

  public override raw(...path: ArgumentPath): unknown {
    const isOther = this.input !== undefined && this.input.member(String(path[0])) === undefined;
    return isOther && typeof this.args === "string" ? undefined : super.raw(...path);
  }
}

/** The needs of `aws-sdk:<service>:<operation>`, or why they cannot be known. */
export function sdkPermissions(
  service: string,
  operation: string,
  given: IntegrationCall,
): RequiredPermission[] {
  const call = new SdkCall(given, findOperation(service, operation)?.input);
  const called = `${service}:${operation}`;
  const id = `${service.toLowerCase()}:${operation}`;
  const special = own(CALLS, id) ?? findIntegration(own(SAME_AS, id) ?? "")?.permissions;
  const companions = companionPermissions(id, call);
  if (special)
    return [...special(call), ...companions].map((required) => inSession(required, call));
  const actions = actionsOf(id, service, operation);
  if ("unknown" in actions) {
    if (iamData().unsigned.includes(id)) return [];
    return requestPermissions(service.toLowerCase(), operation, call) ?? [requires([], actions)];
  }
  const resources = (action: Action): Resources => sdkResources(action, call, called);
  return [
    ...actions.map(
      (action) => keyPermission(action, call) ?? requires(action.name, resources(action)),
    ),
    ...passedRoles(actions, call, called),
    ...taggingPermissions(actions, call, resources),
    ...companions,
  ].map((required) => inSession(required, call));
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
