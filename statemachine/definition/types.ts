/**
 * The Amazon States Language as types: both query languages, all eight kinds of state, both kinds of Map.
 *
 * Everything is generic over `Leaf`, what may stand where the language wants a plain value: `never`
 * for a document, a Pulumi Output for a definition whose ARNs are not known yet. Structure (names
 * of states, transitions, types) is always plain, so that it can be checked before any value is known.
 *
 * Own types, because asl-types 1.2.1 predates JSONata, variables and Distributed Map.
 * Source: https://states-language.net/spec.html (2024-11-22) and the Step Functions developer guide.
 */

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
type Without<Fields extends string> = { readonly [Field in Fields]?: never };

type JsonPathOnly =
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

type JsonataOnly = "Arguments" | "Output" | "Items";

/** What every state may say. */
interface Common {
  readonly Comment?: string;
}

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

/** One entry of `Catch` in a JSONPath state. */
export interface JsonPathCatcher<Leaf = never> extends Without<"Output"> {
  readonly ErrorEquals: readonly (string | Leaf)[];
  readonly Next: string;
  /** Where the error goes in the input. Defaults to `$`: the input is lost. */
  readonly ResultPath?: string | null | Leaf;
  readonly Assign?: JsonObject<Leaf>;
  readonly Comment?: string;
}

/** One entry of `Catch` in a JSONata state. */
export interface JsonataCatcher<Leaf = never> extends Without<"ResultPath"> {
  readonly ErrorEquals: readonly (string | Leaf)[];
  readonly Next: string;
  /** What the next state gets. Defaults to the error alone: the input is lost. */
  readonly Output?: Json<Leaf>;
  readonly Assign?: JsonObject<Leaf>;
  readonly Comment?: string;
}

/** One entry of `Catch`. */
export type Catcher<Leaf = never> = JsonPathCatcher<Leaf> | JsonataCatcher<Leaf>;

/** The fields by which a JSONPath state of most kinds reads and shapes data. */
interface JsonPathInOut<Leaf> {
  readonly QueryLanguage?: "JSONPath";
  readonly InputPath?: string | null | Leaf;
  readonly OutputPath?: string | null | Leaf;
}

interface JsonPathResult<Leaf> {
  readonly ResultPath?: string | null | Leaf;
  readonly Assign?: JsonObject<Leaf>;
}

interface JsonPathHandled<Leaf> {
  readonly ResultSelector?: JsonObject<Leaf>;
  readonly Retry?: readonly Retrier<Leaf>[];
  readonly Catch?: readonly JsonPathCatcher<Leaf>[];
}

/** The fields by which a JSONata state of most kinds shapes data. */
interface JsonataOut<Leaf> {
  readonly Output?: Json<Leaf>;
}

interface JsonataHandled<Leaf> extends JsonataOut<Leaf> {
  readonly Assign?: JsonObject<Leaf>;
  readonly Retry?: readonly Retrier<Leaf>[];
  readonly Catch?: readonly JsonataCatcher<Leaf>[];
}

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

/** A Parallel in JSONPath. */
export type JsonPathParallel<Leaf = never> = Common &
  JsonPathInOut<Leaf> &
  JsonPathResult<Leaf> &
  JsonPathHandled<Leaf> &
  Transition &
  Without<JsonataOnly> & {
    readonly Type: "Parallel";
    readonly Branches: readonly JsonPathScope<Leaf>[];
    readonly Parameters?: Json<Leaf>;
  };

/** A Parallel in JSONata. */
export type JsonataParallel<Leaf = never> = Common &
  JsonataHandled<Leaf> &
  Transition &
  Without<JsonPathOnly> & {
    readonly Type: "Parallel";
    readonly Branches: readonly JsonataScope<Leaf>[];
    readonly Arguments?: Json<Leaf>;
  };

/** How the items of a Map are run: in this execution, or each as an execution of its own. */
export type ProcessorConfig =
  | { readonly Mode?: "INLINE"; readonly ExecutionType?: never }
  | { readonly Mode: "DISTRIBUTED"; readonly ExecutionType: "STANDARD" | "EXPRESS" };

/** Where a Distributed Map reads its items from. */
export interface ItemReader<Leaf = never> {
  readonly Resource: string | Leaf;
  readonly ReaderConfig?: JsonObject<Leaf>;
  readonly Parameters?: JsonObject<Leaf>;
  readonly Arguments?: Json<Leaf>;
}

/** Where a Distributed Map writes its results to. */
export interface ResultWriter<Leaf = never> {
  readonly Resource?: string | Leaf;
  readonly WriterConfig?: JsonObject<Leaf>;
  readonly Parameters?: JsonObject<Leaf>;
  readonly Arguments?: Json<Leaf>;
}

/** How a Distributed Map puts items together. */
export interface ItemBatcher<Leaf = never> {
  readonly MaxItemsPerBatch?: number | string | Leaf;
  readonly MaxItemsPerBatchPath?: string | Leaf;
  readonly MaxInputBytesPerBatch?: number | string | Leaf;
  readonly MaxInputBytesPerBatchPath?: string | Leaf;
  readonly BatchInput?: Json<Leaf>;
}

interface MapCommon<Leaf> extends Common {
  readonly Type: "Map";
  readonly Label?: string;
  readonly ItemReader?: ItemReader<Leaf>;
  readonly ItemBatcher?: ItemBatcher<Leaf>;
  readonly ResultWriter?: ResultWriter<Leaf>;
}

/** A Map in JSONPath. `Iterator` and `Parameters` are the old names of `ItemProcessor` and `ItemSelector`. */
export type JsonPathMap<Leaf = never> = MapCommon<Leaf> &
  JsonPathInOut<Leaf> &
  JsonPathResult<Leaf> &
  JsonPathHandled<Leaf> &
  Transition &
  Without<JsonataOnly> & {
    readonly ItemProcessor?: JsonPathScope<Leaf> & { readonly ProcessorConfig?: ProcessorConfig };
    readonly Iterator?: JsonPathScope<Leaf>;
    readonly ItemsPath?: string | null | Leaf;
    readonly ItemSelector?: JsonObject<Leaf>;
    readonly Parameters?: JsonObject<Leaf>;
    /** Items at a time. Defaults to 0: as many as possible. */
    readonly MaxConcurrency?: number | Leaf;
    readonly MaxConcurrencyPath?: string | Leaf;
    readonly ToleratedFailureCount?: number | Leaf;
    readonly ToleratedFailureCountPath?: string | Leaf;
    readonly ToleratedFailurePercentage?: number | Leaf;
    readonly ToleratedFailurePercentagePath?: string | Leaf;
  };

/** A Map in JSONata. */
export type JsonataMap<Leaf = never> = MapCommon<Leaf> &
  JsonataHandled<Leaf> &
  Transition &
  Without<Exclude<JsonPathOnly, "ItemSelector"> | "Iterator" | "Arguments"> & {
    readonly ItemProcessor: JsonataScope<Leaf> & { readonly ProcessorConfig?: ProcessorConfig };
    readonly Items?: Json<Leaf>;
    readonly ItemSelector?: Json<Leaf>;
    /** Items at a time. Defaults to 0: as many as possible. */
    readonly MaxConcurrency?: number | string | Leaf;
    readonly ToleratedFailureCount?: number | string | Leaf;
    readonly ToleratedFailurePercentage?: number | string | Leaf;
  };

/** Any state in JSONPath. */
export type JsonPathState<Leaf = never> =
  | JsonPathTask<Leaf>
  | JsonPathPass<Leaf>
  | JsonPathChoice<Leaf>
  | JsonPathWait<Leaf>
  | JsonPathSucceed<Leaf>
  | JsonPathFail<Leaf>
  | JsonPathParallel<Leaf>
  | JsonPathMap<Leaf>;

/** Any state in JSONata. */
export type JsonataState<Leaf = never> =
  | JsonataTask<Leaf>
  | JsonataPass<Leaf>
  | JsonataChoice<Leaf>
  | JsonataWait<Leaf>
  | JsonataSucceed<Leaf>
  | JsonataFail<Leaf>
  | JsonataParallel<Leaf>
  | JsonataMap<Leaf>;

/** Any state. */
export type State<Leaf = never> = JsonPathState<Leaf> | JsonataState<Leaf>;

/** States among which transitions are possible, of a machine that reads with JSONPath unless a state says otherwise. */
export interface JsonPathScope<Leaf = never> {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: {
    readonly [name: string]:
      JsonPathState<Leaf> | (JsonataState<Leaf> & { readonly QueryLanguage: "JSONata" });
  };
}

/** States among which transitions are possible, of a machine that reads with JSONata. */
export interface JsonataScope<Leaf = never> {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly States: {
    readonly [name: string]: JsonataState<Leaf> & { readonly QueryLanguage?: "JSONata" };
  };
}

interface Machine<Leaf> {
  readonly Version?: "1.0";
  /** Seconds the whole run may take. Defaults to one year (STANDARD) or five minutes (EXPRESS). */
  readonly TimeoutSeconds?: number | Leaf;
}

/** A whole machine in JSONPath; single states may be in JSONata. */
export interface JsonPathDefinition<Leaf = never> extends Machine<Leaf>, JsonPathScope<Leaf> {
  readonly QueryLanguage?: "JSONPath";
}

/** A whole machine in JSONata. */
export interface JsonataDefinition<Leaf = never> extends Machine<Leaf>, JsonataScope<Leaf> {
  readonly QueryLanguage: "JSONata";
}

/** A whole state machine definition. */
export type Definition<Leaf = never> = JsonPathDefinition<Leaf> | JsonataDefinition<Leaf>;
