import { isDeferred } from "../../../definition/placeholder";
import { has, isRecord, own } from "../../../json";
import { attempts, handlers } from "../../facts/handlers";
import { literal, parametersField } from "../../facts/resource";
import { on, type Checks } from "../../rule";

/** What the console links a nested execution with its parent by. */
const STARTED_BY = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID";

/** Rules about nested executions. */
export const nestedChecks = {
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
