import { has, text } from "../../../json";
import { onlyFrom } from "../../facts/arrivals";
import type { LintRule } from "../../rule";
import { COMPARISONS } from "../../syntax/fields";

/** Rules about Choice. */
export const CHOICES_RULES: readonly LintRule[] = [
  {
    id: "choice-test",
    meta: {
      description:
        "A JSONPath choice rule is one comparison of a Variable, or one of And, Or and Not.",
      pillar: "operations",
      severity: "error",
      remedy: "write Variable with one comparison, or combine tests with And, Or and Not",
    },
    on: "object",
    check: ({ object: { value, fields, language }, report }) => {
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
    },
  },
  {
    id: "choice-without-default",
    meta: {
      description:
        "A Choice has a Default; else input that no rule foresees fails the run with States.NoChoiceMatched.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add a Default that handles or refuses the unforeseen",
    },
    on: "Choice",
    check: ({ state: { value }, report }) => {
      if (!has(value, "Default")) report([], "the Choice has no Default");
    },
  },
  {
    id: "consecutive-choices",
    meta: {
      description:
        "A Choice whose Default is another Choice that nothing else leads to is one Choice.",
      pillar: "cost",
      severity: "warning",
      remedy: "add the rules of the second Choice to the first",
    },
    on: "Choice",
    check: ({ state, report }) => {
      const next = onlyFrom(state, text(state.value, "Default"));
      if (next?.type === "Choice" && !has(state.value, "Assign") && !has(state.value, "Output")) {
        report(["Default"], `the Default leads straight to the Choice '${next.name}'`);
      }
    },
  },
];
