import type { StateNode } from "../definition/reader";
import type { Pillar } from "../rule";

/** How bad a finding is: an error is refused by AWS or certainly broken, a warning is bad practice. */
export type Severity = "error" | "warning";

/** One thing that a rule found in a definition. */
export interface Finding {
  /** The rule's id; docs/lint has a page of that name. */
  readonly code: string;
  readonly severity: Severity;
  /** The rule's pillar. */
  readonly practice: Pillar;
  /** JSON pointer (RFC 6901) to the state or field; empty for the whole definition. */
  readonly path: string;
  /** What was found, in one sentence. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly fix: string;
}

/** What a caller may set a rule to. */
export type RuleSetting = Severity | "off";

/** How a definition is linted. */
export interface LintOptions {
  /** The type of the machine that the definition is for. Defaults to STANDARD. */
  readonly type?: "STANDARD" | "EXPRESS";
  /** Settings by the rules' ids. A rule that is not named keeps its own severity. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** The account that the machine runs in, 12 digits: tasks in other accounts need a role there. */
  readonly account?: string;
  /**
   * The IAM policy documents that the machine's role has. When given, grants that no state uses and
   * states that no grant covers are reported.
   */
  readonly grants?: readonly unknown[];
}

/** What a Comment accepts. */
export interface Acceptance {
  /** The rule's id. */
  readonly id: string;
  readonly reason: string;
  /** The state whose Comment it is in; `undefined` for the machine's. */
  readonly holder: StateNode | undefined;
  /** Whether there is a finding that it accepts. */
  readonly isUsed: boolean;
  /** Whether its rule is on and knows what it needs; else the acceptance may be of use another time. */
  readonly isLinted: boolean;
}
