import { isDeferred } from "../../../definition/placeholder";
import { has, isRecord, own } from "../../../json";
import { attempts, handlers } from "../../facts/handlers";
import { literal, parametersField } from "../../facts/resource";
import type { LintRule } from "../../rule";

/** What the console links a nested execution with its parent by. */
const STARTED_BY = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID";

/** Rules about nested executions. */
export const NESTED_RULES: readonly LintRule[] = [
  {
    id: "sync-version",
    meta: {
      description:
        "A nested execution is waited for with .sync:2, which gives its output as JSON; .sync gives it as text.",
      pillar: "operations",
      severity: "warning",
      remedy: "write .sync:2",
    },
    on: "Task",
    check: ({ call: { service, pattern }, report }) => {
      if (service === "states" && pattern === "sync")
        report(["Resource"], "the output of the nested execution comes as text");
    },
  },
  {
    id: "nested-execution-link",
    meta: {
      description: `A nested execution gets ${STARTED_BY}, so that the console links it with its parent.`,
      pillar: "operations",
      severity: "warning",
      remedy: `add ${STARTED_BY} with the id of the execution to Input`,
    },
    on: "Task",
    check: ({ call: { kind, service, action, input }, state, report }) => {
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
  },
  {
    id: "unqualified-machine",
    meta: {
      description:
        "A nested machine is started by a version or an alias, so that its next deployment does not change the parent.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add the version or the alias to StateMachineArn",
    },
    on: "Task",
    check: ({ call: { service }, state, report }) => {
      const arn = literal(state, "StateMachineArn");
      if (service !== "states" || typeof arn !== "string" || arn.split(":").length !== 7) return;
      report(
        [parametersField(state), "StateMachineArn"],
        "the machine is started without version or alias",
      );
    },
  },
  {
    id: "retry-amplified",
    meta: {
      description:
        "A nested execution is not retried as a whole by the parent where the child retries its own tasks: attempts multiply.",
      pillar: "cost",
      severity: "warning",
      remedy: "retry inside the child only, and catch in the parent",
    },
    on: "Task",
    optional: true,
    check: ({ call: { service, action, pattern }, state, report }) => {
      if (service !== "states" || action !== "startExecution" || !pattern.startsWith("sync"))
        return;
      const all = handlers(state, "Retry").find(
        (entry) => entry.errors.includes("States.ALL") && attempts(entry) > 0,
      );
      if (all !== undefined)
        report(["Retry", all.index], "the whole nested execution is repeated, retries and all");
    },
  },
];
