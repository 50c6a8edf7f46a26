import type { Operations } from "./fake-aws";
import { ago, arnOf, World } from "./world";

const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:charge:live";

/** What CloudWatch has of 30 days, in two pages of values. */
const METRICS: Readonly<Record<string, readonly [number, number]>> = {
  "ExecutionsStarted Sum": [1_200_000, 800_000],
  "ExecutionTime Sum": [1_200_000_000, 800_000_000],
  "ExecutionTime SampleCount": [1_200_000, 800_000],
  "ExecutionTime Maximum": [3_000_000, 2_900_000],
  "IncomingBytes Sum": [5_000_000_000, 4_000_000_000],
  "Duration Sum": [300_000_000, 200_000_000],
  "Duration SampleCount": [1_500_000, 1_000_000],
  "Duration Maximum": [8100, 27_000],
};

interface Query {
  readonly Id: string;
  readonly MetricStat: { readonly Metric: { readonly MetricName: string }; readonly Stat: string };
}

/** Check, Charge with a retry, Ship: 3 states, a retry and the start are 5 transitions. */
const EVENTS = [
  ["ExecutionStarted", 0, { executionStartedEventDetails: { input: '{"order":1}' } }],
  [
    "PassStateEntered",
    1,
    { stateEnteredEventDetails: { name: "Check", input: "x".repeat(200_000) } },
  ],
  ["PassStateExited", 2, { stateExitedEventDetails: { name: "Check" } }],
  ["TaskStateEntered", 3, { stateEnteredEventDetails: { name: "Charge" } }],
  ["TaskScheduled", 4, scheduled()],
  [
    "TaskFailed",
    5,
    { taskFailedEventDetails: { error: "Busy", resource: "invoke", resourceType: "lambda" } },
  ],
  ["TaskScheduled", 6, scheduled()],
  [
    "TaskSucceeded",
    7,
    { taskSucceededEventDetails: { output: "{}", resource: "invoke", resourceType: "lambda" } },
  ],
  ["TaskStateExited", 8, { stateExitedEventDetails: { name: "Charge" } }],
  ["TaskStateEntered", 9, { stateEnteredEventDetails: { name: "Ship" } }],
  ["ExecutionSucceeded", 10, {}],
] as const;

function scheduled(): object {
  const parameters = JSON.stringify({ FunctionName: FUNCTION });
  return {
    taskScheduledEventDetails: {
      parameters,
      resource: "invoke",
      resourceType: "lambda",
      region: "eu-west-1",
    },
  };
}

/** A machine that has run two million times in a month, and its function. */
export function measuredWorld(): Operations {
  const { operations } = new World([]);
  const group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/orders:*";
  return {
    ...operations,
    DescribeStateMachine: () => ({
      ...operations["DescribeStateMachine"]?.({} as never),
      loggingConfiguration: {
        level: "ALL",
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: group } }],
      },
      tracingConfiguration: { enabled: true },
    }),
    GetMetricData: ({
      MetricDataQueries,
      NextToken,
    }: {
      MetricDataQueries: Query[];
      NextToken?: string;
    }) => ({
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric, Stat } }) => ({
        Id,
        Values: (METRICS[`${Metric.MetricName} ${Stat}`] ?? []).slice(
          ...(NextToken ? [1, 2] : [0, 1]),
        ),
      })),
      ...(NextToken === undefined ? { NextToken: "more" } : {}),
    }),
    ListExecutions: () => ({
      executions: ["a", "b"].map((name) => ({
        executionArn: arnOf(name),
        name,
        status: "SUCCEEDED",
      })),
    }),
    GetExecutionHistory: () => ({
      events: EVENTS.map(([type, previousEventId, details]) => ({
        ...{ id: previousEventId + 1, previousEventId, type, timestamp: ago(1), ...details },
      })),
    }),
    ListStateMachineVersions: ({ nextToken }: { nextToken?: string }) => ({
      stateMachineVersions: Array.from({ length: 300 }, (_, index) => ({
        stateMachineVersionArn: String(index),
      })),
      ...(nextToken === undefined ? { nextToken: "more" } : {}),
    }),
    GetFunctionConfiguration: () => ({ MemorySize: 1024, Timeout: 30, Architectures: ["arm64"] }),
    FilterLogEvents: () => ({
      events: [
        {
          message:
            "REPORT RequestId: 1 Duration: 200 ms Memory Size: 1024 MB Max Memory Used: 210 MB",
        },
        { message: '{"type":"platform.report","record":{"metrics":{"maxMemoryUsedMB":236}}}' },
      ],
    }),
  };
}
