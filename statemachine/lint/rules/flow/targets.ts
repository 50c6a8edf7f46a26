import { isDeferred } from "../../../definition/placeholder";
import type { Scope } from "../../../definition/reader";
import { nearest } from "../../../nearest";
import { own, text } from "../../../json";
import { edgesOf } from "../../facts/graph";
import type { LintRule } from "../../rule";
import { statesByName } from "../structure/names";

/** Names are only compared with each other where there are few. */
const FEW_STATES = 200;

/** Rules about where transitions lead. */
export const TARGETS_RULES: readonly LintRule[] = [
  {
    id: "unknown-target",
    meta: {
      description: "StartAt, Next and Default name a state of the same level.",
      pillar: "reliability",
      severity: "error",
      remedy: "name a state of the same level",
    },
    on: "scope",
    check: ({ scope, report }) => {
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
    },
  },
];

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
