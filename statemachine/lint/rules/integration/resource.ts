import { isDeferred } from "../../../definition/placeholder";
import type { StateNode } from "../../../definition/reader";
import { parseResource } from "../../../integrations/resource";
import { findIntegration, INTEGRATIONS, type Pattern } from "../../../integrations/table";
import { isRecord, own, text } from "../../../json";
import { nearest } from "../../../nearest";
import { literal, parametersField } from "../../facts/resource";
import { type Checks, on } from "../../rule";
import { objectsOfState } from "../../syntax/objects";
import { stringsOf } from "../../syntax/strings";

/** A function's ARN with nothing, or a version or alias behind it. */
const FUNCTION = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+(?::(?:\$LATEST|[A-Za-z0-9_-]+))?$/;

const PATTERNS: readonly Pattern[] = ["sync", "sync:2", "waitForTaskToken"];
const SDK_PATTERNS: readonly Pattern[] = ["waitForTaskToken"];

/** Rules about a Task's Resource: its form, its integration and pattern, and the ARNs that Tasks name. */
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
  "unknown-integration": on("Task", ({ call: { kind, service, action }, report }) => {
    if (kind !== "integration") return;
    if (findIntegration(`${service}:${action}`) !== undefined) return;
    const [similar] = nearest(`${service}:${action}`, Object.keys(INTEGRATIONS), 1);
    report(
      ["Resource"],
      `there is no optimised integration ${service}:${action}`,
      `write ${similar}, or call the service as aws-sdk:<service>:<action>`,
    );
  }),
  "unsupported-pattern": on(
    "Task",
    ({ call: { kind, service, action, pattern }, state, report }) => {
      if (
        pattern === "" ||
        (kind !== "integration" && kind !== "sdk") ||
        isDeferred(own(state.value, "Resource"))
      )
        return;
      const known =
        kind === "sdk" ? SDK_PATTERNS : findIntegration(`${service}:${action}`)?.patterns;
      if (!(known ?? PATTERNS).includes(pattern as Pattern))
        report(["Resource"], `${service}:${action} cannot be called with .${pattern}`);
    },
  ),
  "task-token-missing": on("Task", ({ call: { pattern }, state, report }) => {
    if (pattern !== "waitForTaskToken" || passesToken(state)) return;
    report([], "the task waits for a token that it does not pass on");
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

/** Whether anything the Task is given holds the token, or the whole context. */
function passesToken(state: StateNode): boolean {
  return objectsOfState(state).some((object) =>
    stringsOf(object).some(({ role, value }) => {
      if (typeof value !== "string") return false;
      if (role === "jsonata")
        return /context(?:\s*$|\.Task|[^.\w])|\bTask\.Token/.test(value.slice(2, -2).trim());
      return role !== "plain" && /\$\$(?:\.Task(?:\.Token)?)?(?![.\w])/.test(value);
    }),
  );
}
