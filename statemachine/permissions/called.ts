import type { StateNode } from "../definition/reader";
import { arnParts } from "../iam/arn";
import { argumentsOf } from "../integrations/call";
import { valueAt } from "../integrations/argument";
import { text } from "../json";
import type { RequiredPermission } from "../integrations/required-permission";

/**
 * The ARNs by which IAM may know each resource of a call: a grant on any of them allows it. A derived policy also grants
 * a function's other versions, which a call that exists already does not need.
 * Sources: Lambda developer guide, "Resources and conditions for Lambda actions" (the ARN with the qualifier that is
 * called, without one for none); Step Functions developer guide, "Authorization for versions and aliases".
 */
export function calledAs(
  { actions, resources, condition }: RequiredPermission,
  state: StateNode,
): readonly (readonly string[])[] {
  if ("unknown" in resources) return [];
  const [base = "", ...versions] = resources;
  if (actions.includes("lambda:InvokeFunction") && versions.includes(`${base}:*`)) {
    const qualifier = functionQualifier(state);
    return [[qualifier === undefined ? base : `${base}:${qualifier}`]];
  }
  const qualifier = condition?.["ForAnyValue:StringEquals"]?.["states:StateMachineQualifier"];
  return resources.map((arn) => (qualifier === undefined ? [arn] : [arn, `${arn}:${qualifier}`]));
}

/** What is only known when the task runs may be any version. */
const ANY_QUALIFIER = "${Qualifier}";

function functionQualifier({ value }: StateNode): string | undefined {
  const resource = text(value, "Resource") ?? "";
  const called = /^arn:[^:]*:lambda:/.test(resource) ? resource : undefined;
  const args = argumentsOf(value);
  const separate = called === undefined ? valueAt(args, "Qualifier") : undefined;
  if (separate?.is === "text") return separate.text;
  if (separate?.is === "dynamic" || separate?.is === "beginning") return ANY_QUALIFIER;
  const name = valueAt(args, "FunctionName");
  const parts = arnParts(called ?? (name.is === "text" ? name.text : ""));
  const at = parts.indexOf("function");
  return parts[at === -1 ? 1 : at + 2];
}
