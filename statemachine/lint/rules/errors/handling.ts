import { has, text } from "../../../json";
import { HANDLED, allHandlers, handlers } from "../../facts/handlers";
import { on, type Checks } from "../../rule";

/** Rules about errors that nobody handles, and those that all handle: States.ALL. */
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
} satisfies Checks;
