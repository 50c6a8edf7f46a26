import type { JsonRecord } from "../../json";
import type { Clock, Recorder } from "../recorder";

/** One line of execution: the machine itself, a branch or an item. */
export interface Thread {
  readonly recorder: Recorder;
  /** Runs the scope at a JSON pointer and gives its output. @throws Failure of a state that nothing catches. */
  readonly runScope: (
    scope: JsonRecord,
    at: string,
    input: unknown,
    thread: Thread,
  ) => Promise<unknown>;
  /** The query language of states that do not name one. */
  readonly queryLanguage: unknown;
  readonly clock: Clock;
  /** Those of the scopes around it, and its own. */
  variables: JsonRecord;
  /** `$$.Map.Item`, of the innermost Map. */
  readonly item?: JsonRecord;
  /** Whether something beside it has failed, so that it must not go on. */
  readonly stopped: () => boolean;
}

/** One state that is being run. */
export interface Visit {
  readonly name: string;
  /** The state's JSON pointer. */
  readonly path: string;
  readonly state: JsonRecord;
  /** How often it was tried before, since it was entered. */
  readonly retries: number;
  readonly input: unknown;
  readonly thread: Thread;
  /** `$$`, and `$states.context`. */
  readonly context: JsonRecord;
  readonly language: Language;
}

/** Where a state leads: to another state of its scope, or to the end. */
export interface Outcome {
  readonly output: unknown;
  readonly next: string | undefined;
}

/** What the two query languages do differently. */
export interface Language {
  /** What the work of the state gets: its Parameters or Arguments. */
  readonly begin: (visit: Visit) => Promise<unknown>;
  /** The state's output, from what its work gave; sets its variables. */
  readonly finish: (visit: Visit, result: unknown) => Promise<unknown>;
  /** The output of a Pass state; sets its variables. */
  readonly plain: (visit: Visit) => Promise<unknown>;
  /** The output of a state without a result, or of the branch `fields` of a Choice; sets its variables. */
  readonly pass: (visit: Visit, fields?: JsonRecord) => Promise<unknown>;
  /** The input of the state that `catcher` leads to; sets its variables. */
  readonly caught: (visit: Visit, catcher: JsonRecord, errorOutput: JsonRecord) => Promise<unknown>;
  /** The value of a field that may be an expression or, with `Path` in its name, a path. */
  readonly value: (visit: Visit, fields: JsonRecord, field: string) => Promise<unknown>;
  /** A template such as Credentials. */
  readonly template: (visit: Visit, template: unknown) => Promise<unknown>;
  /** The items of a Map, before a check of what they are. */
  readonly items: (visit: Visit) => Promise<unknown>;
  /** Whether the test of a Choice's rule holds. */
  readonly holds: (visit: Visit, rule: JsonRecord) => Promise<boolean>;
  /** The error of a value that its field does not take. */
  readonly invalid: (cause: string) => Error;
}
