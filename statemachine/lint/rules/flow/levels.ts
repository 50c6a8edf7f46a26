import { list } from "../../../json";
import { on, type Checks } from "../../rule";

/** Most levels of Parallel and Map inside each other; no real definition comes near. */
const MAX_LEVELS = 30;

/** Rules about levels inside levels. */
export const levelChecks = {
  "too-many-levels": on("scope", ({ scope: { steps, owner }, report }) => {
    const depth = steps.filter((step) => step === "States").length;
    if (owner !== undefined && depth === MAX_LEVELS + 1)
      report([], `this level is number ${depth} inside the machine`);
  }),
  "single-branch": on("Parallel", ({ state: { value }, report }) => {
    const handled = list(value, "Retry").length + list(value, "Catch").length > 0;
    if (list(value, "Branches").length === 1 && !handled)
      report([], "the Parallel has only one branch");
  }),
} satisfies Checks;
