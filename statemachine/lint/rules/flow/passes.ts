import { has, text } from "../../../json";
import { onlyFrom } from "../../facts/arrivals";
import type { LintRule } from "../../rule";

/** Rules about Pass states that could be left out. */
export const PASSES_RULES: readonly LintRule[] = [
  {
    id: "pass-without-effect",
    meta: {
      description:
        "A Pass changes something: in a Standard machine every state is a paid transition.",
      pillar: "cost",
      severity: "warning",
      remedy: "remove the state, or let it set what the next one needs",
    },
    on: "Pass",
    check: ({ state: { value, scope }, report }) => {
      const effects = ["Result", "Parameters", "Assign", "Output", "InputPath", "OutputPath"];
      if (!scope.express && !effects.some((field) => has(value, field)))
        report([], "the Pass changes nothing");
    },
  },
  {
    id: "consecutive-passes",
    meta: {
      description: "Two Pass states in a row are one, where nothing else leads to the second.",
      pillar: "cost",
      severity: "warning",
      remedy: "let the first one set both results",
    },
    on: "Pass",
    check: ({ state, report }) => {
      const next = onlyFrom(state, text(state.value, "Next"));
      if (next?.type === "Pass" && next.language === state.language)
        report([], `the next state '${next.name}' is a Pass, too`);
    },
  },
];
