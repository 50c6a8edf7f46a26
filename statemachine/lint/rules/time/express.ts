import type { StateNode } from "../../../definition/reader";
import { number } from "../../../json";
import { longest, secondsOf } from "../../facts/duration";
import { resourceOf } from "../../facts/resource";
import type { LintRule } from "../../rule";

/** The longest run of an Express workflow, and the longest HTTP call, in seconds (quotas page of the guide). */
const EXPRESS_SECONDS = 300;

/** Rules about Express workflows. Source: "Choosing workflow type" of the guide. */
export const EXPRESS_RULES: readonly LintRule[] = [
  {
    id: "express-wait",
    meta: {
      description: `In an Express workflow no Wait is longer than the ${EXPRESS_SECONDS} seconds that a run may take.`,
      pillar: "reliability",
      severity: "error",
      remedy: "make the workflow STANDARD, or wait less",
    },
    needs: ["type"],
    on: "Wait",
    check: ({ state: { value, scope }, report }) => {
      const seconds = number(value, "Seconds") ?? 0;
      if (scope.express && seconds > EXPRESS_SECONDS)
        report(
          ["Seconds"],
          `the run ends ${EXPRESS_SECONDS} s after its start, in the middle of this Wait`,
        );
    },
  },
  {
    id: "express-timeout",
    meta: {
      description: `In an Express workflow a timeout of more than ${EXPRESS_SECONDS} seconds never takes effect.`,
      pillar: "reliability",
      severity: "warning",
      remedy: `set TimeoutSeconds to ${EXPRESS_SECONDS} or less`,
    },
    needs: ["type"],
    on: "scope",
    check: ({ scope, report }) => {
      if (!scope.express) return;
      const late = (holder: StateNode["value"]): boolean =>
        (number(holder, "TimeoutSeconds") ?? 0) > EXPRESS_SECONDS;
      if (scope.owner === undefined && late(scope.value))
        report(["TimeoutSeconds"], `an Express run ends after ${EXPRESS_SECONDS} s`);
      for (const { name, type, value } of scope.states) {
        if (type === "Task" && late(value))
          report(
            ["States", name, "TimeoutSeconds"],
            `an Express run ends after ${EXPRESS_SECONDS} s`,
          );
      }
    },
  },
  {
    id: "express-path",
    meta: {
      description: `In an Express workflow the Waits and timeouts of the longest way through add up to at most ${EXPRESS_SECONDS} seconds.`,
      pillar: "reliability",
      severity: "warning",
      remedy: "shorten Waits and timeouts, or make the workflow STANDARD",
    },
    needs: ["type"],
    on: "scope",
    check: ({ scope, report }) => {
      if (!scope.express || (scope.owner !== undefined && !scope.distributed)) return;
      if (scope.states.some((state) => secondsOf(state) > EXPRESS_SECONDS)) return;
      const seconds = longest(scope, secondsOf);
      if (seconds > EXPRESS_SECONDS) report([], `the longest way through takes up to ${seconds} s`);
    },
  },
  {
    id: "express-unsupported",
    meta: {
      description:
        "An Express workflow has no .sync, no .waitForTaskToken, no activity and no Distributed Map.",
      pillar: "reliability",
      severity: "error",
      remedy: "make the workflow STANDARD, or call without waiting",
    },
    needs: ["type"],
    on: "state",
    types: ["Task", "Map"],
    check: ({ state, report }) => {
      if (!state.scope.express) return;
      const { kind, pattern } = resourceOf(state);
      if (pattern !== "") report(["Resource"], `an Express workflow cannot call with .${pattern}`);
      if (kind === "activity") report(["Resource"], "an Express workflow has no activities");
      if (state.inner.some(({ distributed }) => distributed))
        report([], "an Express workflow has no Distributed Map");
    },
  },
];
