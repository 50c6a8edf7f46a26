import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Monitoring, Queue, Table, Topic, Trigger } from "../../components";
import { declared } from "../support/declared";

const NAMES = { prefix: "acme", environment: "qa", name: "orders" };
const KEY = "arn:aws:kms:us-east-1:000000000000:key/1";
const RULE = "arn:aws:events:us-east-1:000000000000:rule/orders";
const QUEUE = "arn:aws:sqs:us-east-1:000000000000:acme-qa-orders-queue";
const TOPIC = "arn:aws:sns:us-east-1:000000000000:acme-qa-orders-topic";
const TAGS = { Environment: "qa" };

const withoutTls = (Action: string, Resource: string) => ({
  Sid: "DenyWithoutTls",
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action,
  Resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

describe("Queue", () => {
  it("makes the queue, its dead-letter queue, both policies and a key of its own", async () => {
    const { identities } = await declared(() => new Queue("jobs", NAMES));

    assert.deepEqual(identities, [
      "aws:kms/alias:Alias jobs-key-alias",
      "aws:kms/key:Key jobs-key",
      "aws:sqs/queue:Queue jobs",
      "aws:sqs/queue:Queue jobs-dead-letters",
      "aws:sqs/queuePolicy:QueuePolicy jobs",
      "aws:sqs/queuePolicy:QueuePolicy jobs-dead-letters",
      "random:index/randomString:RandomString jobs-key-suffix",
      "stepfunctions:index:Key jobs-key",
      "stepfunctions:index:Queue jobs",
    ]);
  });

  it("is encrypted, hides for three minutes, and puts aside after five receives", async () => {
    const stack = await declared(() => new Queue("jobs", { ...NAMES, kmsKeyArn: KEY }));

    assert.deepEqual(stack.one("sqs/queue:Queue", "jobs").inputs, {
      name: "acme-qa-orders-queue",
      kmsMasterKeyId: KEY,
      visibilityTimeoutSeconds: 180,
      messageRetentionSeconds: 345_600,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: `${QUEUE}-dead-letters`,
        maxReceiveCount: 5,
      }),
      tags: { ...TAGS, Name: "acme-qa-orders-queue" },
    });
  });

  it("gives its dead-letter queue to itself alone", async () => {
    const stack = await declared(() => new Queue("jobs", { ...NAMES, kmsKeyArn: KEY }));

    assert.deepEqual(stack.one("sqs/queue:Queue", "jobs-dead-letters").inputs, {
      name: "acme-qa-orders-queue-dead-letters",
      kmsMasterKeyId: KEY,
      messageRetentionSeconds: 1_209_600,
      redriveAllowPolicy: JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [QUEUE],
      }),
      tags: { ...TAGS, Name: "acme-qa-orders-queue-dead-letters" },
    });
  });

  it("is FIFO with its dead-letter queue", async () => {
    const stack = await declared(() => new Queue("jobs", { ...NAMES, fifo: true }));

    const queues = stack
      .all("sqs/queue:Queue")
      .map(({ inputs }) => [inputs.name, inputs.fifoQueue]);
    assert.deepEqual(queues.sort(), [
      ["acme-qa-orders-queue-dead-letters.fifo", true],
      ["acme-qa-orders-queue.fifo", true],
    ]);
  });

  it("lets a sender send on behalf of its resource, with the key too", async () => {
    const sender = { service: "events.amazonaws.com", sourceArn: RULE };
    const stack = await declared(() => new Queue("jobs", { ...NAMES, senders: { Rule: sender } }));

    assert.deepEqual(stack.statements("sqs/queuePolicy:QueuePolicy", "jobs"), [
      {
        Sid: "AllowRule",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: QUEUE,
        Condition: {
          StringEquals: { "aws:SourceAccount": "000000000000" },
          ArnEquals: { "aws:SourceArn": RULE },
        },
      },
      withoutTls("sqs:*", QUEUE),
    ]);
    const sids = stack.statements("kms/key:Key").map(({ Sid }) => Sid);
    assert.deepEqual(sids, ["Allow Admin", "AllowSqs", "AllowEventBridge"]);
  });

  it("lists every wrong argument at once", () => {
    const senders = {
      "a b": { service: "events.amazonaws.com" },
      Bad: { service: "events" },
      S3: { service: "s3.amazonaws.com" },
    };
    const create = () =>
      new Queue("jobs", { ...NAMES, name: "x".repeat(70), maxReceiveCount: 0, senders });

    assert.throws(create, {
      message: [
        "Queue has invalid arguments:",
        "  maxReceiveCount: is 0: must be a whole number from 1 to 1000",
        `  name: SQS queue name "acme-qa-${"x".repeat(70)}-queue-dead-letters" has 97 characters: AWS allows 1 to 80`,
        "  senders.a b: the name ends the id of a statement: use letters and digits only",
        '  senders.Bad: service is "events": must be an AWS service such as events.amazonaws.com',
        "  senders.S3: the own key admits cloudwatch.amazonaws.com, events.amazonaws.com, sns.amazonaws.com and not s3.amazonaws.com: give kmsKeyArn, a key that admits it",
      ].join("\n"),
    });
  });
});

describe("Topic", () => {
  it("refuses messages without TLS and keeps what a subscriber does not take", async () => {
    const subscribers = {
      shop: { protocol: "sqs", endpoint: QUEUE, filter: { kind: [pulumi.output("new")] } },
    };
    const stack = await declared(
      () => new Topic("news", { ...NAMES, subscribers, kmsKeyArn: KEY }),
    );

    assert.deepEqual(stack.statements("sns/topicPolicy:TopicPolicy"), [
      withoutTls("sns:Publish", TOPIC),
    ]);
    assert.deepEqual(stack.one("TopicSubscription", "news-shop").inputs, {
      topic: TOPIC,
      protocol: "sqs",
      endpoint: QUEUE,
      filterPolicy: '{"kind":["new"]}',
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:acme-qa-orders-topic-dead-letters",
      }),
    });
    const [allowed] = stack.statements("sqs/queuePolicy:QueuePolicy");
    assert.deepEqual(allowed?.Condition, {
      StringEquals: { "aws:SourceAccount": "000000000000" },
      ArnEquals: { "aws:SourceArn": TOPIC },
    });
  });

  it("gives an own key to SNS and to the queue's users", async () => {
    const stack = await declared(() => new Topic("news", { ...NAMES, fifo: true }));

    const sids = stack.statements("kms/key:Key").map(({ Sid }) => Sid);
    assert.deepEqual(sids, ["Allow Admin", "AllowSns", "AllowSnsDelivery", "AllowSqs"]);
    assert.equal(stack.one("sns/topic:Topic").inputs.name, "acme-qa-orders-topic.fifo");
  });

  it("sends nothing over plain HTTP", () => {
    const subscribers = { shop: { protocol: "http", endpoint: "http://shop.example.com" } };

    assert.throws(() => new Topic("news", { ...NAMES, subscribers }), {
      message:
        "Topic has invalid arguments:" +
        '\n  subscribers.shop.protocol: is "http": must be "application" or "email" or "email-json" or "firehose" or "https" or "lambda" or "sms" or "sqs"',
    });
  });
});

describe("Table", () => {
  it("is encrypted, can be put back in time and refuses to be deleted", async () => {
    const args = {
      ...NAMES,
      kmsKeyArn: KEY,
      partitionKey: { name: "id" },
      indexes: { byDay: { partitionKey: { name: "day" }, sortKey: { name: "at", type: "N" } } },
      expiresAttribute: "expires",
      stream: "KEYS_ONLY",
    } as const;
    const stack = await declared(() => new Table("orders", args));

    assert.deepEqual(stack.one("dynamodb/table:Table").inputs, {
      name: "acme-qa-orders-table",
      billingMode: "PAY_PER_REQUEST",
      attributes: [
        { name: "id", type: "S" },
        { name: "day", type: "S" },
        { name: "at", type: "N" },
      ],
      hashKey: "id",
      globalSecondaryIndexes: [
        { name: "byDay", hashKey: "day", rangeKey: "at", projectionType: "ALL" },
      ],
      ttl: { enabled: true, attributeName: "expires" },
      streamEnabled: true,
      streamViewType: "KEYS_ONLY",
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
      serverSideEncryption: { enabled: true, kmsKeyArn: KEY },
      tags: { ...TAGS, Name: "acme-qa-orders-table" },
    });
  });

  it("has a key of its own for DynamoDB", async () => {
    const stack = await declared(
      () => new Table("orders", { ...NAMES, partitionKey: { name: "id" } }),
    );

    const sids = stack.statements("kms/key:Key").map(({ Sid }) => Sid);
    assert.deepEqual(sids, ["Allow Admin", "AllowDynamoDb", "AllowGrantsByDynamoDb"]);
  });

  it("refuses a sort key that is the partition key, and an index without a name", () => {
    const partitionKey = { name: "id" };
    const args = {
      ...NAMES,
      partitionKey,
      sortKey: partitionKey,
      indexes: { "": { partitionKey } },
    };
    assert.throws(() => new Table("seen", args), {
      message:
        "Table has invalid arguments:" +
        '\n  sortKey: is "id", as partitionKey is' +
        '\n  indexes.: DynamoDB index name "" has 0 characters: AWS allows 3 to 255',
    });
  });

  it("says of attributes without names no more than that", () => {
    const partitionKey = { name: "" };
    assert.throws(() => new Table("seen", { ...NAMES, partitionKey, sortKey: partitionKey }), {
      message:
        "Table has invalid arguments:" +
        '\n  partitionKey.name: is "": name the attribute' +
        '\n  sortKey.name: is "": name the attribute',
    });
  });

  it("gives an attribute one type", () => {
    const create = () =>
      new Table("orders", {
        ...NAMES,
        partitionKey: { name: "id" },
        sortKey: { name: "" },
        indexes: { other: { partitionKey: { name: "id", type: "N" } } },
      });

    assert.throws(create, {
      message:
        "Table has invalid arguments:" +
        '\n  sortKey.name: is "": name the attribute' +
        "\n  indexes.other.partitionKey: is N, and elsewhere S",
    });
  });
});

describe("Monitoring", () => {
  it("watches the dead-letter queues of what has one, and of a name", async () => {
    const stack = await declared(() => {
      const jobs = new Queue("jobs", NAMES);
      return new Monitoring("monitoring", {
        ...NAMES,
        stateMachine: {
          arn: "arn:aws:states:us-east-1:000000000000:stateMachine:s",
          type: "EXPRESS",
        },
        deadLetterQueues: { jobs, others: "others", later: jobs.queueName },
      });
    });

    const watched = stack
      .all("MetricAlarm")
      .flatMap(({ inputs }) => (inputs.dimensions as { QueueName?: string })?.QueueName ?? []);
    assert.deepEqual([...new Set(watched)].sort(), [
      "acme-qa-orders-alerts-dead-letters",
      "acme-qa-orders-queue",
      "acme-qa-orders-queue-dead-letters",
      "others",
    ]);
  });
});

describe("two components of one name", () => {
  const stateMachine = {
    arn: "arn:aws:states:us-east-1:000000000000:stateMachine:orders",
    aliasArn: "arn:aws:states:us-east-1:000000000000:stateMachine:orders:live",
    type: "STANDARD",
  };
  const schedule = { expression: "rate(1 day)" };
  const made: Readonly<Record<string, (name: string) => unknown>> = {
    "acme-qa-orders-queue": (name) => new Queue(name, NAMES),
    "acme-qa-orders-topic": (name) => new Topic(name, NAMES),
    "acme-qa-orders-table": (name) => new Table(name, { ...NAMES, partitionKey: { name: "id" } }),
    "acme-qa-orders-workflow": (name) => new Monitoring(name, { ...NAMES, stateMachine }),
    "acme-qa-orders-trigger-role": (name) =>
      new Trigger(name, { ...NAMES, stateMachine, schedule }),
  };
  for (const [taken, make] of Object.entries(made)) {
    it(`are refused, as AWS would take one for the other: ${taken}`, async () => {
      await assert.rejects(
        declared(() => ["a", "b"].forEach(make)),
        new RegExp(`name: gives the name ${taken}, which another \\w+ of this program has`),
      );
    });
  }
});
