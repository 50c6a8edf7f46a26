import { isDeferred } from "../../../definition/placeholder";
import { text, isRecord, own } from "../../../json";
import { literal, parametersField } from "../../facts/resource";
import { parseResource } from "../../../integrations/resource";
import { on, type Checks } from "../../rule";

/** A function's ARN with nothing, or a version or alias behind it. */
const FUNCTION = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+(?::(?:\$LATEST|[A-Za-z0-9_-]+))?$/;

/** Rules about the form of a Task's Resource, and the ARNs that Tasks name. */
export const resourceChecks = {
  "resource-syntax": on("Task", ({ state: { value }, report }) => {
    const resource = text(value, "Resource");
    if (resource === undefined || resource === "" || isDeferred(resource) || isStandIn(resource))
      return;
    if (!/^arn:\S+$/.test(resource)) {
      report(["Resource"], `'${resource.slice(0, 80)}' is not an ARN`);
    } else if (/^arn:[^:]*:lambda:/.test(resource) && !FUNCTION.test(resource)) {
      report(
        ["Resource"],
        `'${resource.slice(0, 120)}' is not an ARN of a function, version or alias`,
      );
    } else if (isOfNoTask(resource)) {
      report(["Resource"], `'${resource.slice(0, 120)}' is the ARN of nothing that a Task can run`);
    }
  }),
  "resource-stand-in": on("Task", ({ state: { value }, report }) => {
    const resource = text(value, "Resource");
    if (resource !== undefined && !isDeferred(resource) && isStandIn(resource))
      report(["Resource"], `'${resource.slice(0, 80)}' is nothing that Step Functions calls`);
  }),
  "wildcard-resource": on("Task", ({ state, report }) => {
    if (text(state.value, "Resource")?.includes("*"))
      report(["Resource"], "the Resource has a wildcard");
    const field = parametersField(state);
    for (const key of ["FunctionName", "StateMachineArn"]) {
      if (literal(state, key)?.includes("*")) report([field, key], `'${key}' has a wildcard`);
    }
  }),
  "hard-coded-partition": on("Task", ({ state: { value }, report }) => {
    if (text(value, "Resource")?.startsWith("arn:aws:"))
      report(["Resource"], "the ARN has the partition aws");
  }),
  "cross-account-role": on("Task", ({ state, report, account }) => {
    if (account === undefined || isRecord(own(state.value, "Credentials"))) return;
    const named = [
      text(state.value, "Resource"),
      literal(state, "FunctionName"),
      literal(state, "StateMachineArn"),
    ];
    const other = named.flatMap(
      (arn) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? "")?.[1] ?? [],
    );
    const [foreign] = other.filter((each) => each !== account);
    if (foreign !== undefined)
      report([], `the task is on account ${foreign}, but has no Credentials`);
  }),
} satisfies Checks;

/** Whether an ARN is of no function, activity or integration. */
function isOfNoTask(arn: string): boolean {
  return parseResource(arn).kind === "other" || arn.endsWith(":activity:");
}

/**
 * Whether a Resource is a bare word, as people write it where an ARN is to follow, or an address as in the examples of the
 * language's specification, which leaves to an interpreter what it calls: tasks of SWF, too.
 */
function isStandIn(resource: string): boolean {
  return /^(?:[\w%<>-]+|(?!arn:)[A-Za-z][\w+.-]*:\S+|arn:[^:]*:swf:\S+)$/.test(resource);
}
