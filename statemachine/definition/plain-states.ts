/** The six kinds of state that hold no states of their own. */
import type {
  Common,
  Json,
  JsonObject,
  JsonPathHandled,
  JsonPathInOut,
  JsonPathOnly,
  JsonPathResult,
  JsonataHandled,
  JsonataOnly,
  JsonataOut,
  Transition,
  Without,
} from "./state-fields";

interface TaskCommon<Leaf> extends Common {
  readonly Type: "Task";
  readonly Resource: string | Leaf;
  /** The role that the task is run with, instead of the machine's own. */
  readonly Credentials?: JsonObject<Leaf>;
}

/** A Task in JSONPath. */
export type JsonPathTask<Leaf = never> = TaskCommon<Leaf> &
  JsonPathInOut<Leaf> &
  JsonPathResult<Leaf> &
  JsonPathHandled<Leaf> &
  Transition &
  Without<JsonataOnly> & {
    readonly Parameters?: Json<Leaf>;
    /** Seconds, up to 99,999,999. Defaults to that: a lost task blocks the run for three years. */
    readonly TimeoutSeconds?: number | Leaf;
    readonly TimeoutSecondsPath?: string | Leaf;
    /** Seconds between two signs of life, less than the timeout. */
    readonly HeartbeatSeconds?: number | Leaf;
    readonly HeartbeatSecondsPath?: string | Leaf;
  };

/** A Task in JSONata. */
export type JsonataTask<Leaf = never> = TaskCommon<Leaf> &
  JsonataHandled<Leaf> &
  Transition &
  Without<JsonPathOnly> & {
    readonly Arguments?: Json<Leaf>;
    /** Seconds, or a JSONata string that gives them. */
    readonly TimeoutSeconds?: number | string | Leaf;
    readonly HeartbeatSeconds?: number | string | Leaf;
  };

/** A Pass in JSONPath. */
export type JsonPathPass<Leaf = never> = Common &
  JsonPathInOut<Leaf> &
  JsonPathResult<Leaf> &
  Transition &
  Without<JsonataOnly> & {
    readonly Type: "Pass";
    readonly Result?: Json<Leaf>;
    readonly Parameters?: Json<Leaf>;
  };

/** A Pass in JSONata. */
export type JsonataPass<Leaf = never> = Common &
  JsonataOut<Leaf> &
  Transition &
  Without<JsonPathOnly | "Result"> & {
    readonly Type: "Pass";
    readonly Assign?: JsonObject<Leaf>;
  };

/** The comparisons of a JSONPath choice rule; each but the `Is...` ones also exists with `Path`. */
export type Comparison =
  | `String${"Equals" | "LessThan" | "GreaterThan" | "LessThanEquals" | "GreaterThanEquals"}${"" | "Path"}`
  | `Numeric${"Equals" | "LessThan" | "GreaterThan" | "LessThanEquals" | "GreaterThanEquals"}${"" | "Path"}`
  | `Timestamp${"Equals" | "LessThan" | "GreaterThan" | "LessThanEquals" | "GreaterThanEquals"}${"" | "Path"}`
  | `BooleanEquals${"" | "Path"}`
  | "StringMatches"
  | "IsBoolean"
  | "IsNull"
  | "IsNumeric"
  | "IsPresent"
  | "IsString"
  | "IsTimestamp";

/** A test of a JSONPath choice rule, without its transition. */
export type JsonPathTest<Leaf = never> =
  | { readonly And: readonly JsonPathTest<Leaf>[] }
  | { readonly Or: readonly JsonPathTest<Leaf>[] }
  | { readonly Not: JsonPathTest<Leaf> }
  | ({ readonly Variable: string | Leaf } & {
      readonly [Operator in Comparison]?: string | number | boolean | Leaf;
    });

/** One entry of `Choices` in a JSONPath state. */
export type JsonPathChoiceRule<Leaf = never> = JsonPathTest<Leaf> & {
  readonly Next: string;
  readonly Assign?: JsonObject<Leaf>;
  readonly Comment?: string;
};

/** One entry of `Choices` in a JSONata state. */
export interface JsonataChoiceRule<Leaf = never> {
  /** A JSONata string, or a constant. */
  readonly Condition: string | boolean | Leaf;
  readonly Next: string;
  readonly Assign?: JsonObject<Leaf>;
  readonly Output?: Json<Leaf>;
  readonly Comment?: string;
}

/** A Choice in JSONPath. */
export type JsonPathChoice<Leaf = never> = Common &
  JsonPathInOut<Leaf> &
  Without<JsonataOnly | "Next" | "End"> & {
    readonly Type: "Choice";
    readonly Choices: readonly JsonPathChoiceRule<Leaf>[];
    readonly Default?: string;
    readonly Assign?: JsonObject<Leaf>;
  };

/** A Choice in JSONata. */
export type JsonataChoice<Leaf = never> = Common &
  JsonataOut<Leaf> &
  Without<JsonPathOnly | "Next" | "End"> & {
    readonly Type: "Choice";
    readonly Choices: readonly JsonataChoiceRule<Leaf>[];
    readonly Default?: string;
    readonly Assign?: JsonObject<Leaf>;
  };

/** A Wait in JSONPath: exactly one of the four times. */
export type JsonPathWait<Leaf = never> = Common &
  JsonPathInOut<Leaf> &
  Transition &
  Without<JsonataOnly> & {
    readonly Type: "Wait";
    readonly Seconds?: number | Leaf;
    readonly SecondsPath?: string | Leaf;
    /** RFC 3339. */
    readonly Timestamp?: string | Leaf;
    readonly TimestampPath?: string | Leaf;
    readonly Assign?: JsonObject<Leaf>;
  };

/** A Wait in JSONata: exactly one of the two times. */
export type JsonataWait<Leaf = never> = Common &
  JsonataOut<Leaf> &
  Transition &
  Without<JsonPathOnly> & {
    readonly Type: "Wait";
    readonly Seconds?: number | string | Leaf;
    readonly Timestamp?: string | Leaf;
    readonly Assign?: JsonObject<Leaf>;
  };

/** A Succeed in JSONPath. */
export type JsonPathSucceed<Leaf = never> = Common &
  JsonPathInOut<Leaf> &
  Without<JsonataOnly | "Next" | "End"> & { readonly Type: "Succeed" };

/** A Succeed in JSONata. */
export type JsonataSucceed<Leaf = never> = Common &
  JsonataOut<Leaf> &
  Without<JsonPathOnly | "Next" | "End"> & { readonly Type: "Succeed" };

/** A Fail in JSONPath. */
export type JsonPathFail<Leaf = never> = Common &
  Without<JsonataOnly | "Next" | "End"> & {
    readonly Type: "Fail";
    readonly QueryLanguage?: "JSONPath";
    readonly Error?: string | Leaf;
    readonly ErrorPath?: string | Leaf;
    readonly Cause?: string | Leaf;
    readonly CausePath?: string | Leaf;
  };

/** A Fail in JSONata. */
export type JsonataFail<Leaf = never> = Common &
  Without<JsonPathOnly | JsonataOnly | "Next" | "End"> & {
    readonly Type: "Fail";
    readonly Error?: string | Leaf;
    readonly Cause?: string | Leaf;
  };
