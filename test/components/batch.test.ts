import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Batch, type BatchArgs, Monitoring, Trigger } from "../../components";
import { lint } from "../../statemachine";
import { declared } from "../support/declared";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:work:1";
const ARGS: BatchArgs = {
  prefix: "acme",
  environment: "qa",
  name: "files",
  items: { bucketName: "in", prefix: "inbox/" },
  results: { bucketName: "out" },
  process: FUNCTION,
};

interface BatchMap {
  readonly ItemReader: unknown;
  readonly ItemProcessor: { readonly States: Record<string, unknown> };
  readonly [field: string]: unknown;
}

async function definitionOf(args: Partial<BatchArgs>): Promise<{
  readonly TimeoutSeconds: number;
  readonly States: { readonly Process: BatchMap };
}> {
  const stack = await declared(() => new Batch("batch", { ...ARGS, ...args }));
  return JSON.parse(String(stack.one("sfn/stateMachine:StateMachine").inputs.definition));
}

const readerOf = async (items: BatchArgs["items"]): Promise<unknown> =>
  (await definitionOf({ items })).States.Process.ItemReader;

describe("Batch", () => {
  it("processes the objects of a bucket in batches, bears failures, and writes results", async () => {
    const definition = await definitionOf({});

    const { ItemProcessor, Retry, ...map } = definition.States.Process;
    assert.deepEqual(map, {
      Type: "Map",
      Comment: "Each batch is an execution of its own.",
      Label: "Process",
      ItemReader: {
        Resource: "arn:aws:states:::s3:listObjectsV2",
        Arguments: { Bucket: "in", Prefix: "inbox/" },
      },
      ItemBatcher: { MaxItemsPerBatch: 100 },
      MaxConcurrency: 100,
      ToleratedFailurePercentage: 5,
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Arguments: { Bucket: "out", Prefix: "results" },
      },
      End: true,
    });
    assert.deepEqual(Object.keys(ItemProcessor.States), ["Call"]);
    assert.equal((Retry as object[]).length, 1);
    assert.equal(definition.TimeoutSeconds, 86_400);
    assert.deepEqual(lint(definition), []);
  });

  it("reads the entries of an object, in the format of its ending or the one given", async () => {
    assert.deepEqual(await readerOf({ bucketName: "in", key: "all.csv" }), {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
      Arguments: { Bucket: "in", Key: "all.csv" },
    });
    assert.deepEqual(await readerOf({ bucketName: "in", key: "v1.2/ALL.JSONL" }), {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "JSONL" },
      Arguments: { Bucket: "in", Key: "v1.2/ALL.JSONL" },
    });
    assert.deepEqual(await readerOf({ bucketName: "in", key: "inventory", format: "MANIFEST" }), {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "MANIFEST" },
      Arguments: { Bucket: "in", Key: "inventory" },
    });
  });

  it("gives the role what the Map needs: its own executions, the objects and the results", async () => {
    const stack = await declared(() => new Batch("batch", ARGS));

    const granted = stack
      .statements("iam/rolePolicy:RolePolicy")
      .flatMap(({ Action }) => Action)
      .filter((action) => /^(s3|states|lambda):/.test(String(action)));
    assert.deepEqual(granted.sort(), [
      "lambda:InvokeFunction",
      "s3:AbortMultipartUpload",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
      "states:DescribeExecution",
      "states:RedriveExecution",
      "states:StartExecution",
      "states:StopExecution",
    ]);
  });

  it("is monitored and triggered itself, with an alarm on batches that failed though they are borne", async () => {
    const stack = await declared(() => {
      const batch = new Batch("batch", ARGS);
      new Monitoring("monitoring", { ...ARGS, stateMachine: batch });
      new Trigger("nightly", {
        ...ARGS,
        stateMachine: batch,
        schedule: { expression: "rate(1 day)" },
      });
    });

    const alarms = stack.resources.filter(({ name }) => name === "monitoring-batches-failed");
    const arn = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-files-sfn";
    const dimensions = { StateMachineArn: `${arn}/Process` };
    const metric = (id: string, metricName: string) => ({
      id,
      metric: { dimensions, metricName, namespace: "AWS/States", period: 300, stat: "Sum" },
    });
    assert.deepEqual(
      alarms.map(({ inputs }) => inputs["metricQueries"]),
      [
        [
          metric("failed", "ExecutionsFailed"),
          metric("timedOut", "ExecutionsTimedOut"),
          {
            expression: "FILL(failed, 0) + FILL(timedOut, 0)",
            id: "result",
            label: "batches-failed",
            returnData: true,
          },
        ],
      ],
    );
    const { target } = stack.one("scheduler/schedule:Schedule").inputs as {
      target: { arn: string };
    };
    assert.equal(target.arn, `${arn}:live`);
  });

  it("runs states of the caller's instead of a function", async () => {
    const processor = {
      StartAt: "Wait",
      States: { Wait: { Type: "Wait", Seconds: 1, End: true } },
    } as const;
    const { States } = await definitionOf({ process: undefined, processor });

    assert.deepEqual(States.Process.ItemProcessor, {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      ...processor,
    });
  });

  it("takes no ending for a format that only a plain object has by that name", () => {
    const items = { bucketName: "in", key: "data.constructor" };

    assert.throws(() => new Batch("batch", { ...ARGS, items }), /items\.format: is missing/);
  });

  it("refuses results among the items, which the next run would take for some", () => {
    const bucketName = pulumi.output("one");
    const message =
      "Batch has invalid arguments:\n  results.prefix: is among the items: the next run would take these results for some";
    const batchOf = (items: object, results: object) => (): unknown =>
      new Batch("batch", {
        ...ARGS,
        items: { bucketName, ...items },
        results: { bucketName, ...results },
      });

    assert.throws(batchOf({}, {}), { message });
    assert.throws(batchOf({ prefix: "in/" }, { prefix: "in/out" }), { message });
    assert.throws(batchOf({ prefix: "results/" }, {}), { message });
  });

  it("refuses all wrong arguments at once", () => {
    const items = { bucketName: "in", key: "data", prefix: "x" };

    assert.throws(
      () => new Batch("batch", { ...ARGS, items, process: undefined, itemsPerBatch: 0 }),
      {
        message: [
          "Batch has invalid arguments:",
          "  itemsPerBatch: is 0: must be a whole number from 1 to 100000",
          "  process: give one of process and processor, not 0",
          "  items.key: excludes prefix",
          "  items.format: is missing, and the key does not end with one of csv, json, jsonl, parquet",
        ].join("\n"),
      },
    );
  });
});
