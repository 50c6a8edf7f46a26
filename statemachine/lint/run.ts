import type { StateType } from "../definition/types";
import { TYPES, type Machine, type Scope, type StateNode } from "../definition/reader";
import type { LintDocument } from "./document";
import type { Acceptance, LintOptions } from "./finding";
import type { LintRule, RawFinding, RuleContext } from "./rule";
import { allHandlers, isHandled, type Handler } from "./facts/handlers";
import { resourceOf, type Resource } from "./facts/resource";
import type { Steps } from "../json";
import { objectsOfScope, objectsOfState, type SpecObject } from "./syntax/objects";
import { stepsOf, stringsOf, type FieldRole, type StringField } from "./syntax/strings";

/** What rules are about, by {@link LintRule.on}, or a type of state; `state` is one of a type that is not known. */
type Subject = Exclude<LintRule["on"], "handler" | "string"> | StateType;

/** Rules by what they are about, so that no state meets a rule of another type. */
export interface Plan {
  readonly rules: ReadonlyMap<Subject, readonly LintRule[]>;
  readonly stringRules: ReadonlyMap<FieldRole, readonly LintRule[]>;
}

/** Sorts the rules that are on. */
export function planOf(rules: readonly LintRule[]): Plan {
  return {
    rules: rulesBy(rules, subjectsOf),
    stringRules: rulesBy(rules, (rule) => (rule.on === "string" ? rule.roles : [])),
  };
}

function rulesBy<Key>(
  rules: readonly LintRule[],
  keysOf: (rule: LintRule) => readonly Key[],
): ReadonlyMap<Key, readonly LintRule[]> {
  const keys = new Set(rules.flatMap(keysOf));
  return new Map([...keys].map((key) => [key, rules.filter((rule) => keysOf(rule).includes(key))]));
}

function subjectsOf(rule: LintRule): readonly Subject[] {
  if (rule.on === "string") return [];
  if (rule.on === "handler") return ["retrier", "catcher"];
  return rule.on === "state" ? (rule.types ?? [...TYPES, "state"]) : [rule.on];
}

/** All that checks are given; one object for a run, filled anew for each subject, because there are very many. */
type Context = RuleContext & {
  document: LintDocument;
  machine: Machine;
  scope: Scope;
  state: StateNode;
  call: Resource;
  entry: Handler;
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
    this.apply(this.plan.rules.get("document"));
  }

  public checkMachine(machine: Machine): void {
    const { context, plan } = this;
    context.machine = machine;
    this.apply(plan.rules.get("machine"));
    for (const scope of machine.scopes) {
      context.scope = scope;
      this.pointAt(scope, scope.owner);
      this.apply(plan.rules.get("scope"));
      this.checkObjects(objectsOfScope(scope));
      for (const state of scope.states) {
        context.state = state;
        this.pointAt(state, state);
        if (state.type === "Task") context.call = resourceOf(state);
        this.apply(plan.rules.get(state.type ?? "state"));
        if (isHandled(state)) this.checkHandlers(state);
        this.checkObjects(objectsOfState(state));
      }
    }
  }

  public checkAcceptances(acceptances: readonly Acceptance[]): void {
    for (const acceptance of acceptances) {
      this.context.acceptance = acceptance;
      this.pointAt(acceptance.holder ?? { steps: [] }, acceptance.holder);
      this.apply(this.plan.rules.get("acceptance"));
    }
  }

  private checkHandlers(state: StateNode): void {
    const { context, plan } = this;
    for (const entry of allHandlers(state)) {
      context.entry = entry;
      this.at = [entry.field, entry.index];
      this.apply(plan.rules.get(entry.field === "Retry" ? "retrier" : "catcher"));
    }
  }

  private checkObjects(objects: readonly SpecObject[]): void {
    const { context, plan } = this;
    for (const object of objects) {
      context.object = object;
      this.at = object.at;
      this.apply(plan.rules.get("object"));
      for (const field of stringsOf(object)) {
        context.field = field;
        this.apply(plan.stringRules.get(field.role), field);
      }
    }
  }

  private pointAt(subject: { readonly steps: Steps }, holder: StateNode | undefined): void {
    this.subject = subject;
    this.at = [];
    this.holder = holder;
  }

  private apply(rules: readonly LintRule[] = [], field?: StringField): void {
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
