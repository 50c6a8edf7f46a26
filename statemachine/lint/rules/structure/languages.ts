import type { Scope } from "../../../definition/reader";
import { text } from "../../../json";
import { on, STATES, type Checks } from "../../rule";

/** Rules about which query language a machine and its states read with. */
export const languageChecks = {
  "language-override": on(STATES, ({ state: { value, scope }, report }) => {
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
  }),
  "mixed-languages": on(STATES, ({ state: { language, scope }, report }) => {
    const { machine } = scope;
    if (language !== machine.language)
      report(
        ["QueryLanguage"],
        `the state reads with ${language}, the machine with ${machine.language}`,
      );
  }),
} satisfies Checks;
