import type * as pulumi from "@pulumi/pulumi";
import { type JsonataScope } from "asl-toolkit/definition";
import { type InvokedFunction } from "asl-toolkit/tasks";
import { type StateMachineArgs } from "../stepfunction/args";
import { type DefinitionLeaf } from "../stepfunction/definition";

/** Where the items of a batch come from: the objects of a bucket, or the entries of one object. */
export interface BatchItems {
  readonly bucketName: pulumi.Output<string> | string;
  /** The objects themselves are the items: those whose keys begin with this. Defaults to all. */
  readonly prefix?: string;
  /** The entries of this object are the items. Defaults to none: the objects are. */
  readonly key?: string;
  /** How the object is written; a CSV begins with a line of names. Defaults to the ending of the key. */
  readonly format?: "CSV" | "JSON" | "JSONL" | "MANIFEST" | "PARQUET";
}

/** Where the results of a batch go: a manifest and files of what succeeded, failed and was left. */
export interface BatchResults {
  readonly bucketName: pulumi.Output<string> | string;
  /** Begins the keys; in the bucket of the items, those of no item. Defaults to `results`. */
  readonly prefix?: string;
}

/** What a batch needs to know: items, what is done with them, results; and what a `StateMachine` takes. */
export interface BatchArgs extends Omit<StateMachineArgs, "compatibility" | "definition" | "type"> {
  readonly items: BatchItems;
  readonly results: BatchResults;
  /** One of two: the function that gets `{ Items }`, a batch of them. */
  readonly process?: InvokedFunction<DefinitionLeaf>;
  /** One of two: the states, in JSONata, that get it. */
  readonly processor?: JsonataScope<DefinitionLeaf>;
  /** Items of one batch, which is an execution of its own. Defaults to 100. */
  readonly itemsPerBatch?: number;
  /** Batches at a time, 1 to 10,000: as many as what they call bears. Defaults to 100. */
  readonly maxConcurrency?: number;
  /** Share of the batches that may fail without the run failing, 0 to 100. Defaults to 5. */
  readonly toleratedFailurePercentage?: number;
  /** Seconds that a run may take. Defaults to a day. */
  readonly timeoutSeconds?: number;
}
