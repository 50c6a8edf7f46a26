import { isDeferred } from "../../../definition/placeholder";
import type { Scope } from "../../../definition/reader";
import { own, text } from "../../../json";
import { nearest } from "../../../nearest";
import { edgesOf, endable, isTerminal, reachable } from "../../facts/graph";
import { on, type Checks } from "../../rule";
import { statesByName } from "../structure/states";

/** Names are only compared with each other where there are few. */
const FEW_STATES = 200;

/** Rules about where transitions lead, and what they reach. */
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
