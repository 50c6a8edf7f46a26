import type { StateNode } from "../../../definition/reader";
import { has } from "../../../json";
import { resourceOf } from "../../facts/resource";
import type { LintRule } from "../../rule";
import { longest, secondsOf } from "../../facts/duration";

/** Transitions of a run from which on Express is clearly cheaper, and the longest run of Express in seconds. */
const MANY_TRANSITIONS = 10;
const EXPRESS_SECONDS = 300;

/** Rules about the type of workflow that costs less. */
export const EXPRESS_COST_RULES: readonly LintRule[] = [
  {
    id: "express-cheaper",
    meta: {
      description: `A Standard machine whose runs make ${MANY_TRANSITIONS} or more transitions and end within five minutes is cheaper as Express, if it needs nothing that only Standard has.`,
      pillar: "cost",
      severity: "warning",
      remedy:
        "make the workflow EXPRESS if its tasks may run twice, or call these states as a nested Express workflow",
    },
    on: "machine",
    check: ({ machine: { express, scopes }, report }) => {
      const [root] = scopes;
      if (express || root === undefined || !scopes.every(({ states }) => states.every(fitsExpress)))
        return;
      const transitions = longest(root, () => 1);
      const seconds = longest(root, secondsOf);
      if (transitions < MANY_TRANSITIONS || seconds > EXPRESS_SECONDS) return;
      report([], `a run makes up to ${transitions} transitions in at most ${seconds} s`);
    },
  },
];

/** Whether a state is possible in Express and says how long it may take. */
function fitsExpress(state: StateNode): boolean {
  const { type, value, inner } = state;
  if (inner.some(({ distributed }) => distributed)) return false;
  if (type === "Wait") return has(value, "Seconds") && typeof value["Seconds"] === "number";
  if (type !== "Task") return true;
  const { kind, pattern } = resourceOf(state);
  return pattern === "" && kind !== "activity" && typeof value["TimeoutSeconds"] === "number";
}
