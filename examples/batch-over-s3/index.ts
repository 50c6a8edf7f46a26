import {
  Batch,
  Bucket,
  Key,
  KEY_SERVICES,
  LambdaFunction,
  Monitoring,
  Trigger,
} from "pulumi-aws-stepfunctions";

const names = { prefix: "acme", environment: "dev", name: "readings" };
const key = new Key("key", { ...names, services: KEY_SERVICES });
const common = { ...names, kmsKeyArn: key.arn, logRetentionInDays: 365 };

const data = new Bucket("data", {
  ...common,
  bucketName: "readings",
  expirationDays: 90,
});
new Bucket("logs", {
  ...names,
  bucketName: "logs",
  bucketMode: "log",
  sourceS3ServerLogs: { data: { bucketName: data.bucketName } },
  expirationDays: 90,
});

// What it does is safe to repeat: it computes, and writes nothing.
const summarise = new LambdaFunction("summarise", { ...common, entry: "functions/summarise.ts" });

const batch = new Batch("batch", {
  ...common,
  items: { bucketName: data.bucketName, key: "inbox/readings.csv" },
  process: summarise,
  results: { bucketName: data.bucketName, prefix: "results" },
  itemsPerBatch: 500,
  toleratedFailurePercentage: 1,
});

const uploads = new Trigger("uploads", {
  ...common,
  stateMachine: batch,
  upload: { bucketName: data.bucketName, prefix: "inbox/readings.csv" },
});
new Monitoring("monitoring", {
  ...common,
  stateMachine: batch,
  functions: { summarise },
  deadLetterQueues: { uploads },
});
batch.stateMachine.grantRedrive("operators", "operators");
batch.stateMachine.grantRead("operators", "operators");

export const bucket = data.bucketName;
