import { isDeferred } from "../../../definition/placeholder";
import { BETTER_INTEGRATIONS } from "../../../integrations/table";
import { own, text } from "../../../json";
import { isGiven, isLambda, parametersField, type Resource } from "../../facts/resource";
import { on, type Checks } from "../../rule";

/** Rules about calls of functions, and calls that have a better form. */
export const functionChecks = {
  "function-as-resource": on("Task", ({ call: { kind }, report }) => {
    if (kind === "function") report(["Resource"], "the Resource is the ARN of a function itself");
  }),
  "unqualified-function": on("Task", ({ call, state, report }) => {
    if (!isLambda(state)) return;
    const byArn = call.kind === "function";
    const given = byArn ? text(state.value, "Resource") : nameIn(call);
    if (typeof given !== "string") return;
    const at = byArn ? ["Resource"] : [parametersField(state), "FunctionName"];
    if (given.endsWith(":$LATEST")) report(at, "the function is called as $LATEST");
    else if (
      !isDeferred(given) &&
      isUnqualified(given) &&
      !(!byArn && isGiven(state, "Qualifier"))
    ) {
      report(at, `the function '${given.slice(0, 120)}' has no version and no alias`);
    }
  }),
  "optimised-integration": on("Task", ({ call: { kind, service, action }, report }) => {
    const better = BETTER_INTEGRATIONS.get(`${service}:${action}`);
    if (kind === "sdk" && better !== undefined)
      report(["Resource"], `there is an optimised integration ${better} for this call`);
  }),
} satisfies Checks;

function nameIn({ input }: Resource): unknown {
  const name = input === undefined ? undefined : own(input, "FunctionName");
  return typeof name === "string" && !name.startsWith("{%") ? name : undefined;
}

/** Whether the name or ARN of a function ends with the function. */
function isUnqualified(name: string): boolean {
  const parts = name.split(":");
  return name.startsWith("arn:")
    ? parts.length === 7
    : parts.length === 1 || (parts.length === 3 && parts[1] === "function");
}
