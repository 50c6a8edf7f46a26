import {
  Key,
  KEY_SERVICES,
  LambdaFunction,
  lambdaInvoke,
  Monitoring,
  StateMachine,
  Table,
  task,
  Trigger,
} from "pulumi-aws-stepfunctions";

const names = { prefix: "acme", environment: "dev", name: "quotes" };
const key = new Key("key", { ...names, services: KEY_SERVICES });
const common = { ...names, kmsKeyArn: key.arn, logRetentionInDays: 365 };
const rates = new Table("rates", { ...common, partitionKey: { name: "country" } });
const price = new LambdaFunction("price", {
  ...common,
  entry: "functions/price.ts",
  timeout: 5,
});

const quotes = new StateMachine("quotes", {
  ...common,
  type: "EXPRESS",
  tags: { ExecutionModeReason: "Answers a caller who waits" },
  definition: {
    QueryLanguage: "JSONata",
    Comment: "Says what a parcel costs, while the caller waits.",
    StartAt: "Complete?",
    TimeoutSeconds: 25, // The API gives up after 30.
    States: {
      "Complete?": {
        Type: "Choice",
        Choices: [
          {
            Condition:
              "{% $type($states.input.country) = 'string' and $states.input.kilograms > 0 %}",
            Assign: { parcel: "{% $states.input %}" },
            Next: "Rate",
          },
        ],
        Default: "Incomplete",
      },
      Rate: task(
        "dynamodb:getItem",
        { TableName: rates.tableName, Key: { country: { S: "{% $parcel.country %}" } } },
        { TimeoutSeconds: 5, Next: "Known?" },
      ),
      "Known?": {
        Type: "Choice",
        Choices: [{ Condition: "{% $exists($states.input.Item) %}", Next: "Price" }],
        Default: "Unknown",
      },
      Price: lambdaInvoke(price, {
        payload: {
          kilograms: "{% $parcel.kilograms %}",
          rate: "{% $number($states.input.Item.rate.N) %}",
        },
      }),
      Incomplete: {
        Type: "Fail",
        Error: "Incomplete",
        Cause: "A parcel has a country and kilograms.",
      },
      Unknown: { Type: "Fail", Error: "UnknownCountry", Cause: "Nothing is sent there." },
    },
  },
});

const api = new Trigger("api", {
  ...common,
  stateMachine: quotes,
  http: { route: "POST /quotes", requestsPerSecond: 20 },
});
new Monitoring("monitoring", { ...common, stateMachine: quotes, functions: { price } });

export const url = api.url;
export const table = rates.tableName;
