import { type Resolved, withDefaults } from "../shared/arguments/args";
import { type BatchArgs, type BatchItems, type BatchResults } from "./args";

/** What a batch is when nobody says otherwise. */
export const BATCH_DEFAULTS = {
  itemsPerBatch: 100,
  maxConcurrency: 100,
  toleratedFailurePercentage: 5,
  timeoutSeconds: 86_400,
  logLevel: "ALL",
} satisfies Partial<BatchArgs>;

export type ResolvedBatch = Resolved<BatchArgs, typeof BATCH_DEFAULTS>;

/** How objects are written, and what their keys end with. */
export const FORMATS: ReadonlyMap<string, BatchItems["format"]> = new Map([
  ["csv", "CSV"],
  ["json", "JSON"],
  ["jsonl", "JSONL"],
  ["parquet", "PARQUET"],
]);

/** The format given, or that of the key's ending in any letter case; undefined where neither says it. */
export function formatOf({ key = "", format }: BatchItems): BatchItems["format"] {
  return format ?? FORMATS.get(/\.([a-z]+)$/i.exec(key)?.[1]?.toLowerCase() ?? "");
}

/** What the keys of the results begin with. */
export function prefixOf({ prefix = "results" }: BatchResults): string {
  return prefix;
}

export function resolveBatch(args: BatchArgs): ResolvedBatch {
  return withDefaults(args, BATCH_DEFAULTS);
}
