import {
  Bucket,
  Key,
  KEY_SERVICES,
  Monitoring,
  StateMachine,
  task,
  Topic,
  Trigger,
} from "pulumi-aws-stepfunctions";

const names = { prefix: "acme", environment: "dev", name: "sales" };
const key = new Key("key", { ...names, services: KEY_SERVICES });
const common = { ...names, kmsKeyArn: key.arn, logRetentionInDays: 365 };

const data = new Bucket("data", {
  ...common,
  bucketName: "sales",
  expirationDays: 365,
});
new Bucket("logs", {
  ...names,
  bucketName: "logs",
  bucketMode: "log",
  sourceS3ServerLogs: { data: { bucketName: data.bucketName } },
  expirationDays: 90,
});
const news = new Topic("news", common);

// The Glue job is the data engineers' own: it writes its report on a file to quality/<key>.json.
const job = "acme-sales-load";
const tell = [{ ErrorEquals: ["States.ALL"], Output: {}, Next: "TellFailed" }];

const pipeline = new StateMachine("pipeline", {
  ...common,
  logLevel: "ALL",
  definition: {
    QueryLanguage: "JSONata",
    Comment: "Loads an uploaded file, and looks at what came of it.",
    StartAt: "Upload",
    TimeoutSeconds: 14_400,
    States: {
      Upload: {
        Type: "Pass",
        Assign: { key: "{% $states.input.detail.object.key %}" },
        Next: "Load",
      },
      Load: task(
        "glue:startJobRun.sync",
        { JobName: job, Arguments: { "--key": "{% $key %}" } },
        { Catch: tell, Next: "Report" },
      ),
      Report: task(
        "aws-sdk:s3:getObject",
        { Bucket: data.bucketName, Key: "{% 'quality/' & $key & '.json' %}" },
        { Output: "{% $parse($states.result.Body) %}", Catch: tell, Next: "Good?" },
      ),
      "Good?": {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input.bad <= $states.input.rows / 100 %}", Next: "TellGood" },
        ],
        Default: "TellBad",
      },
      TellGood: task("sns:publish", {
        TopicArn: news.arn,
        Subject: "Sales are loaded",
        Message: { key: "{% $key %}", rows: "{% $states.input.rows %}" },
      }),
      TellBad: task(
        "sns:publish",
        {
          TopicArn: news.arn,
          Subject: "Sales are not good enough",
          Message: { key: "{% $key %}", bad: "{% $states.input.bad %}" },
        },
        { Next: "Bad" },
      ),
      TellFailed: task(
        "sns:publish",
        {
          TopicArn: news.arn,
          Subject: "Sales could not be loaded",
          Message: { key: "{% $key %}" },
        },
        { Next: "Bad" },
      ),
      Bad: { Type: "Fail", Error: "NotLoaded", Cause: "See the quality report or the Glue job." },
    },
  },
});

const uploads = new Trigger("uploads", {
  ...common,
  stateMachine: pipeline,
  upload: { bucketName: data.bucketName, prefix: "inbox/", suffix: ".csv" },
});
new Monitoring("monitoring", {
  ...common,
  stateMachine: pipeline,
  deadLetterQueues: { uploads, news },
});

export const bucket = data.bucketName;
