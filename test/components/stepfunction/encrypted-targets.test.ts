import assert from "node:assert/strict";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as dynamodb from "@pulumi/aws/dynamodb";
import * as s3 from "@pulumi/aws/s3";
import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import {
  Bucket,
  Key,
  LambdaFunction,
  Queue,
  StateMachine,
  type StateMachineArgs,
  Table,
  Topic,
  Trigger,
} from "../../../components";
import { runProgram } from "../../../engine/program";
import { type Statement } from "../../../statemachine/iam";
import { declared } from "../../support/declared";

const COMMON = { prefix: "acme", environment: "qa" };
const KEY = "arn:aws:kms:us-east-1:000000000000:key/UUID";

const TOPIC = "arn:aws:sns:us-east-1:000000000000:news";
/** What the engine puts for a value that is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A workflow without calls. */
const WAITS: StateMachineArgs["definition"] = {
  Comment: "Waits.",
  StartAt: "Wait",
  TimeoutSeconds: 60,
  States: { Wait: { Type: "Wait", Comment: "Waits.", Seconds: 1, End: true } },
};

/** A workflow that works on everything that can be encrypted, by the names that each call asks for. */
function batch(targets: {
  topic: pulumi.Input<string>;
  queue: pulumi.Input<string>;
  bucket: pulumi.Input<string>;
  table: pulumi.Input<string>;
  nested: pulumi.Input<string>;
}): StateMachineArgs["definition"] {
  const task = (Resource: string, Parameters: object, Next: string): object => ({
    Type: "Task",
    Resource,
    Parameters,
    TimeoutSeconds: 60,
    Next,
  });
  const { topic, queue, bucket, table, nested } = targets;
  const definition = {
    Comment: "Works on a batch.",
    StartAt: "Publish",
    TimeoutSeconds: 3600,
    States: {
      Publish: task(
        "arn:aws:states:::sns:publish",
        { TopicArn: topic, "Message.$": "$.message" },
        "Send",
      ),
      Send: task(
        "arn:aws:states:::sqs:sendMessage",
        { QueueUrl: queue, "MessageBody.$": "$.message" },
        "Remember",
      ),
      Remember: task(
        "arn:aws:states:::dynamodb:putItem",
        { TableName: table, Item: { id: { "S.$": "$.id" } } },
        "Nested",
      ),
      Nested: task(
        "arn:aws:states:::states:startExecution.sync:2",
        { StateMachineArn: nested, "Input.$": "$" },
        "Each",
      ),
      Each: {
        Type: "Map",
        MaxConcurrency: 10,
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          ReaderConfig: { InputType: "JSON" },
          Parameters: { Bucket: bucket, Key: "in.json" },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Done",
          States: { Done: { Type: "Pass", End: true } },
        },
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Parameters: { Bucket: bucket, Prefix: "out" },
        },
        End: true,
      },
    },
  };
  return definition as unknown as StateMachineArgs["definition"];
}

/** Everything under one customer key, and a workflow over it. */
function program(): void {
  const key = new Key("key", { ...COMMON, name: "all", services: ["sns", "sqs", "s3"] });
  const topic = new sns.Topic("news", { name: "news", kmsMasterKeyId: key.arn });
  const queue = new sqs.Queue("work", { kmsMasterKeyId: key.arn });
  const table = new dynamodb.Table("seen", {
    name: "seen",
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
    billingMode: "PAY_PER_REQUEST",
    serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
  });
  const bucket = new Bucket("data", { ...COMMON, bucketName: "data", kmsKeyArn: key.arn });
  const nested = new StateMachine("nested", {
    ...COMMON,
    name: "nested",
    kmsKeyArn: key.arn,
    definition: {
      Comment: "Does nothing.",
      StartAt: "Done",
      TimeoutSeconds: 60,
      States: { Done: { Type: "Succeed", Comment: "Ends." } },
    },
  });
  new StateMachine("batch", {
    ...COMMON,
    name: "batch",
    kmsKeyArn: key.arn,
    definition: batch({
      topic: topic.arn,
      queue: queue.url,
      bucket: bucket.bucketName,
      table: table.name,
      nested: nested.aliasArn,
    }),
  });
}

/** The rights to keys in a policy: the service they go through -> actions on the one key. */
function keyRights(statements: readonly Statement[]): Record<string, unknown> {
  return Object.fromEntries(
    statements
      .filter(({ Action }) => [Action].flat().some((action) => action?.startsWith("kms:")))
      .map(({ Action, Resource, Condition }) => [
        JSON.stringify(Object.values(Condition ?? {})),
        [Action, Resource],
      ]),
  );
}

describe("the keys of what a workflow calls", () => {
  it("are found in the resources that the definition names, each through its service", async () => {
    const stack = await declared(program);
    const statements = stack.statements("iam/rolePolicy:RolePolicy", "batch-workflow");
    const own = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-batch-sfn";
    const context = "kms:EncryptionContext:aws:states:stateMachineArn";
    const via = (service: string): string =>
      `[{"kms:ViaService":"${service}.us-east-1.amazonaws.com"}]`;
    assert.deepEqual(keyRights(statements), {
      [`[{"${context}":"${own}"}]`]: [["kms:Decrypt", "kms:GenerateDataKey"], [KEY]],
      [via("dynamodb")]: [["kms:Decrypt"], [KEY]],
      [via("s3")]: [["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], [KEY]],
      [via("sns")]: [["kms:Decrypt", "kms:GenerateDataKey"], [KEY]],
      [via("sqs")]: [["kms:Decrypt", "kms:GenerateDataKey"], [KEY]],
      [via("states")]: [["kms:Decrypt", "kms:GenerateDataKey"], [KEY]],
    });
    const any = statements.filter(({ Resource }) => [Resource].flat().includes("*"));
    assert.deepEqual(
      any.flatMap(({ Action }) => Action),
      [
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
      ],
    );
  });

  it("are found in a bucket of the type that came before, which lists its encryption", async () => {
    const stack = await declared(() => {
      const rule = {
        applyServerSideEncryptionByDefaults: [{ kmsMasterKeyId: KEY, sseAlgorithm: "aws:kms" }],
      };
      const bucket = new s3.BucketV2("data", {
        bucket: "acme-data",
        serverSideEncryptionConfigurations: [{ rules: [rule] }],
      });
      const grants = { Wait: [{ actions: ["s3:GetObject"], resources: [bucket.arn] }] };
      new StateMachine("workflow", { ...COMMON, name: "orders", definition: WAITS, grants });
    });
    const statements = stack.statements("iam/rolePolicy:RolePolicy", "workflow-workflow");
    assert.deepEqual(keyRights(statements), {
      '[{"kms:ViaService":"s3.us-east-1.amazonaws.com"}]': [["kms:Decrypt"], [KEY]],
    });
  });

  it("are found in what a grant names, which may be an Output at any depth", async () => {
    const made = (): void => {
      const topic = new sns.Topic("news", { name: "news", kmsMasterKeyId: pulumi.output(KEY) });
      new StateMachine("workflow", {
        ...COMMON,
        name: "orders",
        tracing: false,
        definition: WAITS,
        grants: {
          Wait: [
            { actions: ["sns:Publish"], resources: [topic.arn] },
            pulumi.output({ actions: ["sqs:SendMessage"], resources: [topic.arn] }),
          ],
          "*": [{ actions: ["s3:GetObject"], resources: topic.arn.apply((arn) => [`${arn}x`]) }],
        },
      });
    };
    const stack = await declared(made);
    const statements = stack.statements("iam/rolePolicy:RolePolicy", "workflow-workflow");
    assert.deepEqual(
      statements.map(({ Action, Resource }) => [Action, Resource]),
      [
        [["kms:Decrypt", "kms:GenerateDataKey"], [KEY]],
        [["s3:GetObject"], [`${TOPIC}x`]],
        [["sns:Publish", "sqs:SendMessage"], [TOPIC]],
      ],
    );
    const preview = await runProgram({ stack: "test", preview: true, program: made });
    const policy = preview.resources.find(({ name }) => name === "workflow-workflow");
    assert.equal(policy?.inputs["policy"], UNKNOWN);
  });

  it("are taken as told, over what is found: as a list, or by ARN", async () => {
    const other = `${KEY}-2`;
    const policyWith = async (
      told: (topic: sns.Topic, bucket: Bucket) => StateMachineArgs["encryptedTargets"],
    ): Promise<unknown> => {
      const stack = await declared(() => {
        const topic = new sns.Topic("news", { name: "news", kmsMasterKeyId: KEY });
        const bucket = new Bucket("data", { ...COMMON, bucketName: "data", kmsKeyArn: KEY });
        new StateMachine("workflow", {
          ...COMMON,
          name: "orders",
          definition: WAITS,
          grants: {
            Wait: [
              { actions: ["sns:Publish"], resources: [TOPIC] },
              { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme-qa-data-*"] },
            ],
          },
          encryptedTargets: told(topic, bucket),
        });
      });
      const statements = stack.statements("iam/rolePolicy:RolePolicy", "workflow-workflow");
      return Object.values(keyRights(statements));
    };
    const both = ["kms:Decrypt", "kms:GenerateDataKey"];
    assert.deepEqual(await policyWith(() => ({})), []);
    assert.deepEqual(await policyWith((topic, bucket) => [topic, bucket]), [
      [["kms:Decrypt"], [KEY]],
      [both, [KEY]],
    ]);
    assert.deepEqual(await policyWith(({ arn }) => [{ arn, kmsKeyArn: pulumi.output(other) }]), [
      [both, [other]],
    ]);
    assert.deepEqual(await policyWith(({ arn }) => arn.apply((of) => ({ [of]: other }))), [
      [both, [other]],
    ]);
    assert.deepEqual(await policyWith(() => ({ [TOPIC]: pulumi.output(other) })), [
      [both, [other]],
    ]);
  });

  it("are found in components, which say their ARN and key", async () => {
    const stack = await declared(() => {
      const queue = new Queue("work", { ...COMMON, name: "work", kmsKeyArn: KEY });
      const table = new Table("seen", {
        ...COMMON,
        name: "seen",
        partitionKey: { name: "id" },
        kmsKeyArn: KEY,
      });
      new StateMachine("workflow", {
        ...COMMON,
        name: "orders",
        definition: WAITS,
        grants: {
          Wait: [
            { actions: ["sqs:SendMessage"], resources: [queue.arn] },
            { actions: ["dynamodb:GetItem"], resources: [pulumi.interpolate`${table.arn}`] },
            { actions: ["s3:PutObject"], resources: ["arn:aws:s3:::acme-qa-data-*/x"] },
          ],
        },
        encryptedTargets: [new Bucket("data", { ...COMMON, bucketName: "data", kmsKeyArn: KEY })],
      });
    });
    const both = ["kms:Decrypt", "kms:GenerateDataKey"];
    const statements = stack.statements("iam/rolePolicy:RolePolicy", "workflow-workflow");
    assert.deepEqual(Object.values(keyRights(statements)), [
      [["kms:Decrypt"], [KEY]],
      [both, [KEY]],
      [both, [KEY]],
    ]);
  });

  it("are asked for where a resource does not say its key", async () => {
    const made = (): void => {
      const log = new cloudwatch.LogGroup("log", {});
      const encryptedTargets = [log];
      new StateMachine("workflow", { ...COMMON, name: "o", definition: WAITS, encryptedTargets });
    };
    await assert.rejects(
      declared(made),
      /encryptedTargets\[0\]: is urn:.*::log, which does not say its key: give \{ arn, kmsKeyArn \}/,
    );
  });
});

describe("the key of what another component writes to or reads from", () => {
  const NAMES = { prefix: "acme", environment: "qa", name: "orders" };
  const key = "arn:aws:kms:us-east-1:000000000000:key/UUID";

  it("is granted to a function for the queue and the topic of its dead letters", async () => {
    for (const [service, Target] of Object.entries({ sqs: Queue, sns: Topic })) {
      const stack = await declared(() => {
        const target = new Target("target", NAMES);
        new LambdaFunction("it", {
          ...NAMES,
          runtime: "python3.12",
          handler: "main.handler",
          code: new pulumi.asset.AssetArchive({}),
          deadLetterTargetArn: target.arn,
        });
      });
      const statements = stack.statements("iam/rolePolicy:RolePolicy", "it-policy");
      assert.deepEqual(statements.at(-1), {
        Sid: "KmsDecrypt",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: [key],
        Condition: { StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` } },
      });
    }
  });

  it("is granted to the role by which an HTTP API waits for an encrypted Express workflow", async () => {
    const stack = await declared(() => {
      const stateMachine = new StateMachine("machine", {
        ...NAMES,
        type: "EXPRESS",
        kmsKeyArn: new Key("key", NAMES).arn,
        definition: {
          StartAt: "Done",
          TimeoutSeconds: 5,
          States: { Done: { Type: "Succeed" } },
        },
      });
      new Trigger("api", { ...NAMES, stateMachine, http: { route: "GET /quote" } });
    });
    const machine = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-orders-sfn";
    assert.deepEqual(stack.statements("iam/rolePolicy:RolePolicy", "api-start"), [
      { Effect: "Allow", Action: "states:StartSyncExecution", Resource: `${machine}:live` },
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: key,
        Condition: {
          StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": machine },
        },
      },
    ]);
  });
});
