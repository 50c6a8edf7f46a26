import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Logger } from "@aws-lambda-powertools/logger";
import { ERROR_NAMES } from "../../../handler/errors";
import { createHandler } from "../../../handler/handle";
import { work } from "../../../handler/work";
import { lintText } from "../../../statemachine/lint";
import {
  fails,
  lambda,
  times,
  timesOut,
  WorkflowTest,
  type Answers,
} from "../../../statemachine/testing";
import type { Json } from "../../../statemachine/definition/types";
import { MemoryBucket } from "../../handler/memory";
import { randomNumbers } from "../../support/random";

const file = path.join(__dirname, "../../../statemachine/definition.asl.json");
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:work:7";
const workflow = new WorkflowTest({ file, substitutions: { functionArn } });

/** The task, as far as the tests read it. */
interface InvokeTask {
  readonly TimeoutSeconds: number;
  readonly Retry: readonly Retrier[];
}

interface Retrier {
  readonly ErrorEquals: string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
}

/** Seconds that a retrier waits in all, by the luck of `random`. */
function jittered(retrier: Retrier, random: () => number): number {
  const { IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds } = retrier;
  const delays = Array.from({ length: MaxAttempts }, (_, n) =>
    Math.min(IntervalSeconds * BackoffRate ** n, MaxDelaySeconds),
  );
  return delays.reduce((seconds, delay) => seconds + random() * delay, 0);
}

const machine = JSON.parse(readFileSync(file, "utf8")) as { States: { LambdaInvoke: InvokeTask } };

const EVENT = { order: 1 };
const done = lambda((event: Json) => ({ statusCode: 200, event }));
const notYet = lambda((event: Json) => ({ statusCode: 500, event }));

const TRY = ["LambdaInvoke", "CheckStatusCode"];
const SUCCESS = [...TRY, "SuccessState"];
const FAILURE = ["LambdaInvoke", "FailState"];

/** What AWS asks every caller of a function to retry. */
const TRANSIENT = [
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
];

const run = (answers: Answers): ReturnType<typeof workflow.run> =>
  workflow.run(EVENT, { tasks: { LambdaInvoke: answers } });

describe("the example workflow", () => {
  after(() => workflow.assertCovered());

  it("lints without a finding, before and after its placeholders are filled", () => {
    const text = readFileSync(file, "utf8");
    assert.deepEqual(lintText(text), []);
    assert.deepEqual(lintText(text.replace("${functionArn}", functionArn)), []);
  });

  it("ends when the function answers 200, and calls the version it was given with the whole input", async () => {
    const { status, output, path: states, calls } = await run(done);
    assert.equal(status, "SUCCEEDED");
    assert.deepEqual(output, { statusCode: 200, event: EVENT });
    assert.deepEqual(states, SUCCESS);
    assert.deepEqual(calls[0]?.input, { FunctionName: functionArn, Payload: EVENT });
  });

  it("waits while the function answers 500, and gives it the same event again", async () => {
    const { status, path: states, calls, waitedSeconds } = await run([notYet, notYet, done]);
    assert.equal(status, "SUCCEEDED");
    assert.deepEqual(states, [...TRY, "Wait", ...TRY, "Wait", ...SUCCESS]);
    assert.equal(waitedSeconds, 20);
    assert.deepEqual(
      calls.map(({ input }) => (input as { Payload: Json }).Payload),
      [EVENT, EVENT, EVENT],
    );
  });

  it("is ended by its timeout when the function answers 500 for ever", async () => {
    const { status, waitedSeconds } = await run(notYet);
    assert.equal(status, "TIMED_OUT");
    // 90 waits take it to 900 seconds, and the next is over them.
    assert.equal(waitedSeconds, 910);
  });

  for (const error of TRANSIENT) {
    it(`retries ${error} six times, then fails under that name`, async () => {
      const good = await run([...times(6, fails(error)), done]);
      assert.equal(good.status, "SUCCEEDED");
      assert.deepEqual(good.path, SUCCESS);
      assert.equal(good.calls.length, 7);

      const bad = await run(fails(error, "still"));
      assert.deepEqual([bad.status, bad.error, bad.cause], ["FAILED", error, "still"]);
      assert.deepEqual(bad.path, FAILURE);
    });
  }

  for (const [what, failure, name] of [
    ["a timeout of the task", timesOut(), "States.Timeout"],
    ["a function that AWS knows no error of", fails("Lambda.Unknown"), "Lambda.Unknown"],
    ["a function that timed out", fails("Sandbox.Timedout"), "Sandbox.Timedout"],
    ["a function that crashed", fails("Runtime.ExitError"), "Runtime.ExitError"],
    ["a function that ran out of memory", fails("Runtime.OutOfMemory"), "Runtime.OutOfMemory"],
    [
      "a large event that S3 does not take",
      fails("ServiceUnavailableError"),
      "ServiceUnavailableError",
    ],
  ] as const) {
    it(`retries ${what} three times`, async () => {
      const good = await run([...times(3, failure), done]);
      assert.equal(good.status, "SUCCEEDED");
      const bad = await run(failure);
      assert.deepEqual([bad.status, bad.error], ["FAILED", name]);
      assert.deepEqual(bad.path, FAILURE);
      assert.equal(bad.calls.length, 4);
    });
  }

  it("waits for work that is under way elsewhere longer than a record can be, whatever the jitter", async () => {
    const { status, waitedSeconds, calls } = await run(fails("WorkInProgressError"));
    assert.equal(status, "FAILED");
    assert.equal(calls.length, 11);
    assert.equal(waitedSeconds, 490);
    const { TimeoutSeconds, Retry } = machine.States.LambdaInvoke;
    const retrier = Retry.find(({ ErrorEquals }) => ErrorEquals.includes("WorkInProgressError"));
    assert(retrier);
    // Full jitter waits between nothing and the whole delay. Of three retries after 5, 10 and 20 seconds, 62 % were
    // over within 20.
    const random = randomNumbers(1);
    const givenUp = Array.from({ length: 20_000 }, () => jittered(retrier, random)).filter(
      (seconds) => seconds <= TimeoutSeconds,
    );
    assert.deepEqual(givenUp, []);
  });

  for (const name of [...ERROR_NAMES.fatal, "TypeError", "States.TaskFailed"]) {
    it(`fails at once under the name ${name}`, async () => {
      const { status, error, path: states, calls } = await run(fails(name));
      assert.deepEqual([status, error], ["FAILED", name]);
      assert.deepEqual(states, FAILURE);
      assert.equal(calls.length, 1);
    });
  }

  for (const [what, payload] of [
    ["no statusCode", {}],
    ["nothing", null],
  ] as const) {
    it(`fails where it reads an answer with ${what}, which no Catch of the task sees`, async () => {
      const { status, error, path: states } = await run(lambda(() => payload));
      assert.deepEqual([status, error], ["FAILED", "States.Runtime"]);
      assert.deepEqual(states, TRY);
    });
  }

  it("fails at once where the answer is over the limit of a state, which States.ALL does not catch", async () => {
    const { status, error, path: states } = await run(fails("States.DataLimitExceeded"));
    assert.deepEqual([status, error], ["FAILED", "States.DataLimitExceeded"]);
    assert.deepEqual(states, ["LambdaInvoke"]);
  });
});

describe("the example workflow with the real handler", () => {
  const reference = { bucket: "inbox", key: "1.json" };

  function setup() {
    const s3 = new MemoryBucket();
    const logger = new Logger({ logLevel: "SILENT" });
    const environment = { readBuckets: ["inbox"] };
    const handler = createHandler({ environment, client: s3.client, logger, work });
    return { s3, answer: lambda((event: unknown) => handler(event)), handler };
  }

  it("waits for a payload that appears while it waits", async () => {
    const { s3, handler } = setup();
    let calls = 0;
    const answer = lambda((event: unknown) => {
      if (++calls === 2) s3.objects.set("inbox/1.json", "{}");
      return handler(event);
    });

    const {
      status,
      output,
      path: states,
    } = await workflow.run({ payload: reference }, { tasks: { LambdaInvoke: answer } });

    assert.equal(status, "SUCCEEDED");
    assert.deepEqual(output, { statusCode: 200, event: { payload: reference } });
    assert.deepEqual(states, [...TRY, "Wait", ...SUCCESS]);
  });

  it("fails under the handler's own name for an event that is none", async () => {
    const { answer } = setup();
    const {
      error,
      cause,
      path: states,
    } = await workflow.run({ payload: { bucket: 1 } }, { tasks: { LambdaInvoke: answer } });
    assert.equal(error, "InvalidEventError");
    assert.match(cause ?? "", /payload must be/);
    assert.deepEqual(states, FAILURE);
  });
});
