import type {
  Json,
  JsonObject,
  JsonPathOnly,
  JsonPathWork,
  JsonataWork,
  Without,
} from "./state-fields";
import type * as Plain from "./plain-states";

export type * from "./state-fields";
export type * from "./plain-states";

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

/** A Parallel in JSONPath. */
export type JsonPathParallel<Leaf = never> = JsonPathWork<Leaf> & {
  readonly Type: "Parallel";
  readonly Branches: readonly JsonPathScope<Leaf>[];
  readonly Parameters?: Json<Leaf>;
};

/** A Parallel in JSONata. */
export type JsonataParallel<Leaf = never> = JsonataWork<Leaf> &
  Without<JsonPathOnly> & {
    readonly Type: "Parallel";
    readonly Branches: readonly JsonataScope<Leaf>[];
    readonly Arguments?: Json<Leaf>;
  };

/** How the items of a Map are run: in this execution, or each as an execution of its own. */
export type ProcessorConfig =
  | { readonly Mode?: "INLINE"; readonly ExecutionType?: never }
  | { readonly Mode: "DISTRIBUTED"; readonly ExecutionType: "STANDARD" | "EXPRESS" };

interface StorageCall<Leaf> {
  readonly Parameters?: JsonObject<Leaf>;
  readonly Arguments?: Json<Leaf>;
}

/** Where a Distributed Map reads its items from. */
export interface ItemReader<Leaf = never> extends StorageCall<Leaf> {
  readonly Resource: string | Leaf;
  readonly ReaderConfig?: JsonObject<Leaf>;
}

/** Where a Distributed Map writes its results to. */
export interface ResultWriter<Leaf = never> extends StorageCall<Leaf> {
  readonly Resource?: string | Leaf;
  readonly WriterConfig?: JsonObject<Leaf>;
}

/** How a Distributed Map puts items together. */
export interface ItemBatcher<Leaf = never> {
  readonly MaxItemsPerBatch?: number | string | Leaf;
  readonly MaxItemsPerBatchPath?: string | Leaf;
  readonly MaxInputBytesPerBatch?: number | string | Leaf;
  readonly MaxInputBytesPerBatchPath?: string | Leaf;
  readonly BatchInput?: Json<Leaf>;
}

interface AnyMap<Leaf> {
  readonly Type: "Map";
  readonly Label?: string;
  readonly ItemReader?: ItemReader<Leaf>;
  readonly ItemBatcher?: ItemBatcher<Leaf>;
  readonly ResultWriter?: ResultWriter<Leaf>;
}

/** A Map in JSONPath. `Iterator` and `Parameters` are the old names of `ItemProcessor` and `ItemSelector`. */
export type JsonPathMap<Leaf = never> = AnyMap<Leaf> &
  JsonPathWork<Leaf> & {
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
export type JsonataMap<Leaf = never> = AnyMap<Leaf> &
  JsonataWork<Leaf> &
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
  | Plain.JsonPathTask<Leaf>
  | Plain.JsonPathPass<Leaf>
  | Plain.JsonPathChoice<Leaf>
  | Plain.JsonPathWait<Leaf>
  | Plain.JsonPathSucceed<Leaf>
  | Plain.JsonPathFail<Leaf>
  | JsonPathParallel<Leaf>
  | JsonPathMap<Leaf>;

/** Any state in JSONata. */
export type JsonataState<Leaf = never> =
  | Plain.JsonataTask<Leaf>
  | Plain.JsonataPass<Leaf>
  | Plain.JsonataChoice<Leaf>
  | Plain.JsonataWait<Leaf>
  | Plain.JsonataSucceed<Leaf>
  | Plain.JsonataFail<Leaf>
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
