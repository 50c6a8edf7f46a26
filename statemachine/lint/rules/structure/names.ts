import { isDeferred } from "../../../definition/placeholder";
import { type Machine, memoize } from "../../../definition/reader";
import { groupBy } from "../../../group-by";
import { has } from "../../../json";
import type { LintRule } from "../../rule";

export const statesByName = memoize(({ states }: Machine) => groupBy(states, ({ name }) => name));

/** Rules about the names of states, and their Comments. */
export const NAMES_RULES: readonly LintRule[] = [
  {
    id: "duplicate-state-name",
    meta: {
      description:
        "The name of a state is unique in the whole machine, branches and processors included.",
      pillar: "operations",
      severity: "error",
      remedy: "rename one of the states",
    },
    on: "machine",
    check: ({ machine, report }) => {
      for (const [name, [, ...others]] of statesByName(machine)) {
        for (const state of others) report(state.steps, `another state is named '${name}', too`);
      }
    },
  },
  {
    id: "state-name",
    meta: {
      description: "The name of a state has 1 to 80 characters.",
      pillar: "operations",
      severity: "error",
      remedy: "choose a shorter name and put the rest in the Comment",
    },
    on: "state",
    check: ({ state: { name }, report }) => {
      // Unicode characters, as the specification counts: an emoji is one, but has two UTF-16 units.
      const length = name.length <= 80 ? name.length : [...name].length;
      if ((length >= 1 && length <= 80) || isDeferred(name)) return;
      report([], `the name of the state has ${length} characters; 1 to 80 are allowed`);
    },
  },
  {
    id: "comment-missing",
    meta: {
      description: "The machine and every state have a Comment.",
      pillar: "operations",
      severity: "warning",
      remedy: "say in a Comment what it is for",
    },
    on: "machine",
    optional: true,
    check: ({ machine: { value, states }, report }) => {
      if (!has(value, "Comment")) report([], "the machine has no Comment");
      for (const state of states) {
        if (!has(state.value, "Comment")) report(state.steps, `'${state.name}' has no Comment`);
      }
    },
  },
];
