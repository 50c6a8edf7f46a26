import { HANDLED, allHandlers, handlers } from "../../facts/handlers";
import type { LintRule } from "../../rule";
import { TO_FAIL, caught } from "./examples";
import { faulty } from "../examples";

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
    examples: {
      correct: [caught({ ...TO_FAIL, ErrorEquals: ["States.Timeout"] }, TO_FAIL)],
      incorrect: [
        faulty(caught(TO_FAIL, { ...TO_FAIL, ErrorEquals: ["States.Timeout"] }), [
          "/States/Send/Catch/0",
          "States.ALL in entry 1 of 2 hides the rest",
        ]),
      ],
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
    on: "state",
    types: HANDLED,
    check: ({ state, report }) => {
      for (const { field, index, errors } of allHandlers(state)) {
        if (errors.includes("States.ALL") && errors.length > 1) {
          report(
            [field, index, "ErrorEquals"],
            `States.ALL stands beside ${errors.length - 1} other names`,
          );
        }
      }
    },
    examples: {
      correct: [caught(TO_FAIL)],
      incorrect: [
        faulty(caught({ ...TO_FAIL, ErrorEquals: ["States.Timeout", "States.ALL"] }), [
          "/States/Send/Catch/0/ErrorEquals",
          "States.ALL stands beside 1 other names",
        ]),
      ],
    },
  },
];
