import {
  Key,
  KEY_SERVICES,
  LambdaFunction,
  lambdaInvoke,
  Monitoring,
  Queue,
  StateMachine,
  Table,
  task,
  Topic,
  Trigger,
} from "pulumi-aws-stepfunctions";

const names = { prefix: "acme", environment: "dev", name: "orders" };
const key = new Key("key", { ...names, services: KEY_SERVICES });
const common = { ...names, kmsKeyArn: key.arn, logRetentionInDays: 365 };
const orders = new Table("orders", { ...common, partitionKey: { name: "id" } });
const approvals = new Queue("approvals", common);
const news = new Topic("news", common);

const stock = new LambdaFunction("stock", {
  ...common,
  name: "stock",
  entry: "functions/stock.ts",
});
const charge = new LambdaFunction("charge", {
  ...common,
  name: "charge",
  entry: "functions/charge.ts",
});
const score = new LambdaFunction("score", {
  ...common,
  name: "score",
  sourceCodeDir: "functions/score",
  runtime: "python3.14",
  handler: "score.handler",
});

const undo = [{ ErrorEquals: ["States.ALL"], Output: {}, Next: "Release" }];
const refuse = [{ ErrorEquals: ["States.ALL"], Output: {}, Next: "Refused" }];
const saga = new StateMachine("saga", {
  ...common,
  logLevel: "ALL",
  definition: {
    QueryLanguage: "JSONata",
    Comment: "Takes an order: all of it, or nothing.",
    StartAt: "Score",
    TimeoutSeconds: 172_800,
    States: {
      Score: lambdaInvoke(score, {
        Assign: { order: "{% $states.input %}", risk: "{% $states.result.Payload.risk %}" },
        Next: "Risky?",
      }),
      "Risky?": {
        Type: "Choice",
        Choices: [{ Condition: "{% $risk > 0.8 %}", Next: "Approve" }],
        Default: "Reserve",
      },
      Approve: task(
        "sqs:sendMessage.waitForTaskToken",
        {
          QueueUrl: approvals.url,
          MessageBody: { order: "{% $order %}", token: "{% $states.context.Task.Token %}" },
        },
        { Catch: refuse, Next: "Reserve" },
      ),
      Reserve: {
        Type: "Map",
        Items: "{% $order.items %}",
        MaxConcurrency: 5,
        ItemProcessor: { StartAt: "Take", States: { Take: lambdaInvoke(stock) } },
        Catch: undo,
        Output: {},
        Next: "Charge",
      },
      Charge: lambdaInvoke(charge, { payload: "{% $order %}", Catch: undo, Next: "Save" }),
      Save: task(
        "dynamodb:putItem",
        { TableName: orders.tableName, Item: { id: { S: "{% $order.id %}" } } },
        { Next: "Tell" },
      ),
      Tell: task("sns:publish", { TopicArn: news.arn, Message: { placed: "{% $order.id %}" } }),
      Release: lambdaInvoke(stock, { payload: { release: "{% $order.items %}" }, Next: "Refused" }),
      Refused: { Type: "Fail", Error: "OrderRefused", Cause: "The order could not be taken." },
    },
  },
});
const api = new Trigger("api", {
  ...common,
  stateMachine: saga,
  http: { route: "POST /orders", idempotencyHeader: "Idempotency-Key" },
});
new Monitoring("monitoring", {
  ...common,
  stateMachine: saga,
  functions: { stock, charge, score },
  deadLetterQueues: { approvals, news },
});

export const url = api.url;
