import type { StateType } from "../definition/types";
import type { Machine, Scope, StateNode } from "../definition/reader";
import type { LintDocument } from "./document";
import type { Acceptance, LintOptions } from "./finding";
import type { LintRule, RawFinding, RuleContext, StateRule, StringRule } from "./rule";
import type { Steps } from "../json";
import { objectsOfScope, objectsOfState, type SpecObject } from "./syntax/objects";
import {
  FIELD_ROLES,
  stepsOf,
  stringsOf,
  type FieldRole,
  type StringField,
} from "./syntax/strings";

type RulesOn<On extends LintRule["on"]> = readonly Extract<LintRule, { readonly on: On }>[];

/** Rules sorted by what they are about, so that no state meets a rule of another type. */
export interface Plan {
  readonly document: RulesOn<"document">;
  readonly machine: RulesOn<"machine">;
  readonly scope: RulesOn<"scope">;
  readonly object: RulesOn<"object">;
  readonly acceptance: RulesOn<"acceptance">;
  readonly string: ReadonlyMap<FieldRole, readonly StringRule[]>;
  readonly state: (type: StateType | undefined) => readonly StateRule[];
}

/** Sorts the rules that are on. */
export function planOf(rules: readonly LintRule[]): Plan {
  const states = rules.filter((rule) => rule.on === "state");
  const strings = rules.filter((rule) => rule.on === "string");
  const types = new Set<StateType | undefined>(states.flatMap((rule) => rule.types ?? []));
  const byType = new Map(
    [...types].map((type) => [
      type,
      states.filter(({ types: t }) => !t || (type && t.includes(type))),
    ]),
  );
  const general = states.filter((rule) => rule.types === undefined);
  return {
    document: rules.filter((rule) => rule.on === "document"),
    machine: rules.filter((rule) => rule.on === "machine"),
    scope: rules.filter((rule) => rule.on === "scope"),
    object: rules.filter((rule) => rule.on === "object"),
    acceptance: rules.filter((rule) => rule.on === "acceptance"),
    string: new Map(
      FIELD_ROLES.map((role) => [role, strings.filter(({ roles }) => roles.includes(role))]),
    ),
    state: (type) => byType.get(type) ?? general,
  };
}

/** All that checks are given; one object for a run, filled anew for each subject, because there are very many. */
type Context = RuleContext & {
  document: LintDocument;
  machine: Machine;
  scope: Scope;
  state: StateNode;
  object: SpecObject;
  field: StringField;
  acceptance: Acceptance;
};

/** Applies rules to what they are about, and collects what they report. */
export class Run {
  public readonly findings: RawFinding[] = [];
  private readonly context: Context;
  private rule: LintRule | undefined;
  /** What the checks run on, and the steps from it to the object that they run on. */
  private subject: { readonly steps: Steps } = { steps: [] };
  private at: Steps = [];
  private holder: StateNode | undefined;
  /** The string whose rules run; they report on it, not on its object. */
  private field: StringField | undefined;

  public constructor(
    private readonly plan: Plan,
    { account, grants }: LintOptions,
  ) {
    // The subjects are set before the checks that ask for them.
    this.context = { account, grants, report: this.report.bind(this) } as Context;
  }

  public checkDocument(document: LintDocument): void {
    this.context.document = document;
    this.apply(this.plan.document);
  }

  public checkMachine(machine: Machine): void {
    const { context, plan } = this;
    context.machine = machine;
    this.apply(plan.machine);
    for (const scope of machine.scopes) {
      context.scope = scope;
      this.pointAt(scope, scope.owner);
      this.apply(plan.scope);
      this.checkObjects(objectsOfScope(scope));
      for (const state of scope.states) {
        context.state = state;
        this.pointAt(state, state);
        this.apply(plan.state(state.type));
        this.checkObjects(objectsOfState(state));
      }
    }
  }

  public checkAcceptances(acceptances: readonly Acceptance[]): void {
    for (const acceptance of acceptances) {
      this.context.acceptance = acceptance;
      this.pointAt(acceptance.holder ?? { steps: [] }, acceptance.holder);
      this.apply(this.plan.acceptance);
    }
  }

  private checkObjects(objects: readonly SpecObject[]): void {
    const { context, plan } = this;
    for (const object of objects) {
      context.object = object;
      this.at = object.at;
      this.apply(plan.object);
      for (const field of stringsOf(object)) {
        context.field = field;
        this.apply(plan.string.get(field.role) ?? [], field);
      }
    }
  }

  private pointAt(subject: { readonly steps: Steps }, holder: StateNode | undefined): void {
    this.subject = subject;
    this.at = [];
    this.holder = holder;
  }

  private apply(rules: readonly LintRule[], field?: StringField): void {
    this.field = field;
    for (const rule of rules) {
      this.rule = rule;
      rule.check(this.context);
    }
  }

  private report(at: Steps, message: string, fix?: string): void {
    const { rule, holder, subject, field } = this;
    if (rule === undefined) return;
    const inside = field === undefined ? [] : stepsOf(field);
    this.findings.push({
      rule,
      holder,
      steps: [...subject.steps, ...this.at, ...inside, ...at],
      message,
      fix: fix ?? rule.meta.remedy,
    });
  }
}
