import { has } from "../../../json";
import type { LintRule } from "../../rule";

/** Rules about Comments. */
export const COMMENTS_RULES: readonly LintRule[] = [
  {
    id: "comment-missing",
    meta: {
      description: "The machine and every state have a Comment.",
      pillar: "operations",
      severity: "warning",
      remedy: "say in a Comment what it is for",
    },
    on: "machine",
    optional: true,
    check: ({ machine: { value, states }, report }) => {
      if (!has(value, "Comment")) report([], "the machine has no Comment");
      for (const state of states) {
        if (!has(state.value, "Comment")) report(state.steps, `'${state.name}' has no Comment`);
      }
    },
  },
];
