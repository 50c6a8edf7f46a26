import { has, text } from "../../../json";
import { onlyFrom } from "../../facts/arrivals";
import { on, type Checks } from "../../rule";

/** Rules about Pass states that could be left out. */
export const passChecks = {
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
