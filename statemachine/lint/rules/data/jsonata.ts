import { stepsTo } from "../../../json/values";
import type { LintRule } from "../../rule";
import { similar } from "../../../nearest";
import { expressionIn, isShort, readExpression } from "../../syntax/expressions";
import { JSONATA_FUNCTIONS } from "../../syntax/fields";

/** What has a result for its Output and Assign. Source: "Transforming data" of the guide. */
const HAVE_RESULT: ReadonlySet<string> = new Set([
  "a Task state",
  "a Map state",
  "a Parallel state",
]);

/** What `$states` has. Source: the same page. */
const OF_STATES: ReadonlySet<string> = new Set(["input", "result", "errorOutput", "context"]);

/** Rules about JSONata. */
export const JSONATA_RULES: readonly LintRule[] = [
  {
    id: "jsonata-delimiters",
    meta: {
      description: "A JSONata string begins with `{%` and ends with `%}`.",
      pillar: "operations",
      severity: "error",
      remedy: "write {% expression %}",
    },
    on: "string",
    roles: ["jsonata"],
    check: ({ field: { value, key }, report }) => {
      if (!isShort(value)) return;
      const open = value.startsWith("{%");
      if (open !== value.endsWith("%}") || value === "{%}") {
        report([], `'${key}' is not closed on both sides by {% and %}`);
      }
    },
  },
  {
    id: "jsonata-syntax",
    meta: {
      description: "An expression between {% and %} is JSONata.",
      pillar: "operations",
      severity: "error",
      remedy: "correct the expression; docs.jsonata.org has the language",
    },
    on: "string",
    roles: ["jsonata"],
    check: ({ field: { value, key }, report }) => {
      const expression = isShort(value) ? expressionIn(value) : undefined;
      const problem = expression === undefined ? undefined : readExpression(expression).problem;
      if (problem !== undefined) report([], `'${key}' does not compile: ${problem}`);
    },
  },
  {
    id: "jsonata-reference",
    meta: {
      description:
        "An expression reads $states and variables: no name and no $ at its top level, $states.result only where there is one, $states.errorOutput only in a Catch.",
      pillar: "operations",
      severity: "error",
      remedy: "read the input as $states.input, and the result in Output or Assign",
    },
    on: "string",
    roles: ["jsonata"],
    check: ({ field: { value, key, leaf }, object: { noun, at }, report }) => {
      const expression = isShort(value) ? expressionIn(value) : undefined;
      if (expression === undefined) return;
      const { topLevel = [], states } = readExpression(expression);
      for (const name of new Set(topLevel))
        report([], `'${key}' reads '${name.slice(0, 60)}' at the top level, where nothing is`);
      const field = leaf === undefined ? key : String(stepsTo(leaf)[0]);
      const after = field === "Output" || field === "Assign";
      if (states?.has("result") && !(after && at.length === 0 && HAVE_RESULT.has(noun)))
        report([], `'${key}' reads $states.result, which ${noun} does not have in ${field}`);
      if (states?.has("errorOutput") && noun !== "a catcher")
        report([], `'${key}' reads $states.errorOutput outside of a Catch`);
    },
  },
  {
    id: "jsonata-unknown-name",
    meta: {
      description:
        "An expression calls functions of JSONata 2.0.6, of Step Functions or of its own, and reads only what $states has.",
      pillar: "reliability",
      // AWS takes the definition; the execution fails with States.QueryEvaluationError.
      severity: "warning",
      remedy: "correct the name; a variable holds JSON, and not a function",
    },
    on: "string",
    roles: ["jsonata"],
    check: ({ field: { value, key }, report }) => {
      const expression = isShort(value) ? expressionIn(value) : undefined;
      if (expression === undefined) return;
      const { unknownFunctions = [], states = [] } = readExpression(expression);
      for (const name of unknownFunctions) {
        const meant = similar(name, [...JSONATA_FUNCTIONS]);
        const but = meant === undefined ? "" : `, but $${meant}`;
        report([], `'${key}' calls $${name.slice(0, 60)}: there is no such function${but}`);
      }
      for (const name of states) {
        if (!OF_STATES.has(name))
          report([], `'${key}' reads $states.${name.slice(0, 60)}, which is never there`);
      }
    },
  },
];
