import { isDeferred } from "../../../definition/placeholder";
import type { Scope } from "../../../definition/reader";
import { list, own, text } from "../../../json";
import { nearest } from "../../../nearest";
import { edgesOf, endable, isTerminal, reachable } from "../../facts/graph";
import { type Checks, on } from "../../rule";
import { statesByName } from "../structure/states";

/** Names are only compared with each other where there are few. */
const FEW_STATES = 200;

/** Most levels of Parallel and Map inside each other; no real definition comes near. */
const MAX_LEVELS = 30;

/** Rules about where transitions lead, what they reach, and levels inside levels. */
export const targetChecks = {
  "unknown-target": on("scope", ({ scope, report }) => {
    if (isDeferred(own(scope.value, "States"))) return;
    const start = text(scope.value, "StartAt");
    if (start !== undefined && !scope.byName.has(start) && !isDeferred(start)) {
      report(["StartAt"], `there is no state '${start}' to start at`, remedy(scope, start));
    }
    for (const state of scope.states) {
      for (const { target, at } of edgesOf(state)) {
        if (scope.byName.has(target) || isDeferred(target)) continue;
        report(
          ["States", state.name, ...at],
          `'${state.name}' goes to '${target}', which is not a state here`,
          remedy(scope, target),
        );
      }
    }
  }),
  "unreachable-state": on("scope", ({ scope, report }) => {
    const seen = reachable(scope);
    if (seen.size === 0) return;
    for (const state of scope.states) {
      if (seen.has(state)) continue;
      report(["States", state.name], `no walk from StartAt comes to '${state.name}'`);
    }
  }),
  "no-terminal": on("scope", ({ scope, report }) => {
    if (scope.states.length > 0 && !scope.states.some(isTerminal)) {
      report(["States"], "no state ends this level");
    }
  }),
  "endless-loop": on("scope", ({ scope, report }) => {
    const good = endable(scope);
    if (good.size === 0) return;
    for (const state of reachable(scope)) {
      if (good.has(state)) continue;
      report(["States", state.name], `from '${state.name}' only an error leads to the end`);
    }
  }),
  "too-many-levels": on("scope", ({ scope: { steps, owner }, report }) => {
    const depth = steps.filter((step) => step === "States").length;
    if (owner !== undefined && depth === MAX_LEVELS + 1)
      report([], `this level is number ${depth} inside the machine`);
  }),
  "single-branch": on("Parallel", ({ state: { value }, report }) => {
    const handled = list(value, "Retry").length + list(value, "Catch").length > 0;
    if (list(value, "Branches").length === 1 && !handled)
      report([], "the Parallel has only one branch");
  }),
} satisfies Checks;

/** What to do about a transition to `target`, which `scope` does not have. */
function remedy(scope: Scope, target: string): string {
  const elsewhere = statesByName(scope.machine).get(target)?.[0];
  if (elsewhere !== undefined)
    return "a transition cannot leave its branch or processor: go to a state beside it";
  const names =
    scope.states.length > FEW_STATES ? [] : nearest(target, [...scope.byName.keys()], 1);
  return names.length === 0
    ? "name a state of the same level"
    : `name a state of the same level, such as '${names[0]}'`;
}
