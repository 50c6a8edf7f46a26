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
  Trigger,
} from "pulumi-aws-stepfunctions";

const names = { prefix: "acme", environment: "dev", name: "invoices" };
const key = new Key("key", { ...names, services: KEY_SERVICES });
const common = { ...names, kmsKeyArn: key.arn, logRetentionInDays: 365 };

// The bus is the shop's own: here is its name.
const eventBusName = "shop";
const seen = new Table("seen", {
  ...common,
  partitionKey: { name: "id" },
  expiresAttribute: "expires",
});
const failed = new Queue("failed", { ...common, name: "invoices-failed" });
const invoice = new LambdaFunction("invoice", { ...common, entry: "functions/invoice.ts" });

const workflow = new StateMachine("workflow", {
  ...common,
  logLevel: "ALL",
  definition: {
    QueryLanguage: "JSONata",
    Comment: "Writes the invoice of an order, once for each event.",
    StartAt: "Remember",
    TimeoutSeconds: 3600,
    States: {
      Remember: task(
        "dynamodb:putItem",
        {
          TableName: seen.tableName,
          Item: {
            id: { S: "{% $states.input.id %}" },
            expires: { N: "{% $string($floor($millis() / 1000) + 7776000) %}" },
          },
          ConditionExpression: "attribute_not_exists(id)",
        },
        {
          Assign: { event: "{% $states.input %}" },
          Catch: [
            {
              ErrorEquals: ["DynamoDB.ConditionalCheckFailedException"],
              Output: {},
              Next: "Known",
            },
            { ErrorEquals: ["States.ALL"], Output: {}, Next: "Keep" },
          ],
          Next: "Invoice",
        },
      ),
      Invoice: lambdaInvoke(invoice, {
        payload: "{% $event.detail %}",
        Catch: [{ ErrorEquals: ["States.ALL"], Output: {}, Next: "Forget" }],
      }),
      Forget: task(
        "dynamodb:deleteItem",
        { TableName: seen.tableName, Key: { id: { S: "{% $event.id %}" } } },
        { Next: "Keep" },
      ),
      Keep: task(
        "sqs:sendMessage",
        { QueueUrl: failed.url, MessageBody: "{% $states.context.Execution.Input %}" },
        { Next: "Failed" },
      ),
      Failed: {
        Type: "Fail",
        Error: "NoInvoice",
        Cause: "The event waits in the queue of failures.",
      },
      Known: { Type: "Succeed" },
    },
  },
});

const placed = new Trigger("placed", {
  ...common,
  stateMachine: workflow,
  events: {
    pattern: { source: ["shop"], "detail-type": ["Order Placed"] },
    eventBusName,
  },
});
new Monitoring("monitoring", {
  ...common,
  stateMachine: workflow,
  functions: { invoice },
  deadLetterQueues: { placed, failed, kept: failed.queueName },
});

export const failures = failed.url;
