import { has, list, text } from "../../../json";
import { allHandlers, HANDLED, handlers } from "../../facts/handlers";
import { type Checks, on } from "../../rule";
import { STATES_ERRORS } from "../../syntax/fields";
import { isExpression } from "../../syntax/value-types";

/** Errors that no retrier and no catcher ever sees. */
const UNSEEN = ["States.Runtime", "States.DataLimitExceeded"];

/** Rules about errors that nobody handles, those that all handle (States.ALL), and the names in ErrorEquals. */
export const handlingChecks = {
  "error-unhandled": on(HANDLED, ({ state, report }) => {
    if (allHandlers(state).length === 0) report([], "the state has neither Retry nor Catch");
  }),
  "catch-without-all": on(HANDLED, ({ state, report }) => {
    const entries = handlers(state, "Catch");
    if (entries.length > 0 && !entries.some(({ errors }) => errors.includes("States.ALL"))) {
      report(["Catch"], "no entry of Catch takes States.ALL");
    }
  }),
  "timeout-unhandled": on("Task", ({ state, report }) => {
    const names = allHandlers(state).flatMap(({ errors }) => errors);
    if (!names.includes("States.TaskFailed")) return;
    if (["States.ALL", "States.Timeout"].some((name) => names.includes(name))) return;
    report([], "the state handles States.TaskFailed, but no States.Timeout");
  }),
  "catch-loses-input": on("catcher", ({ state, entry: { value }, report }) => {
    const field = state.language === "JSONata" ? "Output" : "ResultPath";
    const target = state.scope.byName.get(text(value, "Next") ?? "");
    if (has(value, field) || has(value, "Assign") || target?.type === "Fail") return;
    report([], `the input is lost: the Catch has no ${field}`);
  }),
  "states-all-order": on(HANDLED, ({ state, report }) => {
    for (const field of ["Retry", "Catch"] as const) {
      const entries = handlers(state, field);
      for (const { index, errors } of entries.slice(0, -1)) {
        if (errors.includes("States.ALL"))
          report(
            [field, index],
            `States.ALL in entry ${index + 1} of ${entries.length} hides the rest`,
          );
      }
    }
  }),
  "states-all-alone": on(["retrier", "catcher"], ({ entry: { errors }, report }) => {
    if (errors.includes("States.ALL") && errors.length > 1)
      report(["ErrorEquals"], `States.ALL stands beside ${errors.length - 1} other names`);
  }),
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
