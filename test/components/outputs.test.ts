import assert from "node:assert/strict";
import * as s3 from "@pulumi/aws/s3";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  Audit,
  Bucket,
  Key,
  LambdaFunction,
  Monitoring,
  Queue,
  StateMachine,
  Table,
  Topic,
} from "../../components";
import { declared } from "../support/declared";

const ARGS = { prefix: "acme", environment: "qa", name: "orders" };
const ENDS = {
  Comment: "Ends.",
  StartAt: "Done",
  TimeoutSeconds: 60,
  States: { Done: { Type: "Succeed" as const, Comment: "Ends." } },
};
const FUNCTION = {
  ...ARGS,
  code: new pulumi.asset.FileArchive(path.join(__dirname, "../../handler")),
  runtime: "nodejs22.x",
  handler: "index.handler",
  createLogGroupKey: false,
};
const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:orders";
const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";

const out = pulumi.output;

/** Each component with an argument that must be plain, as an Output. */
const PLAIN: readonly (readonly [argument: string, make: () => unknown])[] = [
  ["Key has invalid arguments:\n  name", () => new Key("k", { ...ARGS, ...late("name", "x") })],
  ["Key has invalid arguments:\n  suffix", () => new Key("k", { ...ARGS, ...late("suffix", "x") })],
  [
    "Bucket has invalid arguments:\n  bucketName",
    () => new Bucket("b", { ...ARGS, bucketName: "b", ...late("bucketName", "x") }),
  ],
  [
    "Bucket has invalid arguments:\n  consumerPolicyActions",
    () =>
      new Bucket("b", {
        ...ARGS,
        bucketName: "b",
        ...late("consumerPolicyActions", { reader: ["s3:GetObject"] }),
      }),
  ],
  [
    "LambdaFunction has invalid arguments:\n  edge",
    () => new LambdaFunction("f", { ...FUNCTION, ...late("edge", true) }),
  ],
  [
    "StateMachine has invalid arguments:\n  name",
    () => new StateMachine("m", { ...ARGS, definition: ENDS, ...late("name", "x") }),
  ],
  [
    "StateMachine has invalid arguments:\n  type",
    () => new StateMachine("m", { ...ARGS, definition: ENDS, ...late("type", "EXPRESS") }),
  ],
  [
    "Audit has invalid arguments:\n  suffix",
    () => new Audit("a", { ...ARGS, ...late("suffix", "x") }),
  ],
  [
    "Monitoring has invalid arguments:\n  dashboard",
    () =>
      new Monitoring("w", {
        ...ARGS,
        stateMachine: { arn: MACHINE, type: "STANDARD" },
        ...late("dashboard", true),
      }),
  ],
  [
    "Queue has invalid arguments:\n  fifo",
    () => new Queue("q", { ...ARGS, ...late("fifo", true) }),
  ],
  [
    "Topic has invalid arguments:\n  fifo",
    () => new Topic("t", { ...ARGS, ...late("fifo", true) }),
  ],
  [
    "Table has invalid arguments:\n  partitionKey",
    () =>
      new Table("t", {
        ...ARGS,
        partitionKey: { name: "id" },
        ...late("partitionKey", { name: "id" }),
      }),
  ],
];

/** One argument as an Output, which its type does not allow. */
function late(argument: string, value: unknown): object {
  return { [argument]: out(value) };
}

describe("an argument that comes from another resource", () => {
  for (const [argument, make] of PLAIN) {
    it(`is refused in one sentence where it must be plain: ${argument.replace(/\W+/g, " ")}`, () => {
      assert.throws(make, (error: Error) => {
        assert.equal(
          error.message,
          `${argument}: is an Output: must be a plain value, because names and what there is are decided before anything is made`,
        );
        return true;
      });
    });
  }

  it("reaches a function, its log, its permissions and its policy", async () => {
    const stack = await declared(() => {
      const bucket = new s3.Bucket("in", { bucket: "in" });
      new LambdaFunction("work", {
        ...FUNCTION,
        description: out("Works."),
        timeout: out(7),
        memorySize: out(512),
        reservedConcurrentExecutions: out(2),
        logRetentionInDays: out(30),
        logLevel: out("WARN" as const),
        tags: { Owner: out("orders") },
        permissions: { events: { principal: out("events.amazonaws.com") } },
        statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: bucket.arn }],
      });
    });
    const { inputs } = stack.one("lambda/function:Function");
    assert.deepEqual(
      [
        inputs["description"],
        inputs["timeout"],
        inputs["memorySize"],
        inputs["reservedConcurrentExecutions"],
        (inputs["loggingConfig"] as { applicationLogLevel: string }).applicationLogLevel,
        (inputs["tags"] as { Owner: string }).Owner,
      ],
      ["Works.", 7, 512, 2, "WARN", "orders"],
    );
    assert.equal(stack.one("logGroup:LogGroup").inputs["retentionInDays"], 30);
    assert.equal(stack.one("permission:Permission").inputs["sourceAccount"], "000000000000");
    assert.deepEqual(stack.statements("iam/rolePolicy:RolePolicy").at(-1), {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::in",
    });
  });

  it("reaches a bucket, its lifecycle, its logs and its policy", async () => {
    const stack = await declared(() => {
      const source = new s3.Bucket("source", { bucket: "source" });
      new Bucket("logs", {
        ...ARGS,
        bucketName: "logs",
        bucketMode: "log",
        forceDestroy: out(true),
        expirationDays: out(9),
        lifecycleRules: [
          {
            id: "cold",
            prefix: out("in/"),
            transitions: [{ days: out(30), storageClass: out("GLACIER") }],
          },
        ],
        sourceS3ServerLogs: { source: { bucketName: source.bucket } },
        additionalBucketPolicies: [
          {
            Statement: [
              { Sid: "Deny", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: source.arn },
            ],
          },
        ],
      });
    });
    assert.equal(stack.one("s3/bucket:Bucket", "logs").inputs["forceDestroy"], true);
    const rules = stack.one("BucketLifecycleConfiguration").inputs["rules"] as unknown[];
    assert.deepEqual(rules[0], {
      id: "cold",
      status: "Enabled",
      filter: { prefix: "in/" },
      transitions: [{ days: 30, storageClass: "GLACIER" }],
    });
    assert.deepEqual((rules[1] as { expiration: unknown }).expiration, { days: 9 });
    assert.equal(stack.one("BucketLogging").inputs["targetPrefix"], "source/");
    const statements = stack.statements("BucketPolicy");
    assert.deepEqual(statements[0]?.Condition?.["ArnLike"], {
      "aws:SourceArn": "arn:aws:s3:::source",
    });
    assert.equal(statements.at(-1)?.Resource, "arn:aws:s3:::source");
  });

  it("reaches a key, a queue, a table, a trail, the alarms and a machine", async () => {
    const stack = await declared(() => {
      new Key("key", { ...ARGS, deletionWindowInDays: out(8), rotationPeriodInDays: out(100) });
      new Queue("queue", { ...ARGS, kmsKeyArn: KEY, visibilityTimeoutSeconds: out(60) });
      new Table("table", {
        ...ARGS,
        kmsKeyArn: KEY,
        partitionKey: { name: "id" },
        deletionProtection: out(false),
      });
      new Audit("audit", { ...ARGS, kmsKeyArn: KEY, retentionInDays: out(30) });
      new Monitoring("alarms", {
        ...ARGS,
        stateMachine: { arn: MACHINE, type: "STANDARD", timeoutSeconds: out(100) },
        emails: [out("a@example.com")],
        thresholds: { "stateMachine.failed": out(3) },
      });
      new StateMachine("machine", {
        ...ARGS,
        definition: ENDS,
        trustedEntities: [out("events.amazonaws.com")],
        logLevel: out("ALL" as const),
        includeExecutionData: out(true),
        logRetentionInDays: out(7),
      });
    });
    const one = (type: string, name: string, input: string): unknown =>
      stack.one(type, name).inputs[input];
    assert.deepEqual(
      [
        one("kms/key:Key", "key", "deletionWindowInDays"),
        one("kms/key:Key", "key", "rotationPeriodInDays"),
        one("sqs/queue:Queue", "queue", "visibilityTimeoutSeconds"),
        one("dynamodb/table:Table", "table", "deletionProtectionEnabled"),
        one("logGroup:LogGroup", "audit-logs", "retentionInDays"),
        one("metricAlarm:MetricAlarm", "alarms-slow", "threshold"),
        one("metricAlarm:MetricAlarm", "alarms-failed", "threshold"),
        one("topicSubscription:TopicSubscription", "alarms-email-0", "endpoint"),
        one("logGroup:LogGroup", "machine-logs", "retentionInDays"),
      ],
      [8, 100, 60, false, 30, 80_000, 3, "a@example.com", 7],
    );
    const logging = one("sfn/stateMachine:StateMachine", "machine", "loggingConfiguration");
    assert.equal((logging as { level: string }).level, "ALL");
    assert.equal((logging as { includeExecutionData: boolean }).includeExecutionData, true);
    const trust = stack.statements("iam/role:Role", "machine-role", "assumeRolePolicy");
    assert.deepEqual(trust.at(-1)?.Principal, { Service: "events.amazonaws.com" });
  });
});
