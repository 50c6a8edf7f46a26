import type { StateType } from "../definition/types";
import type { Machine, Scope, StateNode } from "../definition/reader";
import type { Rule } from "../rule";
import type { Steps } from "../json";
import type { Acceptance, LintOptions, Severity } from "./finding";
import type { LintDocument } from "./document";
import type { Handler } from "./facts/handlers";
import type { Resource } from "./facts/resource";
import type { SpecObject } from "./syntax/objects";
import type { FieldRole, StringField } from "./syntax/strings";

/** What every check is given besides its subject. */
export interface RuleContext extends Pick<LintOptions, "account" | "grants"> {
  /** Reports a finding `at` steps from the subject of the check; `remedy` replaces the rule's own. */
  readonly report: (at: Steps, message: string, remedy?: string) => void;
}

/** A rule whose check runs once for each `On`, which it gets as `Subject`. */
interface RuleOn<On extends string, Subject> extends Rule<
  RuleContext & Readonly<Subject>,
  Severity
> {
  readonly on: On;
  readonly check: (context: RuleContext & Readonly<Subject>) => void;
  /** What the rule cannot be checked without: it says nothing when the caller leaves one of these out. */
  readonly needs?: readonly ("type" | "account" | "grants")[];
  /** A matter of taste: off unless the options set the rule to a severity. */
  readonly optional?: true;
}

/** A rule about the text and the value in it, before that is read as a machine. */
export type DocumentRule = RuleOn<"document", { document: LintDocument }>;

/** A rule about the whole definition. */
export type MachineRule = RuleOn<"machine", { machine: Machine }>;

/** A rule about the states of one level: the machine's, a branch's, a processor's. */
export type ScopeRule = RuleOn<"scope", { scope: Scope }>;

/** A rule about states of several types; of all types when none are given. */
export type StateRule = RuleOn<"state", { state: StateNode }> & {
  readonly types?: readonly StateType[];
};

/** A rule about the Tasks, and what they call. */
export type TaskRule = RuleOn<"Task", { state: StateNode; call: Resource }>;

/** A rule about the states of one other type. */
export type TypeRule = RuleOn<Exclude<StateType, "Task">, { state: StateNode }>;

/** A rule about single entries of Retry, of Catch, or of both. */
export type HandlerRule = RuleOn<
  "retrier" | "catcher" | "handler",
  { state: StateNode; entry: Handler }
>;

/** A rule about every object whose fields are known: machines, levels, states, retriers, catchers. */
export type ObjectRule = RuleOn<"object", { object: SpecObject }>;

/** A rule about single values of certain roles: paths, templates, expressions, plain strings. */
export type StringRule = RuleOn<"string", { field: StringField; object: SpecObject }> & {
  readonly roles: readonly FieldRole[];
};

/** A rule about what Comments accept, applied when all else is found. */
export type AcceptanceRule = RuleOn<"acceptance", { acceptance: Acceptance }>;

/** A rule of the linter. */
export type LintRule =
  | DocumentRule
  | MachineRule
  | ScopeRule
  | StateRule
  | TaskRule
  | TypeRule
  | HandlerRule
  | ObjectRule
  | StringRule
  | AcceptanceRule;

/** A finding before settings and acceptances. */
export interface RawFinding {
  readonly rule: LintRule;
  /** The state that may accept it; `undefined` for the machine. */
  readonly holder: StateNode | undefined;
  readonly steps: Steps;
  readonly message: string;
  readonly fix: string;
}
