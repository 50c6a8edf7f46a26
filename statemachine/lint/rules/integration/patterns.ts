import { isDeferred } from "../../../definition/placeholder";
import type { StateNode } from "../../../definition/reader";
import { nearest } from "../../../nearest";
import { findIntegration, INTEGRATIONS, type Pattern } from "../../../integrations/table";
import { own } from "../../../json";
import { on, type Checks } from "../../rule";
import { objectsOfState } from "../../syntax/objects";
import { stringsOf } from "../../syntax/strings";

const PATTERNS: readonly Pattern[] = ["sync", "sync:2", "waitForTaskToken"];
const SDK_PATTERNS: readonly Pattern[] = ["waitForTaskToken"];

/** Rules about optimised integrations and their patterns. */
export const patternChecks = {
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
