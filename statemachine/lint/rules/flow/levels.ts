import { list } from "../../../json/values";
import type { LintRule } from "../../rule";
import { BACKOFF, branch, faulty, machine, pass } from "../examples";

/** Most levels of Parallel and Map inside each other; no real definition comes near. */
const MAX_LEVELS = 30;

/** Rules about levels inside levels. */
export const LEVELS_RULES: readonly LintRule[] = [
  {
    id: "too-many-levels",
    meta: {
      description: `At most ${MAX_LEVELS} Parallel and Map states are inside each other.`,
      pillar: "operations",
      severity: "error",
      remedy: "move inner levels to machines of their own",
    },
    on: "scope",
    check: ({ scope: { steps, owner }, report }) => {
      const depth = steps.filter((step) => step === "States").length;
      if (owner !== undefined && depth === MAX_LEVELS + 1)
        report([], `this level is number ${depth} inside the machine`);
    },
    examples: {
      correct: [machine(levels(2))],
      incorrect: [
        faulty(
          machine(levels(MAX_LEVELS + 1)),
          [
            "/States/Level 1/Branches/0/States/Level 2/Branches/0/States/Level 3/Branches/0/States/Level 4/Branches/0/States/Level 5/Branches/0/States/Level 6/Branches/0/States/Level 7/Branches/0/States/Level 8/Branches/0/States/Level 9/Branches/0/States/Level 10/Branches/0/States/Level 11/Branches/0/States/Level 12/Branches/0/States/Level 13/Branches/0/States/Level 14/Branches/0/States/Level 15/Branches/0/States/Level 16/Branches/0/States/Level 17/Branches/0/States/Level 18/Branches/0/States/Level 19/Branches/0/States/Level 20/Branches/0/States/Level 21/Branches/0/States/Level 22/Branches/0/States/Level 23/Branches/0/States/Level 24/Branches/0/States/Level 25/Branches/0/States/Level 26/Branches/0/States/Level 27/Branches/0/States/Level 28/Branches/0/States/Level 29/Branches/0/States/Level 30/Branches/0/States/Level 31/Branches/0",
            "this level is number 31 inside the machine",
          ],
          [
            "/States/Level 1/Branches/0/States/Level 2/Branches/0/States/Level 3/Branches/0/States/Level 4/Branches/0/States/Level 5/Branches/0/States/Level 6/Branches/0/States/Level 7/Branches/0/States/Level 8/Branches/0/States/Level 9/Branches/0/States/Level 10/Branches/0/States/Level 11/Branches/0/States/Level 12/Branches/0/States/Level 13/Branches/0/States/Level 14/Branches/0/States/Level 15/Branches/0/States/Level 16/Branches/0/States/Level 17/Branches/0/States/Level 18/Branches/0/States/Level 19/Branches/0/States/Level 20/Branches/0/States/Level 21/Branches/0/States/Level 22/Branches/0/States/Level 23/Branches/0/States/Level 24/Branches/0/States/Level 25/Branches/0/States/Level 26/Branches/0/States/Level 27/Branches/0/States/Level 28/Branches/0/States/Level 29/Branches/0/States/Level 30/Branches/0/States/Level 31/Branches/1",
            "this level is number 31 inside the machine",
          ],
        ),
      ],
    },
  },
  {
    id: "single-branch",
    meta: {
      description:
        "A Parallel has two or more branches, unless it holds states together for one Retry or Catch.",
      pillar: "cost",
      severity: "warning",
      remedy: "put the states of the branch in place of the Parallel",
    },
    on: "state",
    types: ["Parallel"],
    check: ({ state: { value }, report }) => {
      const handled = list(value, "Retry").length + list(value, "Catch").length > 0;
      if (list(value, "Branches").length === 1 && !handled)
        report([], "the Parallel has only one branch");
    },
    examples: {
      correct: [
        machine({
          Both: {
            Type: "Parallel",
            Branches: [branch("Left"), branch("Right")],
            Retry: [BACKOFF],
            End: true,
          },
        }),
      ],
      incorrect: [
        faulty(
          {
            ...machine({
              Both: { Type: "Parallel", Branches: [branch("Left")], End: true },
            }),
            also: ["error-unhandled"],
          },
          ["/States/Both", "the Parallel has only one branch"],
        ),
      ],
    },
  },
];

/** States with so many levels of Parallel inside each other. */
function levels(count: number): Record<string, unknown> {
  let states: Record<string, unknown> = { Done: pass() };
  for (let level = count; level > 0; level--) {
    const name = `Level ${level}`;
    const inside = { StartAt: Object.keys(states)[0], States: states };
    const Parallel = {
      Type: "Parallel",
      Branches: [inside, branch(`Beside ${level}`)],
      Retry: [BACKOFF],
      End: true,
    };
    states = { [name]: Parallel };
  }
  return states;
}
