import type { Resource } from "../../host/resource";
import type { ResourceRule, RuleContext, StackCheck, StackContext } from "../../host/rule";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/stack-resource";

/** A check of a resource by itself, which says in one sentence what is wrong with it. */
export function onResource(
  fault: (resource: Resource, setting: RuleContext["setting"]) => string | undefined,
): ResourceRule["check"] {
  return ({ resource, report, setting }) => {
    const found = fault(resource, setting);
    if (found !== undefined) report(found);
  };
}

/** A check of each resource of some types among the others, each by itself. */
export function eachOf(
  types: readonly string[],
  check: (resource: StackResource, context: StackContext) => void,
): StackCheck {
  return {
    scope: "stack",
    types,
    check: (context) =>
      context.each(context.stack.of(...types), (resource) => check(resource, context)),
  };
}

/** A check of each resource of some types among the others, which says in a few words what is wrong with it. */
export function onEach(
  types: readonly string[],
  fault: (
    resource: StackResource,
    stack: Stack,
    setting: RuleContext["setting"],
  ) => string | undefined,
): StackCheck {
  return eachOf(types, (resource, { stack, report, setting }) => {
    const found = fault(resource, stack, setting);
    if (found !== undefined) report(resource, `${resource.label} ${found}.`);
  });
}
