import { isDeferred } from "../../../definition/placeholder";
import { text } from "../../../json";
import type { LintRule } from "../../rule";

/** A function's ARN with nothing, or a version or alias behind it. */
const FUNCTION = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+(?::(?:\$LATEST|[A-Za-z0-9_-]+))?$/;

/** Rules about the form of a Task's Resource. */
export const RESOURCE_RULES: readonly LintRule[] = [
  {
    id: "resource-syntax",
    meta: {
      description:
        "The Resource of a Task is an ARN; that of a function ends with its name, a version or an alias.",
      pillar: "operations",
      severity: "error",
      remedy: "write an ARN such as arn:aws:states:::lambda:invoke",
    },
    on: "Task",
    check: ({ state: { value }, report }) => {
      const resource = text(value, "Resource");
      if (resource === undefined || resource === "" || isDeferred(resource) || isStandIn(resource))
        return;
      if (!/^[A-Za-z][\w+.-]*:\S+$/.test(resource)) {
        report(["Resource"], `'${resource.slice(0, 80)}' is not an ARN`);
      } else if (/^arn:[^:]*:lambda:/.test(resource) && !FUNCTION.test(resource)) {
        report(
          ["Resource"],
          `'${resource.slice(0, 120)}' is not an ARN of a function, version or alias`,
        );
      }
    },
  },
  {
    id: "resource-stand-in",
    meta: {
      description:
        "The Resource of a Task is an ARN or a substitution, no bare word that someone is to replace by hand.",
      pillar: "operations",
      severity: "warning",
      remedy: "write the ARN, or a substitution such as ${FunctionArn}",
    },
    on: "Task",
    check: ({ state: { value }, report }) => {
      const resource = text(value, "Resource");
      if (resource !== undefined && isStandIn(resource))
        report(["Resource"], `'${resource.slice(0, 80)}' is not an ARN`);
    },
  },
];

/** Whether a Resource is a bare word, as people write it where an ARN is to follow. */
function isStandIn(resource: string): boolean {
  return /^[\w%<>-]+$/.test(resource);
}
