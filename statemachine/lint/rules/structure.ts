import type { Part } from "../syntax/parts";
import type { Scope, StateNode } from "../../definition/reader";
import { BACKOFF, branch, jsonataTask, machine, task } from "./examples";
import { isExpression, isOfKind, KINDS } from "../syntax/kinds";
import type { Rule, Report } from "../rule";
import { has, isRecord, list, own, text } from "../../json/values";
import { isDeferred } from "../../definition/placeholder";

const STATE_TYPES = "Task, Pass, Choice, Wait, Succeed, Fail, Parallel or Map";
const GOOD_TASK = machine({ Send: task() });

/** A value for a message, cut to a readable length. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isRecord(value)) return Object.keys(value).length === 0 ? "an empty object" : "an object";
  const written = JSON.stringify(value) ?? typeof value;
  return written.length > 60 ? `${written.slice(0, 60)}...` : written;
}

/** Rules about the form of a definition: what AWS refuses on sight. Source: the language's specification. */
export const STRUCTURE_RULES: readonly Rule[] = [
  {
    code: "missing-field",
    severity: "error",
    practice: "operations",
    summary:
      "Every machine, level, state, retrier and catcher has the fields that the language demands.",
    fix: "add the field",
    failing: machine({ Send: task({ Resource: undefined }) }),
    fixed: GOOD_TASK,
    on: "part",
    check: ({ value, fields, noun }: Part, report: Report): void => {
      for (const name of fields.required) {
        if (!has(value, name)) report([], `${noun} must have the field '${name}'`);
      }
    },
  },
  {
    code: "unknown-field",
    severity: "error",
    practice: "operations",
    summary: "No object has a field that the language does not know there.",
    fix: "remove the field, or correct its name",
    failing: machine({ Send: task({ TimeoutSecond: 10 }) }),
    fixed: GOOD_TASK,
    on: "part",
    check: ({ entries, fields, noun }: Part, report: Report): void => {
      if (fields.open) return;
      for (const { name, field } of entries) {
        if (field === undefined) report([name], `${noun} has no field '${name.slice(0, 80)}'`);
      }
    },
  },
  {
    code: "wrong-value",
    severity: "error",
    practice: "operations",
    summary: "Every field has a value of the kind and in the range that the language demands.",
    fix: "write a value of that kind",
    failing: machine({ Send: task({ Retry: [{ ...BACKOFF, MaxAttempts: "3" }] }) }),
    fixed: GOOD_TASK,
    on: "part",
    check: ({ entries, language }: Part, report: Report): void => {
      for (const { name, value, field } of entries) {
        if (field === undefined || isOfKind(value, field.kind, language)) continue;
        report([name], `'${name}' must be ${KINDS[field.kind].wanted}, but is ${shown(value)}`);
      }
    },
  },
  {
    code: "other-language-field",
    severity: "error",
    practice: "operations",
    summary: "A JSONata state has no field of JSONPath, a JSONPath state none of JSONata.",
    fix: "use the fields of the state's query language",
    failing: machine({ Send: task({ QueryLanguage: "JSONata" }) }),
    fixed: machine({ Send: jsonataTask({ QueryLanguage: "JSONata" }) }),
    on: "part",
    check: ({ entries, language }: Part, report: Report): void => {
      for (const { name, field } of entries) {
        const only = field?.only ?? language;
        if (only !== language) {
          report(
            [name],
            `'${name}' belongs to ${only}, but the query language here is ${language}`,
          );
        }
      }
    },
  },
  {
    code: "exclusive-fields",
    severity: "error",
    practice: "operations",
    summary: "Of two fields that say the same in two ways, at most one is there.",
    fix: "keep one of the two",
    failing: machine({ Send: task({ TimeoutSecondsPath: "$.timeout" }) }),
    fixed: GOOD_TASK,
    on: "part",
    check: ({ value, fields }: Part, report: Report): void => {
      for (const group of fields.exclusive) {
        const there = group.filter((name) => has(value, name));
        if (there.length < 2) continue;
        report([], `${there.map((name) => `'${name}'`).join(" and ")} exclude each other`);
      }
    },
  },
  {
    code: "unknown-type",
    severity: "error",
    practice: "operations",
    summary: `Every state has a Type, which is ${STATE_TYPES}.`,
    fix: `write Type: ${STATE_TYPES}`,
    failing: machine({ Send: task({ Type: "Taks" }) }),
    fixed: GOOD_TASK,
    on: "scope",
    check: (scope: Scope, report: Report): void => {
      const states = own(scope.value, "States");
      if (!isRecord(states)) return;
      for (const name of Object.keys(states)) {
        const state = own(states, name);
        if (!isRecord(state)) {
          if (state !== undefined)
            report(["States", name], `state '${name}' is ${shown(state)}, not an object`);
        } else if (!has(state, "Type")) report(["States", name], `state '${name}' has no Type`);
        else if (scope.byName.get(name)?.type === undefined) {
          report(
            ["States", name, "Type"],
            `there is no type of state ${shown(own(state, "Type"))}`,
          );
        }
      }
    },
  },
  {
    code: "language-override",
    severity: "error",
    practice: "operations",
    summary: "A machine that reads with JSONata has no single states that read with JSONPath.",
    fix: "write the state in JSONata, or make JSONPath the machine's language",
    failing: machine({ Send: task({ QueryLanguage: "JSONPath" }) }, { QueryLanguage: "JSONata" }),
    fixed: machine({ Send: jsonataTask() }, { QueryLanguage: "JSONata" }),
    on: "state",
    check: ({ value, scope }: StateNode, report: Report): void => {
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
    code: "wait-time",
    severity: "error",
    practice: "operations",
    summary: "A Wait says in exactly one way how long.",
    fix: "keep exactly one of Seconds, Timestamp, SecondsPath and TimestampPath",
    failing: machine({ Pause: { Type: "Wait", Next: "Send" }, Send: task() }),
    fixed: machine({ Pause: { Type: "Wait", Seconds: 10, Next: "Send" }, Send: task() }),
    on: "state",
    types: ["Wait"],
    check: ({ value }: StateNode, report: Report): void => {
      const there = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"].filter((name) =>
        has(value, name),
      );
      if (there.length === 0) report([], "the Wait says nowhere how long");
      if (there.length > 1)
        report([], `the Wait says in ${there.length} ways how long: ${there.join(", ")}`);
    },
  },
  {
    code: "map-without-processor",
    severity: "error",
    practice: "operations",
    summary: "A Map says what to do with each item.",
    fix: "add an ItemProcessor with StartAt and States",
    failing: machine({ Each: { Type: "Map", MaxConcurrency: 5, Retry: [BACKOFF], End: true } }),
    fixed: machine({
      Each: {
        Type: "Map",
        MaxConcurrency: 5,
        ItemProcessor: branch("One"),
        Retry: [BACKOFF],
        End: true,
      },
    }),
    on: "state",
    types: ["Map"],
    check: ({ value }: StateNode, report: Report): void => {
      if (!has(value, "ItemProcessor") && !has(value, "Iterator"))
        report([], "the Map has no ItemProcessor");
    },
  },
  {
    code: "next-or-end",
    severity: "error",
    practice: "operations",
    summary:
      "A state goes on with Next or ends with End, not both; Choice, Succeed and Fail have neither.",
    fix: "write either Next with a state's name, or End: true",
    failing: machine({ Send: task({ Next: "Send" }) }),
    fixed: GOOD_TASK,
    on: "state",
    types: ["Task", "Pass", "Wait", "Parallel", "Map"],
    check: ({ value }: StateNode, report: Report): void => {
      const next = has(value, "Next");
      const end = own(value, "End") === true || isDeferred(own(value, "End"));
      if (next && end) report([], "the state has both Next and End");
      if (!next && !end) report([], "the state has neither Next nor End: true");
    },
  },
  {
    code: "empty-error-name",
    severity: "error",
    practice: "operations",
    summary: "The names in ErrorEquals are not empty.",
    fix: "name the error, or write States.ALL",
    failing: machine({ Send: task({ Retry: [{ ...BACKOFF, ErrorEquals: [""] }] }) }),
    fixed: GOOD_TASK,
    on: "part",
    check: ({ value, fields }: Part, report: Report): void => {
      if (!fields.has("ErrorEquals")) return;
      list(value, "ErrorEquals").forEach((name, index) => {
        if (name === "") report(["ErrorEquals", index], "the name of the error is empty");
        else if (isExpression(name))
          report(["ErrorEquals", index], "the name of an error cannot be computed");
      });
    },
  },
];
