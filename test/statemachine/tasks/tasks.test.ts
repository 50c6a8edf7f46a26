import assert from "node:assert/strict";
import { lint, lambdaInvoke, task, taskHelpers, type Definition } from "../../../statemachine";
import { INTEGRATIONS } from "../../../statemachine/integrations";
import { renderCalls } from "../../../docs/task-calls";

const TABLE = "orders";
const QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/jobs";

/** A machine of these states, each after the other. */
function machine(States: Definition["States"]): object {
  return {
    QueryLanguage: "JSONata",
    StartAt: Object.keys(States)[0],
    TimeoutSeconds: 9_000,
    States,
  };
}

describe("lambdaInvoke", () => {
  it("retries Lambda's five passing faults with backoff and full jitter, and crashes twice", () => {
    const state = lambdaInvoke("arn:aws:lambda:us-east-1:000000000000:function:pay:1");

    assert.deepEqual(state, {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: {
        FunctionName: "arn:aws:lambda:us-east-1:000000000000:function:pay:1",
        Payload: "{% $states.input %}",
      },
      TimeoutSeconds: 910,
      Retry: [
        {
          ErrorEquals: [
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
          ],
          IntervalSeconds: 2,
          MaxAttempts: 6,
          BackoffRate: 2,
          MaxDelaySeconds: 60,
          JitterStrategy: "FULL",
        },
        {
          ErrorEquals: [
            "Lambda.Unknown",
            "Sandbox.Timedout",
            "Runtime.ExitError",
            "Runtime.OutOfMemory",
          ],
          IntervalSeconds: 2,
          MaxAttempts: 2,
          BackoffRate: 2,
          MaxDelaySeconds: 60,
          JitterStrategy: "FULL",
        },
      ],
      Output: "{% $states.result.Payload %}",
      End: true,
    });
  });

  it("waits ten seconds longer than the function, and lets every field be written over", () => {
    const pay = { arn: "arn:pay", timeoutSeconds: 30 };
    const state = lambdaInvoke(pay, {
      payload: { id: "{% $states.input.id %}" },
      Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 1 }],
      Output: {},
      Next: "Ship",
    });

    const { Arguments, TimeoutSeconds, Output, Next, End, Retry } = state;
    assert.deepEqual(
      { Arguments, TimeoutSeconds, Output, Next, End, first: Retry?.[0], retries: Retry?.length },
      {
        Arguments: { FunctionName: "arn:pay", Payload: { id: "{% $states.input.id %}" } },
        TimeoutSeconds: 40,
        Output: {},
        Next: "Ship",
        End: undefined,
        first: { ErrorEquals: ["Busy"], MaxAttempts: 1 },
        retries: 3,
      },
    );
  });
});

describe("task", () => {
  it("gives a wait for a token a heartbeat, and a job an hour, and begins neither again by itself", () => {
    const wait = task("sqs:sendMessage.waitForTaskToken", {
      QueueUrl: QUEUE,
      MessageBody: { token: "{% $states.context.Task.Token %}" },
    });
    const job = task("codebuild:startBuild.sync", { ProjectName: "site" });

    assert.deepEqual(
      [wait.TimeoutSeconds, wait.HeartbeatSeconds, wait.Retry],
      [86_400, 3_600, undefined],
    );
    assert.deepEqual([job.TimeoutSeconds, job.Retry], [3_600, undefined]);
    assert.equal(wait.Resource, "arn:aws:states:::sqs:sendMessage.waitForTaskToken");
  });

  it("makes states that the linter finds nothing in", () => {
    const next = { Next: "Call" };
    const caught = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }] };
    const states = {
      Save: task("dynamodb:putItem", { TableName: TABLE, Item: { id: { S: "1" } } }, next),
      Call: lambdaInvoke("arn:aws:lambda:us-east-1:000000000000:function:pay:1", { Next: "Tell" }),
      Tell: task(
        "sns:publish",
        { TopicArn: "arn:aws:sns:us-east-1:1:t", Message: { id: 1 } },
        { Next: "Ask" },
      ),
      Ask: task("sqs:sendMessage", { QueueUrl: QUEUE, MessageBody: "hello" }, { Next: "Job" }),
      Job: task("glue:startJobRun.sync", { JobName: "load" }, { Next: "Token", ...caught }),
      Token: task(
        "lambda:invoke.waitForTaskToken",
        {
          FunctionName: "arn:aws:lambda:us-east-1:000000000000:function:pay:1",
          Payload: { token: "{% $states.context.Task.Token %}" },
        },
        { Next: "Read", ...caught },
      ),
      Read: task("aws-sdk:s3:headObject", { Bucket: "b", Key: "k" }),
      Failed: { Type: "Fail", Error: "Failed", Cause: "A step failed." },
    } as const;

    assert.deepEqual(lint(machine(states)), []);
  });

  it("is checked by the compiler", () => {
    const wrong = [
      // @ts-expect-error: there is no such call
      () => task("dynamodb:putItems", {}),
      // @ts-expect-error: DynamoDB has no job to wait for
      () => task("dynamodb:putItem.sync", { TableName: TABLE, Item: {} }),
      // @ts-expect-error: the table is missing
      () => task("dynamodb:putItem", { Item: {} }),
      // @ts-expect-error: a parameter is spelt wrong
      () => task("dynamodb:putItem", { TableName: TABLE, Item: {}, Condition: "" }),
      // @ts-expect-error: not one of the values
      () => task("dynamodb:putItem", { TableName: TABLE, Item: {}, ReturnValues: "SOME" }),
      // @ts-expect-error: a number is asked for
      () => task("sqs:sendMessage", { QueueUrl: QUEUE, MessageBody: "", DelaySeconds: "ten" }),
      // @ts-expect-error: plain definitions hold no other values
      () => task("sqs:sendMessage", { QueueUrl: new Date(), MessageBody: "" }),
    ];
    const right = [
      task("sqs:sendMessage", "{% $states.input %}"),
      task("sqs:sendMessage", { QueueUrl: QUEUE, MessageBody: 1, DelaySeconds: "{% 1 + 1 %}" }),
      taskHelpers<Date>().task("sqs:sendMessage", { QueueUrl: new Date(), MessageBody: "" }),
    ];

    assert.deepEqual([wrong.length, right.length], [7, 3]);
  });
});

describe("The types of the calls", () => {
  it("are those of the table, with the endings that each can have", () => {
    const lines = [...renderCalls().matchAll(/^ {2}"(\S+)": Call<([^,]*),/gm)];

    const rendered = lines.map(([, name, endings]) => [name, endings!.match(/[\w:]+/g)]);
    const table = Object.entries(INTEGRATIONS).map(([name, { patterns }]) => {
      const endings = patterns.filter((pattern) => pattern !== "requestResponse");
      return [name, endings.length === 0 ? ["never"] : endings];
    });
    assert.deepEqual(rendered, table);
  });
});
