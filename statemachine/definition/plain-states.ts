/** The six kinds of state that hold no states of their own. */
import type {
  Assigning,
  Json,
  JsonObject,
  JsonPathOnly,
  JsonPathResult,
  JsonPathStep,
  JsonPathTurn,
  JsonPathWork,
  JsonataOnly,
  JsonataStep,
  JsonataTurn,
  JsonataWork,
  Without,
} from "./state-fields";

interface AnyTask<Leaf> {
  readonly Type: "Task";
  readonly Resource: string | Leaf;
  /** The role that the task is run with, instead of the machine's own. */
  readonly Credentials?: JsonObject<Leaf>;
}

/** A Task in JSONPath. */
export type JsonPathTask<Leaf = never> = AnyTask<Leaf> &
  JsonPathWork<Leaf> & {
    readonly Parameters?: Json<Leaf>;
    /** Seconds, up to 99,999,999. Defaults to that: a lost task blocks the run for three years. */
    readonly TimeoutSeconds?: number | Leaf;
    readonly TimeoutSecondsPath?: string | Leaf;
    /** Seconds between two signs of life, less than the timeout. */
    readonly HeartbeatSeconds?: number | Leaf;
    readonly HeartbeatSecondsPath?: string | Leaf;
  };

/** A Task in JSONata. */
export type JsonataTask<Leaf = never> = AnyTask<Leaf> &
  JsonataWork<Leaf> &
  Without<JsonPathOnly> & {
    readonly Arguments?: Json<Leaf>;
    /** Seconds, or a JSONata string that gives them. */
    readonly TimeoutSeconds?: number | string | Leaf;
    readonly HeartbeatSeconds?: number | string | Leaf;
  };

/** A Pass in JSONPath. */
export type JsonPathPass<Leaf = never> = JsonPathStep<Leaf> &
  JsonPathResult<Leaf> & {
    readonly Type: "Pass";
    readonly Result?: Json<Leaf>;
    readonly Parameters?: Json<Leaf>;
  };

/** A Pass in JSONata. */
export type JsonataPass<Leaf = never> = JsonataStep<Leaf> &
  Without<JsonPathOnly | "Result"> & { readonly Type: "Pass" };

/** The comparisons of a JSONPath choice rule; each but the `Is...` ones also exists with `Path`. */
export type Comparison =
  | `${"String" | "Numeric" | "Timestamp"}${"Equals" | `${"Less" | "Greater"}Than${"" | "Equals"}`}${"" | "Path"}`
  | `BooleanEquals${"" | "Path"}`
  | "StringMatches"
  | `Is${"Boolean" | "Null" | "Numeric" | "Present" | "String" | "Timestamp"}`;

/** A test of a JSONPath choice rule, without its transition. */
export type JsonPathTest<Leaf = never> =
  | { readonly And: readonly JsonPathTest<Leaf>[] }
  | { readonly Or: readonly JsonPathTest<Leaf>[] }
  | { readonly Not: JsonPathTest<Leaf> }
  | ({ readonly Variable: string | Leaf } & {
      readonly [Operator in Comparison]?: string | number | boolean | Leaf;
    });

interface AnyRule<Leaf> extends Assigning<Leaf> {
  readonly Next: string;
  readonly Comment?: string;
}

/** One entry of `Choices` in a JSONPath state. */
export type JsonPathChoiceRule<Leaf = never> = JsonPathTest<Leaf> & AnyRule<Leaf>;

/** One entry of `Choices` in a JSONata state. */
export interface JsonataChoiceRule<Leaf = never> extends AnyRule<Leaf> {
  /** A JSONata string, or a constant. */
  readonly Condition: string | boolean | Leaf;
  readonly Output?: Json<Leaf>;
}

interface AnyChoice<Rule, Leaf> extends Assigning<Leaf> {
  readonly Type: "Choice";
  readonly Choices: readonly Rule[];
  readonly Default?: string;
}

/** A Choice in JSONPath. */
export type JsonPathChoice<Leaf = never> = AnyChoice<JsonPathChoiceRule<Leaf>, Leaf> &
  JsonPathTurn<Leaf>;

/** A Choice in JSONata. */
export type JsonataChoice<Leaf = never> = AnyChoice<JsonataChoiceRule<Leaf>, Leaf> &
  JsonataTurn<Leaf>;

/** A Wait in JSONPath: exactly one of the four times. */
export type JsonPathWait<Leaf = never> = JsonPathStep<Leaf> &
  Assigning<Leaf> & {
    readonly Type: "Wait";
    readonly Seconds?: number | Leaf;
    readonly SecondsPath?: string | Leaf;
    /** RFC 3339. */
    readonly Timestamp?: string | Leaf;
    readonly TimestampPath?: string | Leaf;
  };

/** A Wait in JSONata: exactly one of the two times. */
export type JsonataWait<Leaf = never> = JsonataStep<Leaf> &
  Without<JsonPathOnly> & {
    readonly Type: "Wait";
    readonly Seconds?: number | string | Leaf;
    readonly Timestamp?: string | Leaf;
  };

/** A Succeed in JSONPath. */
export type JsonPathSucceed<Leaf = never> = JsonPathTurn<Leaf> & { readonly Type: "Succeed" };

/** A Succeed in JSONata. */
export type JsonataSucceed<Leaf = never> = JsonataTurn<Leaf> & { readonly Type: "Succeed" };

interface AnyFail<Leaf> extends Without<"Next" | "End"> {
  readonly Type: "Fail";
  readonly Comment?: string;
  readonly Error?: string | Leaf;
  readonly Cause?: string | Leaf;
}

/** A Fail in JSONPath. */
export type JsonPathFail<Leaf = never> = AnyFail<Leaf> &
  Without<JsonataOnly> & {
    readonly QueryLanguage?: "JSONPath";
    readonly ErrorPath?: string | Leaf;
    readonly CausePath?: string | Leaf;
  };

/** A Fail in JSONata. */
export type JsonataFail<Leaf = never> = AnyFail<Leaf> & Without<JsonPathOnly | JsonataOnly>;
