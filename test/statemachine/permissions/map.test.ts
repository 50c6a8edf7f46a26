import assert from "node:assert/strict";
import { HERE, allowed, machine } from "./support";

const SELF = "arn:aws:states:eu-west-1:111122223333:stateMachine:orders";
const RUNS = "arn:aws:states:eu-west-1:111122223333:execution:orders";

const map = (fields: Record<string, unknown>): Record<string, unknown> =>
  machine({
    Each: {
      Type: "Map",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        ...machine({ Pass: { Type: "Pass", End: true } }),
      },
      End: true,
      ...fields,
    },
  });

describe("permissions of a Distributed Map", () => {
  it("are to run the machine itself, and to describe, stop and redrive what it started", () => {
    assert.deepEqual(allowed(map({ Label: "each" })), {
      "states:StartExecution": [SELF],
      "states:DescribeExecution": [`${RUNS}:*`],
      "states:StopExecution": [`${RUNS}:*`],
      "states:RedriveExecution": [`${RUNS}/each:*`],
    });
  });

  it("leave the label open when AWS makes it, and the name when it is not given", () => {
    const got = allowed(map({}), { ...HERE, name: undefined });
    assert.deepEqual(got["states:RedriveExecution"], [
      "arn:aws:states:eu-west-1:111122223333:execution:${StateMachineName}/*:*",
    ]);
  });

  it("are none for an Inline Map", () => {
    const inline = machine({
      Each: { Type: "Map", ItemProcessor: machine({ P: { Type: "Pass" } }) },
    });
    assert.deepEqual(allowed(inline), {});
  });

  it("cover its own execution inside, which has the label in its ARN", () => {
    const asks = {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:sfn:listMapRuns",
      Parameters: { "ExecutionArn.$": "$$.Execution.Id" },
      End: true,
    };
    const ItemProcessor = {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      ...machine({ Ask: asks }),
    };
    const got = allowed(map({ ItemProcessor }));
    assert.deepEqual(got["states:ListMapRuns"], [`${RUNS}/*:*`, `${RUNS}:*`]);
  });

  const readers: readonly [string, Record<string, unknown>, Record<string, string[]>][] = [
    [
      "a file",
      { Resource: "arn:aws:states:::s3:getObject", Parameters: { Bucket: "in", Key: "items.csv" } },
      { "s3:GetObject": ["arn:aws:s3:::in/items.csv"] },
    ],
    [
      "a file chosen by the run",
      { Resource: "arn:aws:states:::s3:getObject", Arguments: { Bucket: "in", Key: "{% $k %}" } },
      { "s3:GetObject": ["arn:aws:s3:::in/*"] },
    ],
    [
      "an inventory",
      {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "MANIFEST" },
        Parameters: { Bucket: "in", Key: "2026/manifest.json" },
      },
      { "s3:GetObject": ["arn:aws:s3:::in/*"] },
    ],
    [
      "a listing",
      { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "in", Prefix: "a/" } },
      { "s3:ListBucket when StringLike s3:prefix=a/*": ["arn:aws:s3:::in"] },
    ],
    [
      "a whole bucket",
      { Resource: "arn:aws:states:::s3:listObjectsV2", Parameters: { Bucket: "in" } },
      { "s3:ListBucket": ["arn:aws:s3:::in"] },
    ],
    [
      "all files below a prefix",
      {
        Resource: "arn:aws:states:::s3:listObjectsV2",
        ReaderConfig: { InputType: "JSONL", Transformation: "LOAD_AND_FLATTEN" },
        Parameters: { Bucket: "in", Prefix: "a/" },
      },
      {
        "s3:GetObject": ["arn:aws:s3:::in/a/*"],
        "s3:ListBucket when StringLike s3:prefix=a/*": ["arn:aws:s3:::in"],
      },
    ],
  ];
  for (const [what, ItemReader, want] of readers)
    it(`cover items from ${what}`, () => {
      const got = allowed(map({ ItemReader }));
      const reads = Object.entries(got).filter(([action]) => action.startsWith("s3:"));
      assert.deepEqual(Object.fromEntries(reads), want);
    });

  it("cover results below their prefix", () => {
    const Parameters = { Bucket: "out", Prefix: "runs" };
    const got = allowed(
      map({ ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters } }),
    );
    for (const action of [
      "AbortMultipartUpload",
      "GetObject",
      "ListMultipartUploadParts",
      "PutObject",
    ])
      assert.deepEqual(got[`s3:${action}`], ["arn:aws:s3:::out/runs/*"]);
  });

  it("need nothing for results that are only formatted", () => {
    const got = allowed(map({ ResultWriter: { WriterConfig: { OutputType: "JSONL" } } }));
    assert.ok(!Object.keys(got).some((action) => action.startsWith("s3:")));
  });

  it("cannot be known for a bucket that the run decides", () => {
    const Parameters = { "Bucket.$": "$.bucket", Key: "items.json" };
    const reader = { Resource: "arn:aws:states:::s3:getObject", Parameters };
    assert.throws(() => allowed(map({ ItemReader: reader })), /state 'Each': Bucket is only known/);
  });
});
