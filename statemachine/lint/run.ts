import type { Machine, StateNode } from "../definition/reader";
import type { Steps } from "../json";
import type { LintDocument } from "./document";
import { allHandlers, isHandled } from "./facts/handlers";
import { resourceOf } from "./facts/resource";
import type { Acceptance, LintOptions } from "./finding";
import type { Context, LintRule, RawFinding, Subject } from "./rule";
import { objectsOfScope, objectsOfState, type SpecObject } from "./syntax/objects";
import { stepsOf, stringsOf, type StringField } from "./syntax/strings";

/** The rules that are on, by what they run on. */
export type Plan = ReadonlyMap<Subject, readonly LintRule[]>;

/** Sorts the rules that are on. */
export function planOf(rules: readonly LintRule[]): Plan {
  const subjects = new Set(rules.flatMap((rule) => rule.on));
  return new Map(
    [...subjects].map((subject) => [subject, rules.filter((rule) => rule.on.includes(subject))]),
  );
}

/** Applies rules to what they are about, and collects what they report. */
export class Run {
  public readonly findings: RawFinding[] = [];
  /** One object for a run, filled anew for each subject, because there are very many. */
  private readonly context: { -readonly [Part in keyof Context]: Context[Part] };
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
    this.apply(this.plan.get("document"));
  }

  public checkMachine(machine: Machine): void {
    const { context, plan } = this;
    context.machine = machine;
    this.apply(plan.get("machine"));
    for (const scope of machine.scopes) {
      context.scope = scope;
      this.pointAt(scope, scope.owner);
      this.apply(plan.get("scope"));
      this.checkObjects(objectsOfScope(scope));
      for (const state of scope.states) {
        context.state = state;
        this.pointAt(state, state);
        if (state.type === "Task") context.call = resourceOf(state);
        this.apply(plan.get(state.type ?? "state"));
        if (isHandled(state)) this.checkHandlers(state);
        this.checkObjects(objectsOfState(state));
      }
    }
  }

  public checkAcceptances(acceptances: readonly Acceptance[]): void {
    for (const acceptance of acceptances) {
      this.context.acceptance = acceptance;
      this.pointAt(acceptance.holder ?? { steps: [] }, acceptance.holder);
      this.apply(this.plan.get("acceptance"));
    }
  }

  private checkHandlers(state: StateNode): void {
    const { context, plan } = this;
    for (const entry of allHandlers(state)) {
      context.entry = entry;
      this.at = [entry.field, entry.index];
      this.apply(plan.get(entry.field === "Retry" ? "retrier" : "catcher"));
    }
  }

  private checkObjects(objects: readonly SpecObject[]): void {
    const { context, plan } = this;
    for (const object of objects) {
      context.object = object;
      this.at = object.at;
      this.apply(plan.get("object"));
      for (const field of stringsOf(object)) {
        context.field = field;
        this.apply(plan.get(field.role), field);
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
