import { list } from "../../../json";
import type { LintRule } from "../../rule";

/** Most levels of Parallel and Map inside each other; no real definition comes near. */
const MAX_LEVELS = 30;

/** Rules about levels inside levels. */
export const LEVELS_RULES: readonly LintRule[] = [
  {
    id: "too-many-levels",
    meta: {
      description: `At most ${MAX_LEVELS} Parallel and Map states are inside each other.`,
      pillar: "operations",
      severity: "error",
      remedy: "move inner levels to machines of their own",
    },
    on: "scope",
    check: ({ scope: { steps, owner }, report }) => {
      const depth = steps.filter((step) => step === "States").length;
      if (owner !== undefined && depth === MAX_LEVELS + 1)
        report([], `this level is number ${depth} inside the machine`);
    },
  },
  {
    id: "single-branch",
    meta: {
      description:
        "A Parallel has two or more branches, unless it holds states together for one Retry or Catch.",
      pillar: "cost",
      severity: "warning",
      remedy: "put the states of the branch in place of the Parallel",
    },
    on: "Parallel",
    check: ({ state: { value }, report }) => {
      const handled = list(value, "Retry").length + list(value, "Catch").length > 0;
      if (list(value, "Branches").length === 1 && !handled)
        report([], "the Parallel has only one branch");
    },
  },
];
