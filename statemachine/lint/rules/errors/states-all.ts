import { HANDLED, handlers } from "../../facts/handlers";
import type { LintRule } from "../../rule";

/** Rules about States.ALL in Retry and Catch. */
export const STATES_ALL_RULES: readonly LintRule[] = [
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
