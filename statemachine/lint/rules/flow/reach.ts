import { endable, isTerminal, reachable } from "../../facts/graph";
import type { LintRule } from "../../rule";

/** Rules about what states reach, and are reached from. */
export const REACH_RULES: readonly LintRule[] = [
  {
    id: "unreachable-state",
    meta: {
      description:
        "Every state can be reached from StartAt, also one that other states of an island name.",
      pillar: "reliability",
      severity: "error",
      remedy: "lead a transition to the state, or remove it",
    },
    on: "scope",
    check: ({ scope, report }) => {
      const seen = reachable(scope);
      if (seen.size === 0) return;
      for (const state of scope.states) {
        if (seen.has(state)) continue;
        report(["States", state.name], `no walk from StartAt comes to '${state.name}'`);
      }
    },
  },
  {
    id: "no-terminal",
    meta: {
      description: "Every level has a state that ends it: one with End: true, a Succeed or a Fail.",
      pillar: "reliability",
      severity: "error",
      remedy: "end one of the states with End: true",
    },
    on: "scope",
    check: ({ scope, report }) => {
      if (scope.states.length > 0 && !scope.states.some(isTerminal)) {
        report(["States"], "no state ends this level");
      }
    },
  },
  {
    id: "endless-loop",
    meta: {
      description:
        "From every state the end can be reached without an error: a loop that only an error leaves fills the history.",
      pillar: "reliability",
      severity: "warning",
      remedy: "lead out of the loop with a Choice",
    },
    on: "scope",
    check: ({ scope, report }) => {
      const good = endable(scope);
      if (good.size === 0) return;
      for (const state of reachable(scope)) {
        if (good.has(state)) continue;
        report(["States", state.name], `from '${state.name}' only an error leads to the end`);
      }
    },
  },
];
