import type { QueryLanguage, StateType } from "../../definition/types";
import type { ValueTypeName } from "./value-types";

/** What a field takes, and in which language it exists; in both when none is given. */
export interface Field {
  readonly type: ValueTypeName;
  readonly only?: QueryLanguage;
  readonly required?: true;
}

/** The fields of one type of object. */
export class Fields {
  /** Those that must be there. */
  public readonly required: readonly string[];
  /** Groups of which at most one may be there. */
  public readonly exclusive: readonly (readonly string[])[];
  /** Groups of which at least one must be there. */
  public readonly someOf: readonly (readonly string[])[];
  /** Whether there may be fields that are not listed. */
  public readonly open: boolean;

  // A Map, because a definition may call a field `constructor`.
  public constructor(private readonly rows: ReadonlyMap<string, Field>) {
    this.required = [...rows].filter(([, row]) => row.required).map(([name]) => name);
    this.exclusive = EXCLUSIVE.filter((group) => group.every((name) => rows.has(name)));
    this.someOf = SOME_OF.filter((group) => group.every((name) => rows.has(name)));
    this.open = rows.has(OPEN);
  }

  /** The row of a field; `undefined` when there is no such field. */
  public get(name: string): Field | undefined {
    return this.rows.get(name);
  }

  /** Whether there is such a field. */
  public has(name: string): boolean {
    return this.rows.has(name);
  }

  /** The names of all fields. */
  public names(): string[] {
    return [...this.rows.keys()];
  }
}

type Rows = Readonly<Record<string, ValueTypeName | Field>>;

/** A row of this name says that an object may have fields that are not listed. */
const OPEN = "*";

/** Groups of fields of which an object has at most one. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ["TimeoutSeconds", "TimeoutSecondsPath"],
  ["HeartbeatSeconds", "HeartbeatSecondsPath"],
  ["Error", "ErrorPath"],
  ["Cause", "CausePath"],
  ["ItemProcessor", "Iterator"],
  ["ItemSelector", "Parameters"],
  ["MaxConcurrency", "MaxConcurrencyPath"],
  ["ToleratedFailureCount", "ToleratedFailureCountPath"],
  ["ToleratedFailurePercentage", "ToleratedFailurePercentagePath"],
  ["MaxItems", "MaxItemsPath"],
  ["MaxItemsPerBatch", "MaxItemsPerBatchPath"],
  ["MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"],
  ["RoleArn", "RoleArn.$"],
];

/** Groups of fields of which an object has at least one. Source: the guide's pages on ItemBatcher, ResultWriter and Credentials. */
const SOME_OF: readonly (readonly string[])[] = [
  [
    "MaxItemsPerBatch",
    "MaxItemsPerBatchPath",
    "MaxInputBytesPerBatch",
    "MaxInputBytesPerBatchPath",
  ],
  ["Resource", "WriterConfig"],
  ["RoleArn", "RoleArn.$"],
];

function fields(...rows: readonly Rows[]): Fields {
  const entries = rows.flatMap((row) => Object.entries(row));
  const toField = (row: ValueTypeName | Field): Field =>
    typeof row === "string" ? { type: row } : row;
  return new Fields(new Map(entries.map(([name, row]) => [name, toField(row)])));
}

const required = (type: ValueTypeName): Field => ({ type, required: true });
const jsonPath = (type: ValueTypeName): Field => ({ type, only: "JSONPath" });
const jsonata = (type: ValueTypeName): Field => ({ type, only: "JSONata" });

const COMMON: Rows = {
  Type: required("plainString"),
  Comment: "plainString",
  QueryLanguage: "language",
};
const IN_OUT: Rows = {
  InputPath: jsonPath("pathOrNull"),
  OutputPath: jsonPath("pathOrNull"),
  Output: jsonata("any"),
};
const ASSIGN: Rows = { Assign: "members" };
const ON: Rows = { Next: "plainString", End: "boolean" };
const RESULT: Rows = { ResultPath: jsonPath("pathOrNull") };
const HANDLED: Rows = {
  ResultSelector: jsonPath("plainObject"),
  Retry: "objects",
  Catch: "objects",
};

/** The fields of each type of state, by language. Source: the state types of the Step Functions guide. */
export const STATE_FIELDS: Readonly<Record<StateType, Fields>> = {
  Task: fields(COMMON, IN_OUT, ASSIGN, ON, RESULT, HANDLED, {
    Resource: required("resource"),
    Parameters: jsonPath("any"),
    Arguments: jsonata("any"),
    Credentials: "object",
    TimeoutSeconds: "seconds",
    TimeoutSecondsPath: jsonPath("path"),
    HeartbeatSeconds: "seconds",
    HeartbeatSecondsPath: jsonPath("path"),
  }),
  Pass: fields(COMMON, IN_OUT, ASSIGN, ON, RESULT, {
    Result: jsonPath("any"),
    Parameters: jsonPath("any"),
  }),
  Choice: fields(COMMON, IN_OUT, ASSIGN, {
    Choices: required("someObjects"),
    Default: "plainString",
  }),
  Wait: fields(COMMON, IN_OUT, ASSIGN, ON, {
    Seconds: "waitSeconds",
    SecondsPath: jsonPath("path"),
    Timestamp: "timestamp",
    TimestampPath: jsonPath("path"),
  }),
  Succeed: fields(COMMON, IN_OUT),
  Fail: fields(COMMON, {
    Error: "string",
    ErrorPath: jsonPath("path"),
    Cause: "string",
    CausePath: jsonPath("path"),
  }),
  Parallel: fields(COMMON, IN_OUT, ASSIGN, ON, RESULT, HANDLED, {
    Branches: required("someObjects"),
    Parameters: jsonPath("any"),
    Arguments: jsonata("any"),
  }),
  Map: fields(COMMON, IN_OUT, ASSIGN, ON, RESULT, HANDLED, {
    ItemProcessor: "plainObject",
    Iterator: jsonPath("plainObject"),
    Items: jsonata("items"),
    ItemsPath: jsonPath("path"),
    ItemSelector: "any",
    Parameters: jsonPath("any"),
    ItemReader: "plainObject",
    ItemBatcher: "plainObject",
    ResultWriter: "plainObject",
    Label: "plainString",
    MaxConcurrency: "count",
    MaxConcurrencyPath: jsonPath("path"),
    ToleratedFailureCount: "count",
    ToleratedFailureCountPath: jsonPath("path"),
    ToleratedFailurePercentage: "percentage",
    ToleratedFailurePercentagePath: jsonPath("path"),
  }),
};

const LEVEL: Rows = {
  StartAt: required("plainString"),
  States: required("states"),
  Comment: "plainString",
};

/** The fields of a machine. */
export const MACHINE_FIELDS = fields(LEVEL, {
  Version: "version",
  TimeoutSeconds: "seconds",
  QueryLanguage: "language",
});

/** The fields of a branch, and of a processor. */
export const BRANCH_FIELDS = fields(LEVEL);
export const PROCESSOR_FIELDS = fields(LEVEL, { ProcessorConfig: "plainObject" });

/** The fields of a processor's configuration. */
export const CONFIG_FIELDS = fields({ Mode: "mode", ExecutionType: "execution" });

/** The fields of an entry of Retry. */
export const RETRIER_FIELDS = fields({
  ErrorEquals: required("errors"),
  IntervalSeconds: "seconds",
  MaxAttempts: "attempts",
  BackoffRate: "rate",
  MaxDelaySeconds: "delay",
  JitterStrategy: "jitter",
  Comment: "plainString",
});

/** The fields of an entry of Catch. */
export const CATCHER_FIELDS = fields(ASSIGN, RESULT, {
  ErrorEquals: required("errors"),
  Next: required("plainString"),
  Output: jsonata("any"),
  Comment: "plainString",
});

/** The fields of the Credentials of a Task. */
export const CREDENTIALS_FIELDS = fields({ RoleArn: "roleArn", "RoleArn.$": jsonPath("any") });

/** The fields of the parts of a Distributed Map. */
export const READER_FIELDS = fields({
  Resource: required("readerResource"),
  ReaderConfig: "plainObject",
  Parameters: jsonPath("any"),
  Arguments: jsonata("any"),
});
export const WRITER_FIELDS = fields({
  Resource: "writerResource",
  WriterConfig: "plainObject",
  Parameters: jsonPath("any"),
  Arguments: jsonata("any"),
});
/** Their configurations; fields that are not listed are left to AWS, which adds some every year. */
export const READER_CONFIG_FIELDS = fields({
  [OPEN]: "any",
  InputType: "inputType",
  ManifestType: "manifestType",
  Transformation: "readTransformation",
  CSVHeaderLocation: "headerLocation",
  CSVHeaders: "headers",
  CSVDelimiter: "delimiter",
  ItemsPointer: "jsonPointer",
  MaxItems: "maxItems",
  MaxItemsPath: jsonPath("path"),
});
export const WRITER_CONFIG_FIELDS = fields({
  [OPEN]: "any",
  OutputType: required("outputType"),
  Transformation: "writeTransformation",
});
export const BATCHER_FIELDS = fields({
  MaxItemsPerBatch: "positive",
  MaxItemsPerBatchPath: jsonPath("path"),
  MaxInputBytesPerBatch: "batchBytes",
  MaxInputBytesPerBatchPath: jsonPath("path"),
  BatchInput: "any",
});

const ORDER = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];

const COMPARISON_ROWS: Rows = Object.assign(
  {},
  ...(["String", "Numeric", "Timestamp"] as const).map((type) => comparisons(type, ORDER)),
  comparisons("Boolean", ["Equals"]),
  { StringMatches: jsonPath("string") },
  Object.fromEntries(
    ["Boolean", "Null", "Numeric", "Present", "String", "Timestamp"].map((type) => [
      `Is${type}`,
      jsonPath("boolean"),
    ]),
  ),
);

function comparisons(
  type: "String" | "Numeric" | "Timestamp" | "Boolean",
  operators: string[],
): Rows {
  const operand = (
    { String: "string", Numeric: "number", Timestamp: "timestamp", Boolean: "boolean" } as const
  )[type];
  return Object.fromEntries(
    operators.flatMap((operator) => [
      [`${type}${operator}`, jsonPath(operand)],
      [`${type}${operator}Path`, jsonPath("path")],
    ]),
  );
}

/** The comparisons of a JSONPath choice rule. */
export const COMPARISONS: ReadonlySet<string> = new Set(Object.keys(COMPARISON_ROWS));

const TEST: Rows = {
  Variable: jsonPath("path"),
  And: jsonPath("someObjects"),
  Or: jsonPath("someObjects"),
  Not: jsonPath("plainObject"),
  Comment: "plainString",
  ...COMPARISON_ROWS,
};

/** The fields of an entry of Choices in either language, and of a test inside And, Or and Not. */
const CHOICE: Rows = { ...TEST, ...ASSIGN, Next: required("plainString"), Output: jsonata("any") };
export const CHOICE_FIELDS: Readonly<Record<QueryLanguage, Fields>> = {
  JSONPath: fields(CHOICE, { Condition: jsonata("condition") }),
  JSONata: fields(CHOICE, { Condition: required("condition") }),
};
export const TEST_FIELDS = fields(TEST);

/** Fields whose content is a payload template in JSONPath. */
export const TEMPLATES: ReadonlySet<string> = new Set([
  "Parameters",
  "ResultSelector",
  "ItemSelector",
  "BatchInput",
  "Credentials",
  "Assign",
]);
