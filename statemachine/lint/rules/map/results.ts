import { isDeferred } from "../../../definition/placeholder";
import { has, own, text } from "../../../json";
import { on, type Checks } from "../../rule";
import { isDistributed } from "../../facts/levels";

/** Rules about the results and items of Map and Parallel, and Labels. */
export const resultChecks = {
  "result-writer": on("Map", ({ state, report }) => {
    const dropped = own(state.value, "ResultPath") === null || has(state.value, "Output");
    if (isDistributed(state) && !has(state.value, "ResultWriter") && !dropped)
      report([], "the results of all items go back into the state");
  }),
  "unbatched-items": on("Map", ({ state, report }) => {
    if (isDistributed(state) && !has(state.value, "ItemBatcher"))
      report([], "each item is a child execution of its own");
  }),
  "unshaped-results": on(["Map", "Parallel"], ({ state, report }) => {
    if (isDistributed(state)) return;
    const shaped =
      ["ResultSelector", "Output"].some((field) => has(state.value, field)) ||
      own(state.value, "ResultPath") === null;
    if (!shaped) report([], "the results of all go on unshaped");
  }),
  "map-label": on("Map", ({ state: { value }, report }) => {
    const label = text(value, "Label");
    if (
      label === undefined ||
      isDeferred(label) ||
      /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]{1,40}$/.test(label)
    )
      return;
    report(["Label"], `'${label.slice(0, 80)}' is not a label`);
  }),
  "duplicate-label": on("machine", ({ machine: { states }, report }) => {
    const seen = new Set<string>();
    for (const { type, value, steps } of states) {
      const label = type === "Map" ? text(value, "Label") : undefined;
      if (label === undefined) continue;
      if (seen.has(label))
        report([...steps, "Label"], `another Map has the label '${label.slice(0, 80)}', too`);
      seen.add(label);
    }
  }),
} satisfies Checks;
