import { type Definition, type ItemReader, type JsonataScope } from "asl-toolkit/definition";
import { taskHelpers } from "asl-toolkit/tasks";
import { type DefinitionLeaf } from "../stepfunction/definition";
import { type BatchItems } from "./args";
import { formatOf, prefixOf, type ResolvedBatch } from "./resolve";

/** Names the Map in the ARNs of its runs and their metrics. */
export const MAP_LABEL = "Process";

/** The workflow of a batch: one Distributed Map from S3 to S3, whose failed run can be redriven. */
export function batchDefinition(args: ResolvedBatch): Definition<DefinitionLeaf> {
  const { results } = args;
  return {
    QueryLanguage: "JSONata",
    Comment: "Processes items from S3 in batches and writes the results to S3.",
    StartAt: "Process",
    TimeoutSeconds: args.timeoutSeconds,
    States: {
      Process: {
        Type: "Map",
        Comment: "Each batch is an execution of its own.",
        Label: MAP_LABEL,
        ItemReader: readerOf(args.items),
        ItemBatcher: { MaxItemsPerBatch: args.itemsPerBatch },
        MaxConcurrency: args.maxConcurrency,
        ToleratedFailurePercentage: args.toleratedFailurePercentage,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          ...(args.processor ?? callOf(args)),
        },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Arguments: { Bucket: results.bucketName, Prefix: prefixOf(results) },
        },
        Retry: [
          // Before any item was processed.
          {
            ErrorEquals: ["States.ItemReaderFailed"],
            IntervalSeconds: 5,
            MaxAttempts: 3,
            BackoffRate: 2,
            JitterStrategy: "FULL",
          },
        ],
        End: true,
      },
    },
  };
}

function callOf({ process }: ResolvedBatch): JsonataScope<DefinitionLeaf> {
  const call = taskHelpers<DefinitionLeaf>().lambdaInvoke(process!);
  return { StartAt: "Call", States: { Call: { ...call, Comment: "Processes one batch." } } };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
function readerOf(items: BatchItems): ItemReader<DefinitionLeaf> {
  const { bucketName: Bucket, prefix, key } = items;
  if (key === undefined) {
    return {
      Resource: "arn:aws:states:::s3:listObjectsV2",
      Arguments: { Bucket, ...(prefix === undefined ? {} : { Prefix: prefix }) },
    };
  }
  const format = formatOf(items)!;
  return {
    Resource: "arn:aws:states:::s3:getObject",
    ReaderConfig: {
      InputType: format,
      ...(format === "CSV" ? { CSVHeaderLocation: "FIRST_ROW" } : {}),
    },
    Arguments: { Bucket, Key: key },
  };
}
