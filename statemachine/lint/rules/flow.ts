import { nearest } from "../../nearest";
import { branch, BACKOFF, machine, pass, task } from "./examples";
import { edgesOf, endable, isTerminal, reachable } from "../facts/graph";
import { memoize, type Machine, type Scope, type StateNode } from "../../definition/reader";
import type { Rule, Report } from "../rule";
import { own, text } from "../../json/values";
import { isDeferred } from "../../definition/placeholder";

/** Most levels of Parallel and Map inside each other; no real definition comes near. */
const MAX_LEVELS = 30;

/** Names are only compared with each other where there are few. */
const FEW_STATES = 200;

const fan = (...names: string[]): unknown => ({
  Type: "Parallel",
  Branches: names.map(branch),
  Retry: [BACKOFF],
  End: true,
});

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

const statesByName = memoize((machine: Machine): ReadonlyMap<string, readonly StateNode[]> => {
  const found = new Map<string, StateNode[]>();
  for (const state of machine.states) {
    const same = found.get(state.name);
    if (same === undefined) found.set(state.name, [state]);
    else same.push(state);
  }
  return found;
});

/** Rules about how states follow each other. */
export const FLOW_RULES: readonly Rule[] = [
  {
    code: "unknown-target",
    severity: "error",
    practice: "reliability",
    summary: "StartAt, Next and Default name a state of the same level.",
    fix: "name a state of the same level",
    failing: machine({
      Send: task({ Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Sent" }] }),
    }),
    fixed: machine({ Send: task() }),
    on: "scope",
    check: (scope: Scope, report: Report): void => {
      const start = text(scope.value, "StartAt");
      if (start !== undefined && !scope.byName.has(start) && !isDeferred(start)) {
        report(["StartAt"], `there is no state '${start}' to start at`, remedy(scope, start));
      }
      for (const state of scope.states) {
        for (const { target, at } of edgesOf(state)) {
          if (scope.byName.has(target) || isDeferred(target)) continue;
          report(
            ["States", state.name, ...at],
            `'${state.name}' goes to '${target}', which is no state here`,
            remedy(scope, target),
          );
        }
      }
    },
  },
  {
    code: "unreachable-state",
    severity: "error",
    practice: "reliability",
    summary:
      "Every state can be reached from StartAt, also one that other states of an island name.",
    fix: "lead a transition to the state, or remove it",
    failing: machine({ Send: task(), Lost: pass() }),
    fixed: machine({ Send: task({ Next: "Lost", End: undefined }), Lost: pass() }),
    on: "scope",
    check: (scope: Scope, report: Report): void => {
      const seen = reachable(scope);
      if (seen.size === 0) return;
      for (const state of scope.states) {
        if (seen.has(state)) continue;
        report(["States", state.name], `no walk from StartAt comes to '${state.name}'`);
      }
    },
  },
  {
    code: "no-terminal",
    severity: "error",
    practice: "reliability",
    summary: "Every level has a state that ends it: one with End: true, a Succeed or a Fail.",
    fix: "end one of the states with End: true",
    failing: machine({
      Send: task({ Next: "Again", End: undefined }),
      Again: pass({ Next: "Send", End: undefined }),
    }),
    fixed: machine({ Send: task() }),
    on: "scope",
    check: (scope: Scope, report: Report): void => {
      if (
        scope.states.length > 0 &&
        !scope.states.some((state) => isTerminal(state) || isDeferred(own(state.value, "End")))
      ) {
        report(["States"], "no state ends this level");
      }
    },
  },
  {
    code: "endless-loop",
    severity: "warning",
    practice: "reliability",
    summary:
      "From every state the end can be reached without an error: a loop that only an error leaves fills the history.",
    fix: "lead out of the loop with a Choice",
    failing: machine({
      Ask: task({
        End: undefined,
        Next: "Tell",
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Done" }],
      }),
      Tell: task({ End: undefined, Next: "Ask" }),
      Done: pass(),
    }),
    fixed: machine({
      Ask: task({
        End: undefined,
        Next: "Tell",
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Done" }],
      }),
      Tell: task({ End: undefined, Next: "Done" }),
      Done: pass(),
    }),
    on: "scope",
    check: (scope: Scope, report: Report): void => {
      const good = endable(scope);
      if (good.size === 0) return;
      for (const state of reachable(scope)) {
        if (good.has(state)) continue;
        report(["States", state.name], `from '${state.name}' only an error leads to the end`);
      }
    },
  },
  {
    code: "duplicate-state-name",
    severity: "error",
    practice: "operations",
    summary:
      "The name of a state is unique in the whole machine, branches and processors included.",
    fix: "rename one of the states",
    failing: machine({ Both: fan("Same", "Same") }),
    fixed: machine({ Both: fan("Left", "Right") }),
    on: "machine",
    check: (machine: Machine, report: Report): void => {
      for (const [name, [, ...others]] of statesByName(machine)) {
        for (const state of others) report(state.steps, `another state is named '${name}', too`);
      }
    },
  },
  {
    code: "state-name",
    severity: "error",
    practice: "operations",
    summary: "The name of a state has 1 to 80 characters.",
    fix: "choose a shorter name and put the rest in the Comment",
    failing: machine({ ["Send".repeat(21)]: task() }),
    fixed: machine({ Send: task() }),
    on: "state",
    check: ({ name }: StateNode, report: Report): void => {
      if ((name.length >= 1 && name.length <= 80) || isDeferred(name)) return;
      report([], `the name of the state has ${name.length} characters; 1 to 80 are allowed`);
    },
  },
  {
    code: "too-many-levels",
    severity: "error",
    practice: "operations",
    summary: `At most ${MAX_LEVELS} Parallel and Map states are inside each other.`,
    fix: "move inner levels to machines of their own",
    failing: machine(levels(MAX_LEVELS + 1)),
    fixed: machine(levels(2)),
    on: "scope",
    check: ({ steps, owner }: Scope, report: Report): void => {
      const depth = steps.filter((step) => step === "States").length;
      if (owner !== undefined && depth === MAX_LEVELS + 1)
        report([], `this level is number ${depth} inside the machine`);
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
