import { arnParts } from "../iam/arn";
import { functionForms } from "../iam/resource-arns";
import { nearest } from "../integrations/service-integrations";
import { Call, LONGEST_ARN, type Need, type Surroundings, need } from "./need";
import { argumentsOf, integrationOf } from "./integration";
import { mapNeeds } from "./map";
import { RULES } from "../integrations/permissions";
import { sdkNeeds } from "./sdk";
import type { FoundState } from "./tasks";
import { templateText } from "./value";

/** What one state needs of the machine's role. */
export function stateNeeds({ state }: FoundState, where: Surroundings): Need[] {
  if (state["Type"] === "Map") return mapNeeds(state, where);
  if (state["Type"] !== "Task") return [];
  const credentials = state["Credentials"];
  if (credentials !== undefined) {
    // The call is then made by that role: the machine's own only becomes it.
    return [need("sts:AssumeRole", new Call(credentials, where, false).arnIn("RoleArn"))];
  }
  return taskNeeds(templateText(state["Resource"]) ?? state["Resource"], argumentsOf(state), where);
}

function taskNeeds(resource: unknown, args: unknown, where: Surroundings): Need[] {
  if (typeof resource !== "string") return unknown("has no Resource");
  if (resource.length > LONGEST_ARN) return unknown("has a Resource longer than any ARN");
  if (isFunction(resource)) return [need("lambda:InvokeFunction", functionForms(resource, where))];
  // Workers ask for an activity's tasks; the machine itself asks nobody.
  const [, , owner, , , kind] = arnParts(resource);
  if (owner === "states" && kind === "activity") return [];
  const { name, pattern } = integrationOf(resource) ?? { name: "", pattern: "" };
  const sync = pattern.startsWith(".sync");
  const call = new Call(args, where, sync);
  const [first, service = "", action = ""] = name.split(":");
  if (first === "aws-sdk")
    return sync
      ? unknown(`calls '${resource}', and SDK calls have no .sync form`)
      : sdkNeeds(service, action, call);
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (!rule) {
    const near = nearest(resource.replace(/^arn:[^:]*:states:::/, ""), Object.keys(RULES));
    return unknown(
      `calls the unknown integration '${resource}', the nearest are ${near.join(", ")}`,
    );
  }
  if (sync && !rule.sync) return unknown(`calls '${resource}', which has no .sync form`);
  return [...rule.needs(call)];
}

/** A function is also called by its ARN as the Resource; what a template fills in there is one too. */
function isFunction(resource: string): boolean {
  return (
    (resource.startsWith("arn:") && arnParts(resource)[2] === "lambda") ||
    /^(\$\{[^}]*\}|⟦unknown:\d+⟧)(:.*)?$/u.test(resource)
  );
}

const unknown = (reason: string): Need[] => [need([], { unknown: reason })];
