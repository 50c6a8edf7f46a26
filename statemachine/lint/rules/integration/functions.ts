import { isDeferred } from "../../../definition/placeholder";
import { BETTER_INTEGRATIONS } from "../../../integrations/table";
import { own, text } from "../../../json";
import { isGiven, isLambda, parametersField, type Resource } from "../../facts/resource";
import type { LintRule } from "../../rule";

/** Rules about calls of functions, and calls that have a better form. */
export const FUNCTIONS_RULES: readonly LintRule[] = [
  {
    id: "function-as-resource",
    meta: {
      description:
        "A function is called by arn:aws:states:::lambda:invoke, which can name a version, pass a token and shape the payload.",
      pillar: "operations",
      severity: "warning",
      remedy: "use lambda:invoke with the function in FunctionName",
    },
    on: "Task",
    check: ({ call: { kind }, report }) => {
      if (kind === "function") report(["Resource"], "the Resource is the ARN of a function itself");
    },
  },
  {
    id: "unqualified-function",
    meta: {
      description:
        "A function is called by a version or an alias, so that a deployment does not change runs under way.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add the alias or the version to the function's ARN, or as Qualifier",
    },
    on: "Task",
    check: ({ call, state, report }) => {
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
    },
  },
  {
    id: "optimised-integration",
    meta: {
      description:
        "A service is called by its optimised integration where there is one: its answer needs no decoding.",
      pillar: "performance",
      severity: "warning",
      remedy: "use the integration that the message names",
    },
    on: "Task",
    check: ({ call: { kind, service, action }, report }) => {
      const better = BETTER_INTEGRATIONS.get(`${service}:${action}`);
      if (kind === "sdk" && better !== undefined)
        report(["Resource"], `there is an optimised integration ${better} for this call`);
    },
  },
];

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
