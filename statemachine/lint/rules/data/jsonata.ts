import { stepsTo } from "../../../json/values";
import { on, type Checks } from "../../rule";
import { similar } from "../../../nearest";
import { expressionIn, readExpression } from "../../syntax/expressions";
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
export const jsonataChecks = {
  "jsonata-delimiters": on("jsonata", ({ field: { value, key }, report }) => {
    const open = value.startsWith("{%");
    if (open !== value.endsWith("%}") || value === "{%}") {
      report([], `'${key}' is not closed on both sides by {% and %}`);
    }
  }),
  "jsonata-syntax": on("jsonata", ({ field: { value, key }, report }) => {
    const expression = expressionIn(value);
    const problem = expression === undefined ? undefined : readExpression(expression).problem;
    if (problem !== undefined) report([], `'${key}' does not compile: ${problem}`);
  }),
  "jsonata-reference": on(
    "jsonata",
    ({ field: { value, key, leaf }, object: { noun, at }, report }) => {
      const expression = expressionIn(value);
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
  ),
  // A warning: AWS takes the definition; the execution fails with States.QueryEvaluationError.
  "jsonata-unknown-name": on("jsonata", ({ field: { value, key }, report }) => {
    const expression = expressionIn(value);
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
  }),
} satisfies Checks;
