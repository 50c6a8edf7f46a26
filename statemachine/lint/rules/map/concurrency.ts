import { has, number } from "../../../json";
import type { LintRule } from "../../rule";
import { isDistributed } from "./distributed";

/** Items of an Inline Map that run at a time at most (Map page of the guide). */
const INLINE_CONCURRENCY = 40;

/** Rules about how many items run at a time. */
export const CONCURRENCY_RULES: readonly LintRule[] = [
  {
    id: "map-concurrency",
    meta: {
      description:
        "A Map says how many items run at a time; else as many as there are meet the services behind it at once.",
      pillar: "performance",
      severity: "warning",
      remedy: "set MaxConcurrency to what the services behind it bear",
    },
    on: "Map",
    check: ({ state: { value }, report }) => {
      if (number(value, "MaxConcurrency") === 0)
        report(["MaxConcurrency"], "MaxConcurrency 0 sets no limit");
      else if (!has(value, "MaxConcurrency") && !has(value, "MaxConcurrencyPath"))
        report([], "the Map sets no limit to its concurrency");
    },
  },
  {
    id: "inline-concurrency",
    meta: {
      description: `An Inline Map runs at most ${INLINE_CONCURRENCY} items at a time, whatever its MaxConcurrency says.`,
      pillar: "performance",
      severity: "warning",
      remedy: `lower MaxConcurrency to ${INLINE_CONCURRENCY}, or use a Distributed Map`,
    },
    on: "Map",
    check: ({ state, report }) => {
      const most = number(state.value, "MaxConcurrency") ?? 0;
      if (most > INLINE_CONCURRENCY && !isDistributed(state))
        report(["MaxConcurrency"], `an Inline Map does not run ${most} items at a time`);
    },
  },
];
