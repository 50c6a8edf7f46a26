import type { LintOptions, Practice, Severity } from "./finding";
import type { StateType } from "../definition/types";
import type { Machine, Scope, StateNode } from "../definition/reader";
import type { Part } from "./syntax/parts";
import type { Role, Text } from "./syntax/texts";

/** Steps from the subject of a check to the field that a finding points at. */
export type Steps = readonly (string | number)[];

/** Reports a finding on the subject of the running check; `fix` replaces the rule's own. */
export type Report = (at: Steps, message: string, fix?: string) => void;

/** What is known about the machine besides its definition. */
export type Known = Pick<LintOptions, "account" | "grants">;

/** A definition that shows a rule, and how it is judged when not as a STANDARD machine. */
export interface Example {
  readonly definition: unknown;
  /** The text, where the fault is in the text itself. */
  readonly text?: string;
  /** Codes of other rules that the fault breaks, too. */
  readonly also?: readonly string[];
  readonly type?: "STANDARD" | "EXPRESS";
  readonly account?: string;
  readonly grants?: readonly unknown[];
}

interface RuleInfo {
  /** The stable name, kebab-case. */
  readonly code: string;
  readonly severity: Severity;
  readonly practice: Practice;
  /** One sentence: what must be so, and why where it is not plain. */
  readonly summary: string;
  /** One sentence: what to do about a finding. */
  readonly fix: string;
  /** A matter of taste: reported only when the options set the rule to a severity. */
  readonly optional?: true;
  /** Gives findings of this rule, and no other by default. */
  readonly failing: Example;
  /** The same definition put right: gives no finding of this rule. */
  readonly fixed: Example;
}

/** A rule about the whole definition. */
export interface MachineRule extends RuleInfo {
  readonly on: "machine";
  readonly check: (machine: Machine, report: Report, known: Known) => void;
}

/** A rule about the states of one level: the machine's, a branch's, a processor's. */
export interface ScopeRule extends RuleInfo {
  readonly on: "scope";
  readonly check: (scope: Scope, report: Report) => void;
}

/** A rule about single states of the given types; all types when none are given. */
export interface StateRule extends RuleInfo {
  readonly on: "state";
  readonly types?: readonly StateType[];
  readonly check: (state: StateNode, report: Report, known: Known) => void;
}

/** A rule about every object whose fields are known: machines, levels, states, retriers, catchers. */
export interface PartRule extends RuleInfo {
  readonly on: "part";
  readonly check: (part: Part, report: Report) => void;
}

/** A rule about single values: paths, templates, expressions and plain strings. It reports on the value itself. */
export interface TextRule extends RuleInfo {
  readonly on: "text";
  readonly roles: readonly Role[];
  readonly check: (text: Text, part: Part, report: Report) => void;
}

/** A rule that the linter itself applies, about the text or about what was accepted in it. */
export interface OwnRule extends RuleInfo {
  readonly on: "document";
}

/** One row of the linter's table. */
export type Rule = MachineRule | ScopeRule | StateRule | PartRule | TextRule | OwnRule;
