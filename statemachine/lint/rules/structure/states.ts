import { isDeferred } from "../../../definition/placeholder";
import type { Machine, Scope } from "../../../definition/reader";
import { groupBy } from "../../../group-by";
import { has, isRecord, own, text } from "../../../json";
import { memoize } from "../../../memoize";
import { type Checks, on, STATES } from "../../rule";
import { shown } from "./fields";

export const statesByName = memoize(({ states }: Machine) => groupBy(states, ({ name }) => name));

/** Rules about what each type of state must have, its name, and the language that it reads with. */
export const stateChecks = {
  "unknown-type": on("scope", ({ scope, report }) => {
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
        report(["States", name, "Type"], `there is no type of state ${shown(own(state, "Type"))}`);
      }
    }
  }),
  "wait-time": on("Wait", ({ state: { value }, report }) => {
    const there = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"].filter((name) =>
      has(value, name),
    );
    if (there.length === 0) report([], "the Wait says nowhere how long");
    if (there.length > 1)
      report([], `the Wait says in ${there.length} ways how long: ${there.join(", ")}`);
  }),
  "map-without-processor": on("Map", ({ state: { value }, report }) => {
    if (!has(value, "ItemProcessor") && !has(value, "Iterator"))
      report([], "the Map has no ItemProcessor");
  }),
  "next-or-end": on(["Task", "Pass", "Wait", "Parallel", "Map"], ({ state: { value }, report }) => {
    const next = has(value, "Next");
    const end = own(value, "End") === true || isDeferred(own(value, "End"));
    if (next && end) report([], "the state has both Next and End");
    if (!next && !end) report([], "the state has neither Next nor End: true");
  }),
  "fail-without-reason": on("Fail", ({ state: { value }, report }) => {
    const missing = ["Error", "Cause"].filter(
      (name) => !has(value, name) && !has(value, `${name}Path`),
    );
    if (missing.length > 0) report([], `the Fail has no ${missing.join(" and no ")}`);
  }),
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
  "duplicate-state-name": on("machine", ({ machine, report }) => {
    for (const [name, [, ...others]] of statesByName(machine)) {
      for (const state of others) report(state.steps, `another state is named '${name}', too`);
    }
  }),
  "state-name": on(STATES, ({ state: { name }, report }) => {
    // Unicode characters, as the specification counts: an emoji is one, but has two UTF-16 units.
    const length = name.length <= 80 ? name.length : [...name].length;
    if ((length >= 1 && length <= 80) || isDeferred(name)) return;
    report([], `the name of the state has ${length} characters; 1 to 80 are allowed`);
  }),
  "comment-missing": on("machine", ({ machine: { value, states }, report }) => {
    if (!has(value, "Comment")) report([], "the machine has no Comment");
    for (const state of states) {
      if (!has(state.value, "Comment")) report(state.steps, `'${state.name}' has no Comment`);
    }
  }),
} satisfies Checks;
