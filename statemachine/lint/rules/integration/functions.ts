import { isDeferred } from "../../../definition/placeholder";
import { BETTER_INTEGRATIONS } from "../../../integrations/table";
import { has, isRecord, own, text } from "../../../json";
import { attempts, handlers } from "../../facts/handlers";
import { isGiven, isLambda, literal, parametersField, type Resource } from "../../facts/resource";
import { type Checks, on } from "../../rule";

/** What the console links a nested execution with its parent by. */
const STARTED_BY = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID";

/** Rules about calls of functions, nested executions, and calls that have a better form. */
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
  "sync-version": on("Task", ({ call: { service, pattern }, report }) => {
    if (service === "states" && pattern === "sync")
      report(["Resource"], "the output of the nested execution comes as text");
  }),
  "nested-execution-link": on(
    "Task",
    ({ call: { kind, service, action, input }, state, report }) => {
      if (kind !== "integration" || service !== "states" || action !== "startExecution") return;
      const given = input === undefined ? undefined : own(input, "Input");
      if (
        !isRecord(given) ||
        isDeferred(given) ||
        has(given, STARTED_BY) ||
        has(given, `${STARTED_BY}.$`)
      )
        return;
      report([parametersField(state), "Input"], `the nested execution does not get ${STARTED_BY}`);
    },
  ),
  "unqualified-machine": on("Task", ({ call: { service }, state, report }) => {
    const arn = literal(state, "StateMachineArn");
    if (service !== "states" || arn?.split(":").length !== 7) return;
    report(
      [parametersField(state), "StateMachineArn"],
      "the machine is started without version or alias",
    );
  }),
  "retry-amplified": on("Task", ({ call: { service, action, pattern }, state, report }) => {
    if (service !== "states" || action !== "startExecution" || !pattern.startsWith("sync")) return;
    const all = handlers(state, "Retry").find(
      (entry) => entry.errors.includes("States.ALL") && attempts(entry) > 0,
    );
    if (all !== undefined)
      report(["Retry", all.index], "the whole nested execution is repeated, retries and all");
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
