import type { StateNode } from "../../../definition/reader";
import { has, text } from "../../../json";
import { type Loop, loopOf } from "../../facts/graph";
import type { LintRule } from "../../rule";

/** Rules about loops. */
export const LOOPS_RULES: readonly LintRule[] = [
  {
    id: "default-loops",
    meta: {
      description:
        "The Default of a Choice leads out of its loop; else a value that no one foresaw keeps it going for ever.",
      pillar: "reliability",
      severity: "warning",
      remedy: "name the values that go on looping in Choices, and let Default leave the loop",
    },
    on: "Choice",
    check: ({ state, report }) => {
      const target = state.scope.byName.get(text(state.value, "Default") ?? "");
      if (target === undefined || !loopOf(state)?.states.has(target)) return;
      report(
        ["Default"],
        `whatever no rule foresees goes back to '${target.name}' and round the loop`,
      );
    },
  },
  {
    id: "unbounded-loop",
    meta: {
      description:
        "A loop has a bound: a Choice on a counter, or a TimeoutSeconds of the machine; a history has at most 25,000 events.",
      pillar: "reliability",
      severity: "warning",
      remedy: "count the rounds and leave with a Choice, or set the machine's TimeoutSeconds",
    },
    on: "state",
    check: ({ state, report }) => {
      const loop = loopOf(state);
      if (loop?.head !== state || has(state.scope.machine.value, "TimeoutSeconds")) return;
      if (![...loop.states].some(counts)) report([], `nothing bounds the loop of ${names(loop)}`);
    },
  },
];

function names({ states }: Loop): string {
  const all = [...states].map(({ name }) => `'${name}'`);
  return all.length > 4
    ? `${all.slice(0, 4).join(", ")} and ${all.length - 4} more`
    : all.join(", ");
}

/** Whether a Choice compares a number, as one that counts rounds does. */
function counts({ type, value }: StateNode): boolean {
  return (
    type === "Choice" && /"Numeric\w+"|[<>]=?\s*\d/.test(JSON.stringify(value.Choices ?? null))
  );
}
