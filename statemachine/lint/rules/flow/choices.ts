import { has, text } from "../../../json";
import { onlyFrom } from "../../facts/arrivals";
import { on, type Checks } from "../../rule";
import { COMPARISONS } from "../../syntax/fields";

/** Rules about Choice. */
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
} satisfies Checks;
