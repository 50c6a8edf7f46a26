import type { StateType } from "../definition/types";
import type { Machine, StateNode } from "../definition/reader";
import { partsOfScope, partsOfState, type Part } from "./syntax/parts";
import type {
  Known,
  MachineRule,
  PartRule,
  Report,
  Rule,
  ScopeRule,
  StateRule,
  Steps,
  TextRule,
} from "./rule";
import { ROLES, stepsOf, textsOf, type Role, type Text } from "./syntax/texts";

/** A finding before settings and acceptances. */
export interface RawFinding {
  readonly rule: Rule;
  /** The state that may accept it; `undefined` for the machine. */
  readonly holder: StateNode | undefined;
  readonly steps: Steps;
  readonly message: string;
  readonly fix: string;
}

/** Rules sorted by what they are about, so that no state meets a rule of another type. */
export interface Plan {
  readonly machine: readonly MachineRule[];
  readonly scope: readonly ScopeRule[];
  readonly part: readonly PartRule[];
  readonly text: ReadonlyMap<Role, readonly TextRule[]>;
  readonly state: (type: StateType | undefined) => readonly StateRule[];
}

/** Sorts a table of rules. */
export function planOf(rules: readonly Rule[]): Plan {
  const states = rules.filter((rule) => rule.on === "state");
  const texts = rules.filter((rule) => rule.on === "text");
  const types = new Set<StateType | undefined>(states.flatMap((rule) => rule.types ?? []));
  const byType = new Map(
    [...types].map((type) => [
      type,
      states.filter(({ types: t }) => !t || (type && t.includes(type))),
    ]),
  );
  const general = states.filter((rule) => rule.types === undefined);
  return {
    machine: rules.filter((rule) => rule.on === "machine"),
    scope: rules.filter((rule) => rule.on === "scope"),
    part: rules.filter((rule) => rule.on === "part"),
    text: new Map(ROLES.map((role) => [role, texts.filter(({ roles }) => roles.includes(role))])),
    state: (type) => byType.get(type) ?? general,
  };
}

/** Applies every rule to what it is about. */
export function run(plan: Plan, machine: Machine, known: Known): RawFinding[] {
  const raw: RawFinding[] = [];
  let rule: Rule | undefined;
  let base: Steps = [];
  let holder: StateNode | undefined;
  let text: Text | undefined;
  const report: Report = (at, message, fix) => {
    if (rule === undefined) return;
    const inside = text === undefined ? [] : stepsOf(text);
    raw.push({ rule, holder, steps: [...base, ...inside, ...at], message, fix: fix ?? rule.fix });
  };
  for (const each of plan.machine) (rule = each).check(machine, report, known);
  for (const scope of machine.scopes) {
    [holder, base] = [scope.owner, scope.steps];
    for (const each of plan.scope) (rule = each).check(scope, report);
    judgeParts(partsOfScope(scope), scope.steps);
    for (const state of scope.states) {
      [holder, base] = [state, state.steps];
      for (const each of plan.state(state.type)) (rule = each).check(state, report, known);
      judgeParts(partsOfState(state), state.steps);
    }
  }
  return raw;

  function judgeParts(parts: readonly Part[], steps: Steps): void {
    for (const part of parts) {
      base = part.at.length === 0 ? steps : [...steps, ...part.at];
      for (const each of plan.part) (rule = each).check(part, report);
      for (text of textsOf(part)) {
        for (const each of plan.text.get(text.role) ?? []) (rule = each).check(text, part, report);
      }
      text = undefined;
    }
  }
}
