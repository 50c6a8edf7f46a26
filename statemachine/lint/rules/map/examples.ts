import type { Example } from "../../rule";
import { BACKOFF, branch, machine } from "../examples";

export const each = (fields: object): Example =>
  machine({
    Each: {
      Type: "Map",
      MaxConcurrency: 5,
      ItemProcessor: branch("One"),
      Retry: [BACKOFF],
      End: true,
      ...fields,
    },
  });
export const WRITER = {
  Resource: "arn:aws:states:::s3:putObject",
  Parameters: { Bucket: "${Bucket}", Prefix: "results" },
};

export const spread = (fields: object, config: object = {}): Example =>
  each({
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "JSON" },
      Parameters: { Bucket: "${Bucket}", Key: "orders.json" },
    },
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD", ...config },
      ...branch("One"),
    },
    ToleratedFailurePercentage: 5,
    ResultWriter: WRITER,
    ...fields,
  });
