import { list } from "../../../json";
import { HANDLED, allHandlers } from "../../facts/handlers";
import type { LintRule } from "../../rule";
import { STATES_ERRORS } from "../../syntax/fields";
import { isExpression } from "../../syntax/value-types";

/** Errors that no retrier and no catcher ever sees. */
const UNSEEN = ["States.Runtime", "States.DataLimitExceeded"];

/** Rules about the names in ErrorEquals. */
export const ERROR_NAMES_RULES: readonly LintRule[] = [
  {
    id: "repeated-error",
    meta: {
      description:
        "An error is named in one entry of Retry and of Catch: the first that names it is the one that is used.",
      pillar: "reliability",
      severity: "warning",
      remedy: "remove the name from the later entry, or join the two",
      docs: { url: "https://states-language.net/spec.html#errors" },
    },
    on: "state",
    types: HANDLED,
    check: ({ state, report }) => {
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
    },
  },
  {
    id: "empty-error-name",
    meta: {
      description: "The names in ErrorEquals are not empty.",
      pillar: "operations",
      severity: "error",
      remedy: "name the error, or write States.ALL",
    },
    on: "object",
    check: ({ object: { value, fields }, report }) => {
      if (!fields.has("ErrorEquals")) return;
      list(value, "ErrorEquals").forEach((name, index) => {
        if (name === "") report(["ErrorEquals", index], "the name of the error is empty");
        else if (isExpression(name))
          report(["ErrorEquals", index], "the name of an error cannot be computed");
      });
    },
  },
  {
    id: "unknown-states-error",
    meta: {
      description:
        "A name that begins with States. is one that Step Functions has; the prefix is its own.",
      pillar: "reliability",
      severity: "warning",
      remedy: "correct the name, or give an error of your own another prefix",
    },
    on: "handler",
    check: ({ entry: { errors }, report }) => {
      errors.forEach((name, place) => {
        const isKnown = STATES_ERRORS.has(name) || name.startsWith("States.Http.");
        if (name.startsWith("States.") && !isKnown)
          report(["ErrorEquals", place], `Step Functions has no error '${name.slice(0, 80)}'`);
      });
    },
  },
  {
    id: "unseen-error",
    meta: {
      description:
        "States.Runtime and States.DataLimitExceeded end a run at once: no Retry and no catch-all sees them.",
      pillar: "reliability",
      severity: "warning",
      remedy: "remove the name, and keep the data small or the paths right instead",
    },
    on: "handler",
    check: ({ entry: { field, errors }, report }) => {
      errors.forEach((name, place) => {
        if (UNSEEN.includes(name))
          report(["ErrorEquals", place], `${name} cannot be handled: the ${field} is dead`);
      });
    },
  },
];
