import { nearest } from "../integrations";
import { Call, LONGEST_ARN, type Need, type Surroundings, need } from "./need";
import { arnParts, functionForms } from "./arns";
import { mapNeeds } from "./map";
import { RULES } from "./rules";
import { sdkNeeds } from "./sdk";
import type { FoundState } from "./tasks";

/** What follows the account in a task's Resource: an integration, with how it is waited for. */
const INTEGRATION =
  /^([a-zA-Z0-9-]+):(?:([a-zA-Z0-9-]+):)?([a-zA-Z0-9]+)(\.sync(?::2)?|\.waitForTaskToken)?$/;

/** What one state needs of the machine's role. */
export function stateNeeds({ state }: FoundState, where: Surroundings): Need[] {
  if (state["Type"] === "Map") return mapNeeds(state, where);
  if (state["Type"] !== "Task") return [];
  const credentials = state["Credentials"];
  if (credentials !== undefined) {
    // The call is then made by that role: the machine's own only becomes it.
    return [need("sts:AssumeRole", new Call(credentials, where, false).arnIn("RoleArn"))];
  }
  return taskNeeds(state["Resource"], state["Parameters"] ?? state["Arguments"], where);
}

function taskNeeds(resource: unknown, args: unknown, where: Surroundings): Need[] {
  if (typeof resource !== "string") return unknown("has no Resource");
  if (resource.length > LONGEST_ARN) return unknown("has a Resource longer than any ARN");
  if (isFunction(resource)) return [need("lambda:InvokeFunction", functionForms(resource, where))];
  const [, , owner, , , ...called] = arnParts(resource);
  // Workers ask for an activity's tasks; the machine itself asks nobody.
  if (owner === "states" && called[0] === "activity") return [];
  const text = owner === "states" ? called.join(":") : "";
  const [, service = "", sdkService, action = "", pattern] = INTEGRATION.exec(text) ?? [];
  const sync = pattern?.startsWith(".sync") ?? false;
  const call = new Call(args, where, sync);
  if (service === "aws-sdk" && sdkService !== undefined)
    return sync
      ? unknown(`calls '${resource}', and SDK calls have no .sync form`)
      : sdkNeeds(sdkService, action, call);
  const rule = Object.hasOwn(RULES, `${service}:${action}`)
    ? RULES[`${service}:${action}`]
    : undefined;
  if (!rule || sdkService !== undefined) {
    const near = nearest(text, Object.keys(RULES)).join(", ");
    return unknown(`calls the unknown integration '${resource}', the nearest are ${near}`);
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
