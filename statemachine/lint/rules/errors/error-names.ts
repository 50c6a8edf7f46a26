import { list } from "../../../json";
import { HANDLED, allHandlers } from "../../facts/handlers";
import { on, type Checks } from "../../rule";
import { STATES_ERRORS } from "../../syntax/fields";
import { isExpression } from "../../syntax/value-types";

/** Errors that no retrier and no catcher ever sees. */
const UNSEEN = ["States.Runtime", "States.DataLimitExceeded"];

/** Rules about the names in ErrorEquals. */
export const errorNameChecks = {
  "repeated-error": on(HANDLED, ({ state, report }) => {
    const seen = new Set<string>();
    for (const { field, index, errors } of allHandlers(state)) {
      errors.forEach((name, place) => {
        const entry = `${field} ${name}`;
        if (seen.has(entry))
          report(
            [field, index, "ErrorEquals", place],
            `'${name.slice(0, 80)}' is in an entry before, which is used instead`,
          );
        seen.add(entry);
      });
    }
  }),
  "empty-error-name": on("object", ({ object: { value, fields }, report }) => {
    if (!fields.has("ErrorEquals")) return;
    list(value, "ErrorEquals").forEach((name, index) => {
      if (name === "") report(["ErrorEquals", index], "the name of the error is empty");
      else if (isExpression(name))
        report(["ErrorEquals", index], "the name of an error cannot be computed");
    });
  }),
  "unknown-states-error": on(["retrier", "catcher"], ({ entry: { errors }, report }) => {
    errors.forEach((name, place) => {
      const isKnown = STATES_ERRORS.has(name) || name.startsWith("States.Http.");
      if (name.startsWith("States.") && !isKnown)
        report(["ErrorEquals", place], `Step Functions has no error '${name.slice(0, 80)}'`);
    });
  }),
  "unseen-error": on(["retrier", "catcher"], ({ entry: { field, errors }, report }) => {
    errors.forEach((name, place) => {
      if (UNSEEN.includes(name))
        report(["ErrorEquals", place], `${name} cannot be handled: the ${field} is dead`);
    });
  }),
} satisfies Checks;
