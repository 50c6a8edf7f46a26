import { isDeferred } from "../../../definition/placeholder";
import { STATE_TYPES } from "../../../definition/reader";
import { has, isRecord, own } from "../../../json";
import type { LintRule } from "../../rule";
import { shown } from "./fields";

/** Rules about what each type of state must have. */
export const STATES_RULES: readonly LintRule[] = [
  {
    id: "unknown-type",
    meta: {
      description: `Every state has a Type, which is ${STATE_TYPES}.`,
      pillar: "operations",
      severity: "error",
      remedy: `write Type: ${STATE_TYPES}`,
    },
    on: "scope",
    check: ({ scope, report }) => {
      const states = own(scope.value, "States");
      if (!isRecord(states)) return;
      for (const name of Object.keys(states)) {
        const state = own(states, name);
        if (isDeferred(state)) continue;
        if (!isRecord(state)) {
          if (state !== undefined)
            report(["States", name], `state '${name}' is ${shown(state)}, not an object`);
        } else if (!has(state, "Type")) report(["States", name], `state '${name}' has no Type`);
        else if (scope.byName.get(name)?.type === undefined && !isDeferred(own(state, "Type"))) {
          report(
            ["States", name, "Type"],
            `there is no type of state ${shown(own(state, "Type"))}`,
          );
        }
      }
    },
  },
  {
    id: "wait-time",
    meta: {
      description: "A Wait says in exactly one way how long.",
      pillar: "operations",
      severity: "error",
      remedy: "keep exactly one of Seconds, Timestamp, SecondsPath and TimestampPath",
    },
    on: "Wait",
    check: ({ state: { value }, report }) => {
      const there = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"].filter((name) =>
        has(value, name),
      );
      if (there.length === 0) report([], "the Wait says nowhere how long");
      if (there.length > 1)
        report([], `the Wait says in ${there.length} ways how long: ${there.join(", ")}`);
    },
  },
  {
    id: "map-without-processor",
    meta: {
      description: "A Map says what to do with each item.",
      pillar: "operations",
      severity: "error",
      remedy: "add an ItemProcessor with StartAt and States",
    },
    on: "Map",
    check: ({ state: { value }, report }) => {
      if (!has(value, "ItemProcessor") && !has(value, "Iterator"))
        report([], "the Map has no ItemProcessor");
    },
  },
  {
    id: "next-or-end",
    meta: {
      description:
        "A state goes on with Next or ends with End, not both; Choice, Succeed and Fail have neither.",
      pillar: "operations",
      severity: "error",
      remedy: "write either Next with a state's name, or End: true",
    },
    on: "state",
    types: ["Task", "Pass", "Wait", "Parallel", "Map"],
    check: ({ state: { value }, report }) => {
      const next = has(value, "Next");
      const end = own(value, "End") === true || isDeferred(own(value, "End"));
      if (next && end) report([], "the state has both Next and End");
      if (!next && !end) report([], "the state has neither Next nor End: true");
    },
  },
  {
    id: "fail-without-reason",
    meta: {
      description:
        "A Fail says what failed: an Error that callers can match, and a Cause for people.",
      pillar: "operations",
      severity: "warning",
      remedy: "add Error and Cause, or ErrorPath and CausePath",
    },
    on: "Fail",
    check: ({ state: { value }, report }) => {
      const missing = ["Error", "Cause"].filter(
        (name) => !has(value, name) && !has(value, `${name}Path`),
      );
      if (missing.length > 0) report([], `the Fail has no ${missing.join(" and no ")}`);
    },
  },
];
