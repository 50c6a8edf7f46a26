import type { Scope } from "../../../definition/reader";
import { text } from "../../../json";
import type { LintRule } from "../../rule";

/** Rules about which query language a machine and its states read with. */
export const LANGUAGES_RULES: readonly LintRule[] = [
  {
    id: "language-override",
    meta: {
      description:
        "A machine that reads with JSONata has no single states that read with JSONPath.",
      pillar: "operations",
      severity: "error",
      remedy: "write the state in JSONata, or make JSONPath the machine's language",
    },
    on: "state",
    check: ({ state: { value, scope }, report }) => {
      // Children of a Distributed Map are executions of their own; AWS says nothing about them here.
      for (let at: Scope | undefined = scope; at !== undefined; at = at.owner?.scope) {
        if (at.distributed) return;
      }
      if (scope.machine.language === "JSONata" && text(value, "QueryLanguage") === "JSONPath") {
        report(
          ["QueryLanguage"],
          "the machine's query language is JSONata, which a state cannot set back to JSONPath",
        );
      }
    },
  },
  {
    id: "mixed-languages",
    meta: {
      description: "A machine keeps to one query language, so that its readers need only one.",
      pillar: "operations",
      severity: "warning",
      remedy: "write the state in the machine's query language",
    },
    on: "state",
    optional: true,
    check: ({ state: { language, scope }, report }) => {
      const { machine } = scope;
      if (language !== machine.language)
        report(
          ["QueryLanguage"],
          `the state reads with ${language}, the machine with ${machine.language}`,
        );
    },
  },
];
