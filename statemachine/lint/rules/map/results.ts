import { isDeferred } from "../../../definition/placeholder";
import { has, own, text } from "../../../json";
import type { LintRule } from "../../rule";
import { isDistributed } from "./distributed";

/** Rules about the results and items of Map and Parallel, and Labels. */
export const RESULTS_RULES: readonly LintRule[] = [
  {
    id: "result-writer",
    meta: {
      description:
        "A Distributed Map writes its results to S3; what it returns in the state must stay under 262,144 bytes.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add a ResultWriter with bucket and prefix",
    },
    on: "Map",
    check: ({ state, report }) => {
      const dropped = own(state.value, "ResultPath") === null || has(state.value, "Output");
      if (isDistributed(state) && !has(state.value, "ResultWriter") && !dropped)
        report([], "the results of all items go back into the state");
    },
  },
  {
    id: "unbatched-items",
    meta: {
      description:
        "A Distributed Map of small items puts them together with ItemBatcher: each child execution is paid.",
      pillar: "cost",
      severity: "warning",
      remedy: "add an ItemBatcher with MaxItemsPerBatch",
    },
    on: "Map",
    optional: true,
    check: ({ state, report }) => {
      if (isDistributed(state) && !has(state.value, "ItemBatcher"))
        report([], "each item is a child execution of its own");
    },
  },
  {
    id: "unshaped-results",
    meta: {
      description:
        "Parallel and Inline Map shape or drop their results, which grow with every branch and item towards 262,144 bytes.",
      pillar: "operations",
      severity: "warning",
      remedy: "add ResultSelector or Output, or set ResultPath to null",
    },
    on: "state",
    types: ["Map", "Parallel"],
    optional: true,
    check: ({ state, report }) => {
      if (isDistributed(state)) return;
      const shaped =
        ["ResultSelector", "Output"].some((field) => has(state.value, field)) ||
        own(state.value, "ResultPath") === null;
      if (!shaped) report([], "the results of all go on unshaped");
    },
  },
  {
    id: "map-label",
    meta: {
      description:
        "The Label of a Map has 1 to 40 characters, none of them white space, wildcards, brackets or quotes.",
      pillar: "operations",
      severity: "error",
      remedy: "choose a short label of letters, digits, - and _",
    },
    on: "Map",
    check: ({ state: { value }, report }) => {
      const label = text(value, "Label");
      if (
        label === undefined ||
        isDeferred(label) ||
        /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]{1,40}$/.test(label)
      )
        return;
      report(["Label"], `'${label.slice(0, 80)}' is not a label`);
    },
  },
  {
    id: "duplicate-label",
    meta: {
      description: "No two Maps of a machine have the same Label.",
      pillar: "operations",
      severity: "error",
      remedy: "give one of the Maps another label",
    },
    on: "machine",
    check: ({ machine: { states }, report }) => {
      const seen = new Set<string>();
      for (const { type, value, steps } of states) {
        const label = type === "Map" ? text(value, "Label") : undefined;
        if (label === undefined) continue;
        if (seen.has(label))
          report([...steps, "Label"], `another Map has the label '${label.slice(0, 80)}', too`);
        seen.add(label);
      }
    },
  },
];
