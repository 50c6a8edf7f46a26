import { isDeferred } from "../../../definition/placeholder";
import { text } from "../../../json";
import type { LintRule } from "../../rule";

/** Rules about the Label of a Map. */
export const LABELS_RULES: readonly LintRule[] = [
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
