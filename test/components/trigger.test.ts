import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Trigger, type TriggerArgs } from "../../components";
import { declared, type Declared } from "../support/declared";

const ALIAS = "arn:aws:states:us-east-1:000000000000:stateMachine:acme-qa-orders-sfn:live";
const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";
const DEAD_LETTERS = "arn:aws:sqs:us-east-1:000000000000:acme-qa-orders-trigger-dead-letters";
const ROLE = "arn:aws:iam::000000000000:role/acme-qa-orders-trigger-role";
const TAGS = { Environment: "qa" };
const START = { Effect: "Allow", Action: "states:StartExecution", Resource: ALIAS };

const ARGS = {
  prefix: "acme",
  environment: "qa",
  name: "orders",
  stateMachine: { aliasArn: ALIAS, type: "STANDARD" },
  kmsKeyArn: KEY,
};
const EXPRESS = { aliasArn: ALIAS, type: "EXPRESS" };
const RETRY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 };

const trigger = (args: Partial<TriggerArgs>): Promise<Declared> =>
  declared(() => new Trigger("start", { ...ARGS, ...args }));

const useOfKey = (services: string[], Action: string | string[]) => ({
  Effect: "Allow",
  Action,
  Resource: KEY,
  Condition: {
    StringEquals: { "kms:ViaService": services.map((name) => `${name}.us-east-1.amazonaws.com`) },
  },
});

const trust = (service: string, Condition?: object) => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { Service: `${service}.amazonaws.com` },
  ...(Condition && { Condition }),
});
const FROM_HERE = { StringEquals: { "aws:SourceAccount": "000000000000" } };

describe("Trigger by schedule", () => {
  const schedule = { expression: "rate(1 hour)", timezone: "Europe/Berlin", input: { all: true } };

  it("starts the alias at times, tries again, and keeps what it could not start", async () => {
    const stack = await trigger({ schedule });

    assert.deepEqual(stack.one("scheduler/schedule:Schedule").inputs, {
      name: "acme-qa-orders-trigger",
      description: "Starts a workflow at times",
      scheduleExpression: "rate(1 hour)",
      scheduleExpressionTimezone: "Europe/Berlin",
      flexibleTimeWindow: { mode: "OFF" },
      kmsKeyArn: KEY,
      target: {
        arn: ALIAS,
        roleArn: ROLE,
        input: '{"all":true}',
        deadLetterConfig: { arn: DEAD_LETTERS },
        retryPolicy: RETRY,
      },
    });
  });

  it("waits for the parts of the input that other resources supply", async () => {
    const input = { bucket: pulumi.output("acme-files"), all: true };

    const stack = await trigger({ schedule: { ...schedule, input } });

    const { target } = stack.one("scheduler/schedule:Schedule").inputs;
    assert.equal((target as { input: string }).input, '{"bucket":"acme-files","all":true}');
  });

  it("has a role that starts, writes to the queue and uses the key, and nothing else", async () => {
    const stack = await trigger({ schedule });

    assert.deepEqual(stack.statements("iam/rolePolicy:RolePolicy"), [
      START,
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: DEAD_LETTERS },
      useOfKey(["scheduler", "sqs"], ["kms:Decrypt", "kms:GenerateDataKey"]),
    ]);
    const trusted = stack.statements("iam/role:Role", undefined, "assumeRolePolicy");
    assert.deepEqual(trusted, [trust("scheduler", FROM_HERE)]);
  });

  it("makes a key of its own where none is given", async () => {
    const stack = await trigger({ schedule, kmsKeyArn: undefined });

    const sids = stack.statements("kms/key:Key").map(({ Sid }) => Sid);
    assert.deepEqual(sids, ["Allow Admin", "AllowScheduler", "AllowSqs"]);
  });
});

describe("Trigger by events", () => {
  it("starts the alias at events of a bus, tries again, and keeps what it could not start", async () => {
    const pattern = { source: ["shop"] };
    const stack = await trigger({
      events: { pattern, eventBusName: "shop", inputPath: "$.detail" },
    });

    assert.deepEqual(stack.one("cloudwatch/eventRule:EventRule").inputs, {
      name: "acme-qa-orders-trigger",
      description: "Starts a workflow at events",
      eventBusName: "shop",
      eventPattern: '{"source":["shop"]}',
      tags: { ...TAGS, Name: "acme-qa-orders-trigger" },
    });
    assert.deepEqual(stack.one("cloudwatch/eventTarget:EventTarget").inputs, {
      rule: "acme-qa-orders-trigger",
      eventBusName: "shop",
      targetId: "workflow",
      arn: ALIAS,
      roleArn: ROLE,
      inputPath: "$.detail",
      deadLetterConfig: { arn: DEAD_LETTERS },
      retryPolicy: RETRY,
    });
    assert.deepEqual(stack.statements("iam/rolePolicy:RolePolicy"), [START]);
  });

  it("lets this rule alone write to the queue", async () => {
    const stack = await trigger({ events: { pattern: { source: ["shop"] } }, maxAttempts: 3 });

    const [allowed] = stack.statements("sqs/queuePolicy:QueuePolicy");
    assert.deepEqual(allowed, {
      Sid: "AllowRule",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: DEAD_LETTERS,
      Condition: {
        ...FROM_HERE,
        ArnEquals: {
          "aws:SourceArn": "arn:aws:events:us-east-1:000000000000:rule/acme-qa-orders-trigger",
        },
      },
    });
  });
});

describe("Trigger by upload", () => {
  const patternOf = (stack: Declared): unknown =>
    JSON.parse(String(stack.one("cloudwatch/eventRule:EventRule").inputs.eventPattern));

  it("starts at new objects of some keys, of which the bucket tells", async () => {
    const stack = await trigger({
      upload: { bucketName: "inbox", prefix: "a*b/", suffix: ".csv" },
    });

    assert.deepEqual(patternOf(stack), {
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: ["inbox"] }, object: { key: [{ wildcard: "a\\*b/*.csv" }] } },
    });
    assert.deepEqual(stack.one("s3/bucketNotification:BucketNotification").inputs, {
      bucket: "inbox",
      eventbridge: true,
    });
  });

  it("starts at every new object, and leaves the bucket's setting alone where it is told to", async () => {
    const stack = await trigger({ upload: { bucketName: "inbox", notify: false } });

    assert.deepEqual(patternOf(stack), {
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: ["inbox"] } },
    });
    assert.deepEqual(stack.all("s3/bucketNotification:BucketNotification"), []);
  });
});

describe("Trigger by queue", () => {
  const arn = "arn:aws:sqs:us-east-1:000000000000:jobs";

  it("starts the alias at messages, through a pipe that reads the encrypted queue", async () => {
    const stack = await trigger({ queue: { arn, kmsKeyArn: KEY, batchSize: 10 } });

    assert.deepEqual(stack.one("pipes/pipe:Pipe").inputs, {
      name: "acme-qa-orders-trigger",
      description: "Starts a workflow at messages",
      roleArn: ROLE,
      source: arn,
      sourceParameters: { sqsQueueParameters: { batchSize: 10 } },
      target: ALIAS,
      targetParameters: {
        stepFunctionStateMachineParameters: { invocationType: "FIRE_AND_FORGET" },
      },
      tags: { ...TAGS, Name: "acme-qa-orders-trigger" },
    });
    const larger = await trigger({ queue: { arn, batchSize: 11 } });
    assert.deepEqual(larger.one("pipes/pipe:Pipe").inputs.sourceParameters, {
      sqsQueueParameters: { batchSize: 11, maximumBatchingWindowInSeconds: 1 },
    });
    const receive = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
    assert.deepEqual(stack.statements("iam/rolePolicy:RolePolicy"), [
      START,
      { Effect: "Allow", Action: receive, Resource: arn },
      useOfKey(["sqs"], ["kms:Decrypt"]),
    ]);
  });
});

describe("Trigger by HTTP", () => {
  it("starts a Standard workflow, once for each value of the header, for whom IAM admits", async () => {
    const http = { route: "POST /orders", idempotencyHeader: "Idempotency-Key" };
    const stack = await trigger({ http });

    assert.deepEqual(stack.one("apigatewayv2/integration:Integration").inputs, {
      apiId: "UUID",
      integrationType: "AWS_PROXY",
      integrationSubtype: "StepFunctions-StartExecution",
      payloadFormatVersion: "1.0",
      credentialsArn: ROLE,
      requestParameters: {
        StateMachineArn: ALIAS,
        Input: "$request.body",
        Name: "$request.header.Idempotency-Key",
      },
    });
    assert.deepEqual(stack.one("apigatewayv2/route:Route").inputs, {
      apiId: "UUID",
      routeKey: "POST /orders",
      target: "integrations/UUID",
      authorizationType: "AWS_IAM",
    });
    const trusted = stack.statements("iam/role:Role", undefined, "assumeRolePolicy");
    assert.deepEqual(trusted, [trust("apigateway")]);
  });

  it("waits for an Express workflow, for who has a token", async () => {
    const authorization = { issuer: "https://id.example.com", audience: ["shop"] };
    const stack = await trigger({
      stateMachine: EXPRESS,
      http: { route: "GET /quote", authorization },
    });

    const { integrationSubtype } = stack.one("apigatewayv2/integration:Integration").inputs;
    assert.equal(integrationSubtype, "StepFunctions-StartSyncExecution");
    const policy = stack.statements("iam/rolePolicy:RolePolicy");
    assert.deepEqual(policy, [{ ...START, Action: "states:StartSyncExecution" }]);
    const { authorizationType, authorizerId } = stack.one("apigatewayv2/route:Route").inputs;
    assert.deepEqual([authorizationType, authorizerId], ["JWT", "UUID"]);
    assert.deepEqual(stack.one("apigatewayv2/authorizer:Authorizer").inputs.jwtConfiguration, {
      issuer: "https://id.example.com",
      audiences: ["shop"],
    });
  });

  it("limits requests, and logs them under the key", async () => {
    const http = { route: "POST /", authorization: "none", requestsPerSecond: 5 } as const;
    const stack = await trigger({ http });

    const { defaultRouteSettings } = stack.one("apigatewayv2/stage:Stage").inputs;
    assert.deepEqual(defaultRouteSettings, { throttlingRateLimit: 5, throttlingBurstLimit: 10 });
    assert.deepEqual(stack.one("cloudwatch/logGroup:LogGroup").inputs, {
      name: "/aws/vendedlogs/apis/acme-qa-orders-trigger",
      retentionInDays: 365,
      kmsKeyId: KEY,
      tags: { ...TAGS, Name: "/aws/vendedlogs/apis/acme-qa-orders-trigger" },
    });
  });
});

describe("The arguments of a trigger", () => {
  it("name one source", () => {
    const upload = { bucketName: "inbox" };

    for (const [args, given] of [
      [{}, "none"],
      [{ upload, queue: { arn: "arn" } }, "upload, queue"],
    ] as const) {
      assert.throws(() => new Trigger("start", { ...ARGS, ...args }), {
        message: `Trigger has invalid arguments:\n  schedule: give one of schedule, events, upload, queue, http, not ${given}`,
      });
    }
  });

  it("take no empty text for a key", () => {
    const schedule = { expression: "rate(1 day)" };
    assert.throws(() => new Trigger("start", { ...ARGS, schedule, kmsKeyArn: "" }), {
      message:
        /^Trigger has invalid arguments:\n {2}kmsKeyArn: is "": must be such as arn:aws:kms:/,
    });
  });

  it("are all refused at once that are wrong", () => {
    const wrong = [
      { schedule: { expression: "every hour" }, maxAgeSeconds: 1, maxAttempts: 186 },
      { events: { pattern: {}, inputPath: "detail" } },
      { queue: { arn: "arn", batchSize: 0 } },
      { stateMachine: EXPRESS, http: { route: "/orders", idempotencyHeader: "Key" } },
    ].map((args) => {
      try {
        return String(new Trigger("start", { ...ARGS, ...args }));
      } catch (error) {
        return (error as Error).message.split("\n").slice(1);
      }
    });

    assert.deepEqual(wrong, [
      [
        '  schedule.expression: is "every hour": must be rate(...), cron(...) or at(...)',
        "  maxAgeSeconds: is 1: must be a whole number from 60 to 86400",
        "  maxAttempts: is 186: must be a whole number from 0 to 185",
      ],
      ['  events.inputPath: is "detail": must begin with $'],
      ["  queue.batchSize: is 0: must be a whole number from 1 to 10000"],
      [
        '  http.route: is "/orders": must be a method and a path such as POST /orders',
        "  http.idempotencyHeader: is for Standard workflows: AWS does not compare the names of Express executions",
      ],
    ]);
  });
});
