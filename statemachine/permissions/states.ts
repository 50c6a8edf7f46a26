import type { StateNode } from "../definition/reader";
import { parseArn } from "../iam/arn";
import { functionForms } from "../iam/resource-arns";
import { functionText } from "../definition/intrinsics";
import {
  argumentsOf,
  IntegrationCall,
  LONGEST_ARN,
  type PermissionContext,
} from "../integrations/call";
import { requires, type RequiredPermission } from "../integrations/required-permission";
import { parseResource } from "../integrations/resource";
import { findIntegration, INTEGRATIONS } from "../integrations/table";
import { nearest } from "../nearest";
import { mapPermissions } from "./map";
import { sdkPermissions } from "./sdk";

/** What one state needs of the machine's role. */
export function statePermissions(
  state: StateNode,
  context: PermissionContext,
): readonly RequiredPermission[] {
  const { type, value } = state;
  if (type === "Map") return mapPermissions(state, context);
  if (type !== "Task") return [];
  const credentials = value["Credentials"];
  if (credentials !== undefined) {
    // The call is then made by that role: the machine's own only becomes it.
    return [
      requires("sts:AssumeRole", new IntegrationCall(credentials, context, false).arnIn("RoleArn")),
    ];
  }
  return taskPermissions(
    functionText(value["Resource"]) ?? value["Resource"],
    argumentsOf(value),
    context,
  );
}

function taskPermissions(
  resource: unknown,
  args: unknown,
  context: PermissionContext,
): readonly RequiredPermission[] {
  if (typeof resource !== "string") return unknown("has no Resource");
  if (resource.length > LONGEST_ARN) return unknown("has a Resource longer than any ARN");
  if (isFunction(resource))
    return [requires("lambda:InvokeFunction", functionForms(resource, context))];
  const { kind, service, action, pattern } = parseResource(resource);
  // Workers ask for an activity's tasks; the machine itself asks nobody.
  if (kind === "activity") return [];
  const sync = pattern.startsWith("sync");
  const call = new IntegrationCall(args, context, sync);
  if (kind === "sdk")
    return sync
      ? unknown(`calls '${resource}', and SDK calls have no .sync form`)
      : sdkPermissions(service, action, call);
  const integration = PATTERNS.has(pattern) ? findIntegration(`${service}:${action}`) : undefined;
  if (!integration) {
    const near = nearest(resource.replace(/^arn:[^:]*:states:::/, ""), Object.keys(INTEGRATIONS));
    return unknown(
      `calls the unknown integration '${resource}', the nearest are ${near.join(", ")}`,
    );
  }
  if (sync && !integration.patterns.includes("sync"))
    return unknown(`calls '${resource}', which has no .sync form`);
  return integration.permissions(call);
}

const PATTERNS: ReadonlySet<string> = new Set(["", "sync", "sync:2", "waitForTaskToken"]);

/** A function is also called by its ARN as the Resource; what a template fills in there is one too. */
function isFunction(resource: string): boolean {
  return (
    parseArn(resource)?.service === "lambda" ||
    /^(\$\{[^}]*\}|⟦unknown:\d+⟧)(:.*)?$/u.test(resource)
  );
}

const unknown = (reason: string): RequiredPermission[] => [requires([], { unknown: reason })];
