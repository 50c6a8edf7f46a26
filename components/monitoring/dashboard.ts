import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import { alarmGraphs, type GraphedPart, type Metric } from "./alarm-graphs";
import { partsOf } from "./parts";
import { type MonitoringContext } from "./resolve";
import { type Alerts } from "./topic";

/** What the dashboard of a workflow shows. */
interface DashboardSubject {
  readonly region: string;
  readonly stateMachineArn: string;
  readonly express: boolean;
  /** Names of the functions that the workflow calls. */
  readonly functions: readonly string[];
  /** The machine's log group; undefined when it has none. */
  readonly logGroup: string | undefined;
  /** The parts with their alarms, which show where the standard graphs do not. */
  readonly parts: readonly GraphedPart[];
}

const EXECUTIONS = ["Started", "Succeeded", "Failed", "TimedOut", "Aborted"];
const PERCENTILES = ["p50", "p95", "p99"];
const WIDTH = 12;
const HEIGHT = 6;

/** The logs query for the last failures, newest first. */
const FAILURES_QUERY =
  "fields @timestamp, execution_arn, details.error, details.cause " +
  "| filter type in ['ExecutionFailed', 'ExecutionTimedOut', 'ExecutionAborted', 'TaskFailed'] " +
  "| sort @timestamp desc | limit 50";

/** Creates the dashboard `<base>-workflow`, unless there is to be none. */
export function createDashboard(
  { name, args, account, parent }: MonitoringContext,
  { deadLetters }: Alerts,
): void {
  if (!args.dashboard) return;
  const { express } = args;
  const { arn, logGroupName } = args.stateMachine;
  const called = pulumi.all(Object.values(args.functions).map((each) => each.functionName));
  const body = pulumi
    .all([account.region, arn, logGroupName, called, partsOf(args, deadLetters.name)])
    .apply(([region, stateMachineArn, logGroup, functions, parts]) =>
      stableStringify(
        dashboardBody({ region, stateMachineArn, express, functions, logGroup, parts }),
      ),
    );
  new cloudwatch.Dashboard(
    `${name}-dashboard`,
    { dashboardName: args.names.workflow, dashboardBody: body },
    { parent },
  );
}

/**
 * The body of a CloudWatch dashboard: executions, errors, latency, cost drivers, what alarms watch besides, and the
 * failures from the log
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html).
 */
function dashboardBody(subject: DashboardSubject): object {
  const graphs: readonly (readonly [title: string, stat: string, metrics: readonly Metric[]])[] = [
    ["Executions", "Sum", EXECUTIONS.map((event) => states(`Executions${event}`))],
    ["Errors", "Sum", [states("ExecutionThrottled"), ...lambda("Errors"), ...lambda("Throttles")]],
    [
      "Latency (ms)",
      "p95",
      [...PERCENTILES.map((stat) => [...states("ExecutionTime"), { stat }]), ...lambda("Duration")],
    ],
    ["Cost drivers", "Sum", costDrivers()],
    ...[...alarmGraphs(subject.parts)].map(([title, lines]) => [title, "Maximum", lines] as const),
  ];
  const { region } = subject;
  const placed = graphs.map(([title, stat, metrics], index) => ({
    x: (index % 2) * WIDTH,
    y: Math.floor(index / 2) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    type: "metric",
    properties: { title, region, stat, period: 300, view: "timeSeries", metrics },
  }));
  if (subject.logGroup === undefined) return { widgets: placed };
  const failures = {
    x: 0,
    y: Math.ceil(placed.length / 2) * HEIGHT,
    width: 2 * WIDTH,
    height: HEIGHT,
    type: "log",
    properties: {
      title: "Failures",
      region,
      view: "table",
      query: `SOURCE '${subject.logGroup}' | ${FAILURES_QUERY}`,
    },
  };
  return { widgets: [...placed, failures] };

  function states(metric: string): Metric {
    return ["AWS/States", metric, "StateMachineArn", subject.stateMachineArn];
  }

  function lambda(metric: string): Metric[] {
    return subject.functions.map((name) => ["AWS/Lambda", metric, "FunctionName", name]);
  }

  /** Standard workflows are billed by transition, which follows the executions; Express ones by time and memory. */
  function costDrivers(): Metric[] {
    const machine = subject.express
      ? [states("ExpressExecutionBilledDuration"), states("ExpressExecutionBilledMemory")]
      : [states("ExecutionsStarted")];
    return [...machine, ...lambda("Invocations"), ...lambda("Duration")];
  }
}
