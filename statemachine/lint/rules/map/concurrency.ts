import { has, number } from "../../../json";
import { on, type Checks } from "../../rule";
import { isDistributed } from "../../facts/levels";

/** Items of an Inline Map that run at a time at most (Map page of the guide). */
const INLINE_CONCURRENCY = 40;

/** Rules about how many items run at a time. */
export const concurrencyChecks = {
  "map-concurrency": on("Map", ({ state: { value }, report }) => {
    if (number(value, "MaxConcurrency") === 0)
      report(["MaxConcurrency"], "MaxConcurrency 0 sets no limit");
    else if (!has(value, "MaxConcurrency") && !has(value, "MaxConcurrencyPath"))
      report([], "the Map sets no limit to its concurrency");
  }),
  "inline-concurrency": on("Map", ({ state, report }) => {
    const most = number(state.value, "MaxConcurrency") ?? 0;
    if (most > INLINE_CONCURRENCY && !isDistributed(state))
      report(["MaxConcurrency"], `an Inline Map does not run ${most} items at a time`);
  }),
} satisfies Checks;
