import type { StateNode } from "../../../definition/reader";
import { has, own, text, walk } from "../../../json/values";
import { type Loop, loopOf } from "../../facts/graph";
import { on, STATES, type Checks } from "../../rule";

/** Rules about loops. */
export const loopChecks = {
  "default-loops": on("Choice", ({ state, report }) => {
    const target = state.scope.byName.get(text(state.value, "Default") ?? "");
    if (target === undefined || !loopOf(state)?.states.has(target)) return;
    report(
      ["Default"],
      `whatever no rule foresees goes back to '${target.name}' and round the loop`,
    );
  }),
  "unbounded-loop": on(STATES, ({ state, report }) => {
    const loop = loopOf(state);
    if (loop?.head !== state || has(state.scope.machine.value, "TimeoutSeconds")) return;
    if (![...loop.states].some(counts)) report([], `nothing bounds the loop of ${names(loop)}`);
  }),
} satisfies Checks;

function names({ states }: Loop): string {
  const all = [...states].map(({ name }) => `'${name}'`);
  return all.length > 4
    ? `${all.slice(0, 4).join(", ")} and ${all.length - 4} more`
    : all.join(", ");
}

/** Whether a Choice compares a number, as one that counts rounds does. */
function counts({ type, value }: StateNode): boolean {
  if (type !== "Choice") return false;
  return walk(own(value, "Choices"), "Choices").some(
    ({ key, value: test }) =>
      key.startsWith("Numeric") || (typeof test === "string" && /[<>]=?\s*\d/.test(test)),
  );
}
