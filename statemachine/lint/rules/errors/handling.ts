import { has, text } from "../../../json";
import { HANDLED, allHandlers, handlers } from "../../facts/handlers";
import type { LintRule } from "../../rule";

/** Rules about errors that nobody handles, and those that all handle: States.ALL. */
export const HANDLING_RULES: readonly LintRule[] = [
  {
    id: "error-unhandled",
    meta: {
      description:
        "A Task, Map or Parallel has a Retry or a Catch; else its first failure ends the run.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add a Retry for passing faults, and a Catch that leads to a clean end",
    },
    on: "state",
    types: HANDLED,
    check: ({ state, report }) => {
      if (allHandlers(state).length === 0) report([], "the state has neither Retry nor Catch");
    },
  },
  {
    id: "catch-without-all",
    meta: {
      description: "The last entry of Catch takes States.ALL, so that no error goes past it.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add a last entry for States.ALL",
    },
    on: "state",
    types: HANDLED,
    check: ({ state, report }) => {
      const entries = handlers(state, "Catch");
      if (entries.length > 0 && !entries.some(({ errors }) => errors.includes("States.ALL"))) {
        report(["Catch"], "no entry of Catch takes States.ALL");
      }
    },
  },
  {
    id: "timeout-unhandled",
    meta: {
      description:
        "States.TaskFailed does not include States.Timeout: who handles one handles the other.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add States.Timeout to the names, or use States.ALL",
    },
    on: "Task",
    check: ({ state, report }) => {
      const names = allHandlers(state).flatMap(({ errors }) => errors);
      if (!names.includes("States.TaskFailed")) return;
      if (["States.ALL", "States.Timeout"].some((name) => names.includes(name))) return;
      report([], "the state handles States.TaskFailed, but no States.Timeout");
    },
  },
  {
    id: "catch-loses-input",
    meta: {
      description:
        "A Catch keeps the input beside the error; by default the error replaces it, and the next state has nothing to work on.",
      pillar: "reliability",
      severity: "warning",
      remedy: "set ResultPath to a place such as $.error, or Output in JSONata",
    },
    on: "catcher",
    check: ({ state, entry: { value }, report }) => {
      const field = state.language === "JSONata" ? "Output" : "ResultPath";
      const target = state.scope.byName.get(text(value, "Next") ?? "");
      if (has(value, field) || has(value, "Assign") || target?.type === "Fail") return;
      report([], `the input is lost: the Catch has no ${field}`);
    },
  },
  {
    id: "states-all-order",
    meta: {
      description:
        "States.ALL is in the last entry of Retry or Catch; whatever comes after it would never match.",
      pillar: "reliability",
      severity: "error",
      remedy: "move the entry to the end",
    },
    on: "state",
    types: HANDLED,
    check: ({ state, report }) => {
      for (const field of ["Retry", "Catch"] as const) {
        const entries = handlers(state, field);
        for (const { index, errors } of entries.slice(0, -1)) {
          if (errors.includes("States.ALL"))
            report(
              [field, index],
              `States.ALL in entry ${index + 1} of ${entries.length} hides the rest`,
            );
        }
      }
    },
  },
  {
    id: "states-all-alone",
    meta: {
      description: "States.ALL is the only name in its entry.",
      pillar: "reliability",
      severity: "error",
      remedy: "remove the other names, which States.ALL includes",
    },
    on: "handler",
    check: ({ entry: { errors }, report }) => {
      if (errors.includes("States.ALL") && errors.length > 1)
        report(["ErrorEquals"], `States.ALL stands beside ${errors.length - 1} other names`);
    },
  },
];
