import { checkArguments } from "../shared/arguments/argument-rules";
import { type BatchArgs } from "./args";
import { FORMATS, formatOf, prefixOf } from "./resolve";

/**
 * Checks what is the batch's own; limits from the guide's page on the Distributed Map.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkBatchArgs(args: BatchArgs): void {
  const { items, results } = args;
  const among = items.bucketName === results.bucketName && items.key === undefined;
  // Each run's results are in a folder of its own below the prefix.
  const keys = `${prefixOf(results)}/`;
  const given = [args.process, args.processor].filter((each) => each !== undefined).length;
  checkArguments("Batch", args)
    .add("process", given !== 1 && `give one of process and processor, not ${given}`)
    .add("items.key", items.key !== undefined && items.prefix !== undefined && "excludes prefix")
    .add(
      "items.format",
      items.key !== undefined &&
        formatOf(items) === undefined &&
        `is missing, and the key does not end with one of ${[...FORMATS.keys()].join(", ")}`,
    )
    .add("items.format", items.format !== undefined && items.key === undefined && "is for a key")
    .add(
      "results.prefix",
      among &&
        keys.startsWith(items.prefix ?? "") &&
        "is among the items: the next run would take these results for some",
    )
    .done("Batch");
}
