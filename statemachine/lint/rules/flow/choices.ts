import type { Machine, StateNode } from "../../../definition/reader";
import { has, text } from "../../../json";
import { memoize } from "../../../memoize";
import { edgesOf } from "../../facts/graph";
import { type Checks, on } from "../../rule";
import { COMPARISONS } from "../../syntax/fields";

/** Rules about Choice, and about Pass states that could be left out. */
export const choiceChecks = {
  "choice-test": on("object", ({ object: { value, fields, language }, report }) => {
    if (!fields.has("Not") || language === "JSONata") return;
    const heads = ["Variable", "And", "Or", "Not"].filter((name) => has(value, name));
    const comparisons = Object.keys(value).filter(
      (name) => COMPARISONS.has(name) && has(value, name),
    );
    if (heads.length !== 1)
      report([], `the rule has ${heads.join(" and ") || "neither Variable nor And, Or, Not"}`);
    else if (heads[0] === "Variable" && comparisons.length !== 1) {
      report(
        [],
        `the rule compares in ${comparisons.length} ways: ${comparisons.join(", ") || "no comparison"}`,
      );
    } else if (heads[0] !== "Variable" && comparisons.length > 0) {
      report([], `the rule has ${comparisons.join(" and ")} without a Variable`);
    }
  }),
  "choice-without-default": on("Choice", ({ state: { value }, report }) => {
    if (!has(value, "Default")) report([], "the Choice has no Default");
  }),
  "consecutive-choices": on("Choice", ({ state, report }) => {
    const next = onlyFrom(state, text(state.value, "Default"));
    if (next?.type === "Choice" && !has(state.value, "Assign") && !has(state.value, "Output")) {
      report(["Default"], `the Default leads straight to the Choice '${next.name}'`);
    }
  }),
  "pass-without-effect": on("Pass", ({ state: { value, scope }, report }) => {
    const effects = ["Result", "Parameters", "Assign", "Output", "InputPath", "OutputPath"];
    if (!scope.express && !effects.some((field) => has(value, field)))
      report([], "the Pass changes nothing");
  }),
  "consecutive-passes": on("Pass", ({ state, report }) => {
    const next = onlyFrom(state, text(state.value, "Next"));
    if (next?.type === "Pass" && next.language === state.language)
      report([], `the next state '${next.name}' is a Pass, too`);
  }),
} satisfies Checks;

/** How many transitions lead to each state; that of StartAt counts as one. */
const arrivals = memoize(({ scopes }: Machine): ReadonlyMap<StateNode, number> => {
  const count = new Map<StateNode, number>();
  for (const scope of scopes) {
    const targets = scope.states.flatMap((state) => edgesOf(state).map((edge) => edge.target));
    for (const name of [text(scope.value, "StartAt") ?? "", ...targets]) {
      const state = scope.byName.get(name);
      if (state !== undefined) count.set(state, (count.get(state) ?? 0) + 1);
    }
  }
  return count;
});

/** The state named `target`, when `state` is the only one that leads to it. */
function onlyFrom(state: StateNode, target: string | undefined): StateNode | undefined {
  const next = state.scope.byName.get(target ?? "");
  return next !== undefined && arrivals(state.scope.machine).get(next) === 1 ? next : undefined;
}
