import { type Resolved, withDefaults } from "../shared/arguments/args";
import { argumentProblems } from "../shared/arguments/argument-rules";
import { Problems } from "../shared/problems";
import { type BatchArgs, type BatchItems } from "./args";

/** What a batch is when nobody says otherwise. */
export const BATCH_DEFAULTS = {
  itemsPerBatch: 100,
  maxConcurrency: 100,
  toleratedFailurePercentage: 5,
  timeoutSeconds: 86_400,
  logLevel: "ALL",
} satisfies Partial<BatchArgs>;

/** The arguments of a batch with every default filled in. */
export type ResolvedBatch = Resolved<BatchArgs, typeof BATCH_DEFAULTS>;

/** How objects are written, and what their keys end with. */
const FORMATS: Readonly<Record<string, NonNullable<BatchItems["format"]>>> = {
  csv: "CSV",
  json: "JSON",
  jsonl: "JSONL",
  parquet: "PARQUET",
};

/** The format given, or that of the key's ending; undefined where neither says it. */
export function formatOf({ key = "", format }: BatchItems): BatchItems["format"] {
  return format ?? FORMATS[/\.([a-z]+)$/.exec(key)?.[1] ?? ""];
}

/**
 * Checks what is the batch's own; limits from the guide's page on the Distributed Map.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkBatchArgs(args: BatchArgs): void {
  const { items } = args;
  const given = [args.process, args.processor].filter((each) => each !== undefined).length;
  new Problems()
    .add("process", given !== 1 && `give one of process and processor, not ${given}`)
    .add("items.key", items.key !== undefined && items.prefix !== undefined && "excludes prefix")
    .add(
      "items.format",
      items.key !== undefined &&
        formatOf(items) === undefined &&
        `is missing, and the key does not end with one of ${Object.keys(FORMATS).join(", ")}`,
    )
    .add("items.format", items.format !== undefined && items.key === undefined && "is for a key")
    .all(argumentProblems("Batch", args))
    .done("Batch");
}

/** Fills in the defaults. */
export function resolveBatch(args: BatchArgs): ResolvedBatch {
  return withDefaults(args, BATCH_DEFAULTS);
}
