import type { StateType } from "../definition/types";
import { TYPES, type Machine, type Scope, type StateNode } from "../definition/reader";
import type { Steps } from "../json";
import type { Rule } from "../rule";
import type { LintDocument } from "./document";
import type { Handler } from "./facts/handlers";
import type { Resource } from "./facts/resource";
import type { Acceptance, LintOptions, Severity } from "./finding";
import type { SpecObject } from "./syntax/objects";
import type { FieldRole, StringField } from "./syntax/strings";

/** What every check is given besides what it is about. */
interface RuleContext extends Pick<LintOptions, "account" | "grants"> {
  /** Reports a finding `at` steps from what the check is about; `remedy` replaces the rule's own. */
  readonly report: (at: Steps, message: string, remedy?: string) => void;
}

/** All that checks can be about. */
interface Parts {
  readonly document: LintDocument;
  readonly machine: Machine;
  readonly scope: Scope;
  readonly state: StateNode;
  readonly call: Resource;
  readonly entry: Handler;
  readonly object: SpecObject;
  readonly field: StringField;
  readonly acceptance: Acceptance;
}

type OfRoles = {
  readonly [Role in FieldRole]: Pick<Parts, "object"> & { readonly field: StringField<Role> };
};

/** What a check is given, by what it runs on: states of a type, values of a role, or one of those named here. */
interface Subjects extends Record<Exclude<StateType, "Task">, Pick<Parts, "state">>, OfRoles {
  /** The text and the value in it, before that is read as a machine. */
  readonly document: Pick<Parts, "document">;
  /** The whole definition. */
  readonly machine: Pick<Parts, "machine">;
  /** One level: the machine's, a branch's, a processor's. */
  readonly scope: Pick<Parts, "scope">;
  /** A Task, and what it calls. */
  readonly Task: Pick<Parts, "state" | "call">;
  /** A state whose type is not known. */
  readonly state: Pick<Parts, "state">;
  /** An entry of Retry. */
  readonly retrier: Pick<Parts, "state" | "entry">;
  /** An entry of Catch. */
  readonly catcher: Pick<Parts, "state" | "entry">;
  /** An object whose fields are known: a machine, level, state, retrier, catcher. */
  readonly object: Pick<Parts, "object">;
  /** What a Comment accepts, when all else is found. */
  readonly acceptance: Pick<Parts, "acceptance">;
}

export type Subject = keyof Subjects;

/** States of any type, also of one that is not known. */
export const STATES = [...TYPES, "state"] as const;

/** All that a check is given, whatever it runs on. */
export type Context = RuleContext & Parts;

/** A check, and what it runs on. */
export interface Check {
  readonly on: readonly Subject[];
  readonly check: (context: Context) => void;
}

/** The checks of rules, by the rules' ids. */
export type Checks = Readonly<Record<string, Check>>;

/** A check that runs once on each of its subjects, and is given what {@link Subjects} says of them all. */
export function on<On extends Subject>(
  subjects: On | readonly On[],
  check: (context: RuleContext & Subjects[On]) => void,
): Check {
  // Nothing runs a check on another subject than these.
  return { on: [subjects].flat() as On[], check: check as Check["check"] };
}

/** A rule of the linter. */
export interface LintRule extends Rule<Context, Severity>, Check {
  readonly check: Check["check"];
  /** What the rule cannot be checked without: it says nothing when the caller leaves one of these out. */
  readonly needs?: readonly ("type" | "account" | "grants")[];
  /** A matter of taste: off unless the options set the rule to a severity. */
  readonly optional?: boolean;
}

/** A finding before settings and acceptances. */
export interface RawFinding {
  readonly rule: LintRule;
  /** The state that may accept it; `undefined` for the machine. */
  readonly holder: StateNode | undefined;
  readonly steps: Steps;
  readonly message: string;
  readonly fix: string;
}
