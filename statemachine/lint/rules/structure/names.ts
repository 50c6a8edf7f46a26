import { isDeferred } from "../../../definition/placeholder";
import type { Machine } from "../../../definition/reader";
import { groupBy } from "../../../group-by";
import { has } from "../../../json";
import { memoize } from "../../../memoize";
import { on, STATES, type Checks } from "../../rule";

export const statesByName = memoize(({ states }: Machine) => groupBy(states, ({ name }) => name));

/** Rules about the names of states, and their Comments. */
export const nameChecks = {
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
