import { isDeferred } from "../../../definition/placeholder";
import { has, isRecord, own } from "../../../json";
import { on, type Checks } from "../../rule";
import { shown } from "./fields";

/** Rules about what each type of state must have. */
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
} satisfies Checks;
