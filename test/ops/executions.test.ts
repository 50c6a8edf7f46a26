import assert from "node:assert/strict";
import { capture, type Captured } from "../support/capture";
import { ops } from "../../ops/main";
import { invocationsIn } from "../../ops/executions/invocations";
import { pathText } from "../../ops/failures/command";
import { AwsError, fakeAws, throttled, type FakeAws, type Operations } from "./fake-aws";
import { ago, arnOf, failed, MACHINE, World } from "./world";

const REQUEST = "8e8b1c2a-0000-4000-8000-00000000abcd";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:charge:live";
const at = (second: number): Date => new Date(ago(1).getTime() + second * 1000);

/** The history of a call of a function that succeeds, and of one that fails without its request's id. */
const HISTORY = [
  { type: "ExecutionStarted" },
  { type: "TaskStateEntered", stateEnteredEventDetails: { name: "Charge" } },
  ...["Succeeded", "Failed"].flatMap((end) => [
    {
      type: "TaskScheduled",
      taskScheduledEventDetails: {
        ...{ resourceType: "lambda", resource: "invoke", region: "eu-west-1" },
        parameters: JSON.stringify({ FunctionName: FUNCTION, Payload: {} }),
      },
    },
    end === "Failed"
      ? {
          type: "TaskFailed",
          taskFailedEventDetails: {
            error: "Busy",
            cause: "no seat",
            resource: "invoke",
            resourceType: "lambda",
          },
        }
      : {
          type: "TaskSucceeded",
          taskSucceededEventDetails: {
            ...{ resource: "invoke", resourceType: "lambda" },
            output: JSON.stringify({ SdkResponseMetadata: { RequestId: REQUEST } }),
          },
        },
  ]),
  { type: "ExecutionFailed", executionFailedEventDetails: { error: "Busy", cause: "no seat" } },
].map((event, index) => ({
  id: index + 1,
  previousEventId: index,
  timestamp: at(index),
  ...event,
}));

describe("ops start, watch and tail", () => {
  let aws: FakeAws;
  const run = async (operations: Operations, ...args: string[]): Promise<Captured> => {
    aws = await fakeAws(operations);
    return capture(() => ops([...args, "--endpoint", aws.endpoint]));
  };
  afterEach(() => aws.close());

  it("send a terminal nothing to act upon, whatever AWS and the user say", async () => {
    const StartExecution = (): object => ({ executionArn: arnOf("\u001b[2J\u202e") });
    const operations = { ...new World([]).operations, StartExecution };
    const start = ["start", "--machine", MACHINE, "--input", '{"\u202e":1}'];

    const asked = await run(operations, ...start);
    aws.close();
    const done = await run(operations, ...start, "--yes");

    assert.match(asked.stderr, /would be started with \{"\\u202e":1\}/);
    assert.deepEqual([done.exit, done.stdout], [0, `${arnOf("\\u001b[2J\\u202e")}\n`]);
  });

  it("start nothing without a yes, and the alias that was named with one", async () => {
    const started: object[] = [];
    const StartExecution = (input: object): object => {
      started.push(input);
      return { executionArn: arnOf("new"), startDate: ago(0) };
    };
    const operations = { ...new World([]).operations, StartExecution };
    const args = [
      "start",
      "--machine",
      `${MACHINE}:live`,
      "--input",
      '{"order":1}',
      "--name",
      "new",
    ];
    const asked = await run(operations, ...args);
    aws.close();
    const done = await run(operations, ...args, "--yes");
    aws.close();
    const bad = await run(operations, "start", "--machine", MACHINE, "--input", "{order}");

    assert.deepEqual([asked.exit, asked.stdout], [0, ""]);
    assert.equal(
      asked.stderr,
      `nothing was changed: ${MACHINE}:live would be started with {"order":1}. Give --yes to do it\n`,
    );
    assert.deepEqual([done.exit, done.stdout], [0, `${arnOf("new")}\n`]);
    assert.deepEqual(started, [
      { input: '{"order":1}', name: "new", stateMachineArn: `${MACHINE}:live` },
    ]);
    assert.equal(bad.exit, 2);
    assert.match(bad.stderr, /^error: --input \{order\} is not JSON: /);
  });

  it("show each state once, as the execution goes, until it ends", async () => {
    let looks = 0;
    const operations: Operations = {
      DescribeExecution: () => ({ status: ++looks < 2 ? "RUNNING" : "FAILED", startDate: at(0) }),
      GetExecutionHistory: () => ({
        events: (looks < 2 ? HISTORY.slice(0, 3) : [...HISTORY]).reverse(),
      }),
    };
    const shown = await run(operations, "watch", arnOf("a"));

    assert.deepEqual([shown.exit, looks], [1, 2]);
    assert.deepEqual(shown.stdout.split("\n"), [
      "     1.0 s  ▸ Charge",
      "     5.0 s  ✖ TaskFailed: Busy: no seat",
      "     6.0 s  ✖ ExecutionFailed: Busy: no seat",
      "FAILED",
      "",
    ]);
  });

  it("wait while AWS throttles, and start what is to be started once", async () => {
    const started: object[] = [];
    const StartExecution = (input: object): object => {
      started.push(input);
      return { executionArn: arnOf("new"), startDate: ago(0) };
    };
    const world = new World([failed("a")]).operations;
    const args = ["start", "--machine", `${MACHINE}:live`, "--name", "new", "--yes"];
    let asked = 0;
    const busy = (input: object): object => {
      if (++asked < 3) throw new AwsError("ThrottlingException", "Rate exceeded");
      return StartExecution(input);
    };
    const start = await run({ ...world, StartExecution: busy }, ...args);
    aws.close();
    const plain = await run(world, "watch", arnOf("a"));
    aws.close();
    const watched = await run(throttled(2, world), "watch", arnOf("a"));
    aws.close();
    const tailed = await run(
      throttled(2, { ...world, GetExecutionHistory: () => ({ events: [] }) }),
      "tail",
      arnOf("a"),
    );

    assert.deepEqual([start.exit, start.stdout, started.length], [0, `${arnOf("new")}\n`, 1]);
    assert.equal(asked, 3);
    assert.deepEqual(watched, plain);
    assert.deepEqual([tailed.exit, tailed.stdout], [0, ""]);
  }).timeout(60_000);

  it("watch the newest where none is named, and refuse what has no history", async () => {
    const newest = await run(
      new World([failed("a"), failed("b", { stopDate: ago(0.5) })]).operations,
      "watch",
      "--machine",
      MACHINE,
    );
    aws.close();
    const express = await run({}, "watch", arnOf("a").replace("execution", "express"));

    assert.equal(newest.stderr, `${arnOf("b")}\n`);
    assert.match(newest.stdout, /▸ Check\n.*✔ Check\n.*▸ Charge\n/);
    assert.equal(express.exit, 2);
    assert.match(express.stderr, /^error: AWS keeps no history of an Express execution/);
  });

  it("tail the lines of a call: by the id of its request all of its stream, else by the time", async () => {
    const line = (second: number, logStreamName: string, message: string) => ({
      ...{ eventId: message, timestamp: at(second).getTime(), logStreamName, message },
    });
    const lines = [
      line(2.1, "one", `START RequestId: ${REQUEST}`),
      line(2.2, "one", "charging"),
      line(2.2, "two", "of another execution"),
      line(2.9, "one", `REPORT RequestId: ${REQUEST}`),
      line(4.5, "two", "no seat is free"),
    ];
    interface Filter {
      readonly logGroupName: string;
      readonly filterPattern?: string;
      readonly logStreamNames?: readonly string[];
      readonly startTime: number;
      readonly endTime: number;
      readonly nextToken?: string;
    }
    const operations: Operations = {
      ...new World([failed("a")]).operations,
      GetExecutionHistory: () => ({ events: HISTORY }),
      GetFunctionConfiguration: () => ({ LoggingConfig: { LogGroup: "/logs/charge" } }),
      FilterLogEvents: ({
        filterPattern,
        logStreamNames,
        startTime,
        endTime,
        nextToken,
      }: Filter) => {
        if (nextToken === undefined)
          return { events: [], nextToken: "an empty page is not the last" };
        return {
          events: lines.filter(
            ({ message, logStreamName, timestamp }) =>
              (filterPattern === undefined || message.includes(filterPattern.slice(1, -1))) &&
              (logStreamNames?.includes(logStreamName) ?? true) &&
              timestamp >= startTime &&
              timestamp < endTime,
          ),
        };
      },
    };
    const shown = await run(operations, "tail", arnOf("a"));

    assert.equal(shown.exit, 0);
    assert.deepEqual(
      shown.stdout.split("\n").map((each) => each.slice(26)),
      [
        `  charge  START RequestId: ${REQUEST}`,
        "  charge  charging",
        `  charge  REPORT RequestId: ${REQUEST}`,
        "~ charge  no seat is free",
        "",
      ],
    );
  });

  it("tail an execution that a Distributed Map started, and say so where a function has no log", async () => {
    const asked: string[] = [];
    const world = new World([failed("a")]).operations;
    const operations: Operations = {
      ...world,
      DescribeStateMachine: ({ stateMachineArn }: { stateMachineArn: string }) => {
        asked.push(stateMachineArn);
        return world["DescribeStateMachine"]?.({} as never);
      },
      DescribeExecution: () => ({ status: "FAILED" }),
      GetExecutionHistory: () => ({ events: HISTORY }),
      GetFunctionConfiguration: () => ({}),
      FilterLogEvents: () => {
        throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
      },
    };
    const child = arnOf("7f3a").replace(":orders:", ":orders/Items:");

    const shown = await run(operations, "tail", child);

    assert.deepEqual(asked, [MACHINE]);
    assert.deepEqual(
      [shown.exit, shown.stdout, shown.stderr],
      [0, "", `no function has logged for ${child}\n`],
    );
  });

  it("tail knows from the definition which function a state calls, where the history does not say", () => {
    const events = [
      { id: 1, type: "TaskStateEntered", stateEnteredEventDetails: { name: "Charge" } },
      {
        id: 2,
        previousEventId: 1,
        type: "TaskScheduled",
        timestamp: at(1),
        taskScheduledEventDetails: { resource: "invoke" },
      },
      { id: 3, previousEventId: 2, type: "TaskSucceeded", timestamp: at(3) },
      {
        id: 4,
        previousEventId: 3,
        type: "TaskStateEntered",
        stateEnteredEventDetails: { name: "Ship" },
      },
      {
        id: 5,
        previousEventId: 4,
        type: "TaskScheduled",
        timestamp: at(4),
        taskScheduledEventDetails: { resource: "sendMessage" },
      },
    ];
    const found = invocationsIn(events, {
      States: {
        Charge: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Arguments: { FunctionName: FUNCTION },
        },
        Ship: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage" },
      },
    });

    assert.deepEqual(found, [{ function: "charge", from: at(1), to: at(3) }]);
  });

  it("tail knows a function by its name, its ARN and what of it AWS takes, with a version or without", () => {
    const named = ["charge", "charge:live", "123456789012:function:charge:live", FUNCTION];
    const entered = { type: "TaskStateEntered", stateEnteredEventDetails: { name: "Charge" } };
    const call = { id: 2, previousEventId: 1, type: "TaskScheduled", timestamp: at(1) };

    const found = named.flatMap((FunctionName) =>
      invocationsIn([{ id: 1, ...entered }, call], {
        States: { Charge: { Type: "Task", Parameters: { FunctionName } } },
      }),
    );

    assert.deepEqual(
      found.map((each) => each.function),
      ["charge", "charge", "charge", "charge"],
    );
  });

  it("leave out the middle of a long path", () => {
    const names = ["A", ..."BCDEFGHIJKLMNOPQRSTUVWXYZ", "Z"];
    const found = pathText(names.map((name) => ({ stateEnteredEventDetails: { name } })));
    assert.equal(
      found,
      "A → B → C → D → E → F → G → H → ... 10 more ... → S → T → U → V → W → X → Y → Z (2 times)",
    );
  });
});

describe("ops failures of an Express machine", () => {
  const execution = `${arnOf("a").replace(":execution:", ":express:")}:1`;
  const record = (id: number, type: string, details: object): object => ({
    message: JSON.stringify({
      ...{ id: String(id), type, details, previous_event_id: String(id - 1) },
      ...{ event_timestamp: String(at(id).getTime()), execution_arn: execution },
    }),
  });
  const machine = (level: object): object => ({
    ...new World([]).operations["DescribeStateMachine"]?.({} as never),
    ...{ type: "EXPRESS", loggingConfiguration: level },
  });
  const group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/orders:*";

  it("come from its log, with the state in which they ended", async () => {
    const all = [
      record(1, "ExecutionStarted", {}),
      record(2, "TaskStateEntered", { name: "Charge" }),
      record(3, "TaskFailed", { error: "Busy" }),
      record(4, "ExecutionFailed", { error: "Busy", cause: "order 17 is busy" }),
    ];
    const undated = { message: JSON.stringify({ type: "ExecutionFailed", execution_arn: "x" }) };
    const patterns: string[] = [];
    const aws = await fakeAws({
      DescribeStateMachine: () =>
        machine({
          level: "ALL",
          destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: group } }],
        }),
      FilterLogEvents: ({ filterPattern }: { filterPattern: string }) => {
        patterns.push(filterPattern);
        return {
          events: [...(filterPattern.includes("ExecutionFailed") ? all.slice(3) : all), undated],
        };
      },
    });
    const found = await capture(() =>
      ops(["failures", "--machine", MACHINE, "--endpoint", aws.endpoint]),
    );
    aws.close();

    assert.match(
      found.stderr,
      /is an Express machine, of which AWS keeps no list of executions: reading its log \/aws\/vendedlogs\/states\/orders\n/,
    );
    assert.match(
      found.stdout,
      /state {4}Charge\n {2}error {4}Busy\n {2}cause {4}order <n> is busy\n/,
    );
    assert.match(
      found.stdout,
      /redrive {2}0 of 1; not all: an Express execution cannot be redriven/,
    );
    assert.deepEqual(patterns.slice(0, 2), [
      '{ ($.type = "ExecutionFailed") || ($.type = "ExecutionTimedOut") || ($.type = "ExecutionAborted") }',
      `{ $.execution_arn = "${execution}" }`,
    ]);
  });

  it("that ended hours ago is tailed, from its log since then", async () => {
    const starts: number[] = [];
    const aws = await fakeAws({
      DescribeStateMachine: () =>
        machine({
          level: "ALL",
          destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: group } }],
        }),
      FilterLogEvents: ({ startTime }: { startTime: number }) => {
        starts.push(startTime);
        return { events: [] };
      },
    });
    const found = await capture(() =>
      ops(["tail", execution, "--since", "3h", "--endpoint", aws.endpoint]),
    );
    aws.close();

    assert.deepEqual([found.exit, starts.length], [0, 1]);
    assert.ok(Math.abs((starts[0] ?? 0) - ago(3).getTime()) < 60_000);
  });

  it("cannot be found where it does not log", async () => {
    const aws = await fakeAws({ DescribeStateMachine: () => machine({ level: "OFF" }) });
    const found = await capture(() =>
      ops(["failures", "--machine", MACHINE, "--endpoint", aws.endpoint]),
    );
    aws.close();

    assert.equal(found.exit, 2);
    assert.match(
      found.stderr,
      /Express executions, and arn:\S+:orders has no log: set logLevel to ALL\n$/,
    );
  });
});
