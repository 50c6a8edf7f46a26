/** What several kinds of state have: values, transitions, error handling, and the fields that shape data. */

/** The two languages that read and shape data inside a state. */
export type QueryLanguage = "JSONPath" | "JSONata";

/** The eight kinds of state. */
export type StateType =
  "Task" | "Pass" | "Choice" | "Wait" | "Succeed" | "Fail" | "Parallel" | "Map";

/** Any JSON value whose leaves may be a `Leaf`. */
export type Json<Leaf = never> =
  | string
  | number
  | boolean
  | null
  | Leaf
  | readonly Json<Leaf>[]
  | { readonly [key: string]: Json<Leaf> | undefined };

/** A JSON object whose leaves may be a `Leaf`. */
export type JsonObject<Leaf = never> = { readonly [key: string]: Json<Leaf> | undefined };

/** Fields that belong to the other query language. */
export type Without<Fields extends string> = { readonly [Field in Fields]?: never };

export type JsonPathOnly =
  | "InputPath"
  | "OutputPath"
  | "ResultPath"
  | "ResultSelector"
  | "Parameters"
  | "ItemsPath"
  | "ItemSelector"
  | "TimeoutSecondsPath"
  | "HeartbeatSecondsPath"
  | "SecondsPath"
  | "TimestampPath"
  | "ErrorPath"
  | "CausePath"
  | "MaxConcurrencyPath"
  | "ToleratedFailurePercentagePath"
  | "ToleratedFailureCountPath";

export type JsonataOnly = "Arguments" | "Output" | "Items";

/** Exactly one way on: to another state of the same scope, or out of the scope. */
export type Transition =
  { readonly Next: string; readonly End?: never } | { readonly End: true; readonly Next?: never };

/** One entry of `Retry`. */
export interface Retrier<Leaf = never> {
  readonly ErrorEquals: readonly (string | Leaf)[];
  /** Seconds before the first retry. Defaults to 1. */
  readonly IntervalSeconds?: number | Leaf;
  /** Defaults to 3; 0 means never. */
  readonly MaxAttempts?: number | Leaf;
  /** Factor on the interval after each attempt, at least 1. Defaults to 2. */
  readonly BackoffRate?: number | Leaf;
  /** Longest interval in seconds. Defaults to no limit. */
  readonly MaxDelaySeconds?: number | Leaf;
  /** Defaults to NONE. */
  readonly JitterStrategy?: "FULL" | "NONE" | Leaf;
  readonly Comment?: string;
}

interface AnyCatcher<Leaf> extends Assigning<Leaf> {
  readonly ErrorEquals: readonly (string | Leaf)[];
  readonly Next: string;
  readonly Comment?: string;
}

/** One entry of `Catch` in a JSONPath state. */
export interface JsonPathCatcher<Leaf = never> extends AnyCatcher<Leaf>, Without<"Output"> {
  /** Where the error goes in the input. Defaults to `$`: the input is lost. */
  readonly ResultPath?: string | null | Leaf;
}

/** One entry of `Catch` in a JSONata state. */
export interface JsonataCatcher<Leaf = never> extends AnyCatcher<Leaf>, Without<"ResultPath"> {
  /** What the next state gets. Defaults to the error alone: the input is lost. */
  readonly Output?: Json<Leaf>;
}

/** One entry of `Catch`. */
export type Catcher<Leaf = never> = JsonPathCatcher<Leaf> | JsonataCatcher<Leaf>;

/** A state in JSONPath that shapes its data. */
interface InJsonPath<Leaf> extends Without<JsonataOnly> {
  readonly Comment?: string;
  readonly QueryLanguage?: "JSONPath";
  readonly InputPath?: string | null | Leaf;
  readonly OutputPath?: string | null | Leaf;
}

/** One in JSONata; which fields of JSONPath it has, too, depends on its type. */
interface InJsonata<Leaf> {
  readonly Comment?: string;
  readonly Output?: Json<Leaf>;
}

/** A state that goes on. */
export type JsonPathStep<Leaf> = InJsonPath<Leaf> & Transition;
export type JsonataStep<Leaf> = InJsonata<Leaf> & Transition & Assigning<Leaf>;

/** A state from which no Next leads on: a Choice or a Succeed. */
export type JsonPathTurn<Leaf> = InJsonPath<Leaf> & Without<"Next" | "End">;
export type JsonataTurn<Leaf> = InJsonata<Leaf> & Without<JsonPathOnly | "Next" | "End">;

export interface Assigning<Leaf> {
  readonly Assign?: JsonObject<Leaf>;
}

export interface JsonPathResult<Leaf> extends Assigning<Leaf> {
  readonly ResultPath?: string | null | Leaf;
}

/** A state whose work can fail: a Task, Parallel or Map. */
export type JsonPathWork<Leaf> = JsonPathStep<Leaf> &
  JsonPathResult<Leaf> & {
    readonly ResultSelector?: JsonObject<Leaf>;
    readonly Retry?: readonly Retrier<Leaf>[];
    readonly Catch?: readonly JsonPathCatcher<Leaf>[];
  };
export type JsonataWork<Leaf> = JsonataStep<Leaf> & {
  readonly Retry?: readonly Retrier<Leaf>[];
  readonly Catch?: readonly JsonataCatcher<Leaf>[];
};
