import { AwsError, type Operations } from "./fake-aws";

export const MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";

/** An execution in a made up account. */
export interface FakeExecution {
  readonly name: string;
  status: string;
  readonly state: string;
  readonly error?: string;
  readonly cause?: string;
  readonly startDate: Date;
  readonly stopDate: Date;
  redriveCount?: number;
  readonly notRedrivable?: string;
}

const HOUR = 3_600_000;
const NOW = Math.floor(Date.now() / 1000) * 1000;

/** So many hours before the tests began, in whole seconds. */
export const ago = (hours: number): Date => new Date(NOW - hours * HOUR);

/** A failed execution that took a minute. */
export function failed(name: string, fields: Partial<FakeExecution> = {}): FakeExecution {
  const stopDate = fields.stopDate ?? ago(1);
  return {
    ...{ name, status: "FAILED", state: "Charge", error: "Busy", cause: `order ${name} is busy` },
    ...{ startDate: new Date(stopDate.getTime() - 60_000), stopDate, ...fields },
  };
}

interface Input {
  readonly executionArn: string;
  readonly statusFilter: string;
  readonly nextToken?: string;
  readonly maxResults?: number;
  readonly reverseOrder?: boolean;
  readonly clientToken: string;
}

/** The definition that all of them ran. */
const DEFINITION = {
  StartAt: "Check",
  TimeoutSeconds: 3600,
  States: {
    Check: { Type: "Pass", Next: "Charge" },
    Charge: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Next: "Ship" },
    Ship: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", End: true },
  },
};

export const arnOf = (name: string): string =>
  `${MACHINE.replace("stateMachine", "execution")}:${name}`;

/** Step Functions with one machine and these executions, as far as `ops` asks. */
export class World {
  /** Names of executions in the order in which they were redriven; twice in it is twice redriven. */
  public readonly redriven: string[] = [];
  private readonly tokens = new Set<string>();
  private readonly byArn: Map<string, FakeExecution>;

  public constructor(executions: readonly FakeExecution[]) {
    this.byArn = new Map(executions.map((each) => [arnOf(each.name), each]));
  }

  public readonly operations: Operations = {
    DescribeStateMachine: () => ({
      ...{ stateMachineArn: MACHINE, name: "orders", type: "STANDARD", status: "ACTIVE" },
      ...{ definition: JSON.stringify(DEFINITION), roleArn: "r", creationDate: new Date(0) },
    }),
    DescribeStateMachineForExecution: () => ({
      ...{ stateMachineArn: MACHINE, name: "orders", roleArn: "r", updateDate: new Date(0) },
      definition: JSON.stringify(DEFINITION),
    }),
    ListExecutions: ({ statusFilter, nextToken = "0", maxResults = 100 }: Input) => {
      const from = Number(nextToken);
      const all = [...this.byArn]
        .filter(([, { status }]) => statusFilter === undefined || status === statusFilter)
        .sort(([, a], [, b]) => b.startDate.getTime() - a.startDate.getTime());
      const executions = all
        .slice(from, from + maxResults)
        .map(([executionArn, { name, status, startDate, stopDate }]) => ({
          ...{ executionArn, stateMachineArn: MACHINE, name, status, startDate, stopDate },
        }));
      const next = from + maxResults;
      return { executions, ...(next < all.length ? { nextToken: String(next) } : {}) };
    },
    DescribeExecution: ({ executionArn }: Input) => {
      const { notRedrivable, ...found } = this.find(executionArn);
      const can =
        notRedrivable === undefined && found.status !== "RUNNING" && found.status !== "SUCCEEDED";
      return {
        ...{ executionArn, stateMachineArn: MACHINE, ...found },
        redriveStatus: can ? "REDRIVABLE" : "NOT_REDRIVABLE",
        ...(can ? {} : { redriveStatusReason: notRedrivable ?? `Execution is ${found.status}` }),
      };
    },
    GetExecutionHistory: ({ executionArn, reverseOrder }: Input) => {
      const events = historyOf(this.find(executionArn));
      return { events: reverseOrder ? events.reverse() : events };
    },
    RedriveExecution: ({ executionArn, clientToken }: Input) => {
      const found = this.find(executionArn);
      if (!this.tokens.has(clientToken)) {
        if (found.notRedrivable !== undefined || found.status === "RUNNING") {
          throw new AwsError("ExecutionNotRedrivable", found.notRedrivable ?? "It runs");
        }
        this.tokens.add(clientToken);
        this.redriven.push(found.name);
        found.redriveCount = (found.redriveCount ?? 0) + 1;
        found.status = "RUNNING";
      }
      return { redriveDate: new Date(0) };
    },
  };

  private find(arn: string): FakeExecution {
    const found = this.byArn.get(arn);
    if (found === undefined) throw new AwsError("ExecutionDoesNotExist", arn);
    return found;
  }
}

/** As AWS records it: Check is left, then the state fails, and what failed is said again at the end. */
function historyOf({ state, error, cause, status, startDate, stopDate }: FakeExecution): object[] {
  const details = { error, cause };
  const before =
    state === "Check" ? [] : [["PassStateExited", { stateExitedEventDetails: { name: "Check" } }]];
  const rows: [string, object][] = [
    ["ExecutionStarted", {}],
    ["PassStateEntered", { stateEnteredEventDetails: { name: "Check" } }],
    ...(before as [string, object][]),
    [
      state === "Refuse" ? "FailStateEntered" : "TaskStateEntered",
      { stateEnteredEventDetails: { name: state } },
    ],
    [
      "TaskScheduled",
      { taskScheduledEventDetails: { resourceType: "lambda", resource: "invoke" } },
    ],
    [
      "TaskFailed",
      { taskFailedEventDetails: { resourceType: "lambda", resource: "invoke", ...details } },
    ],
    status === "TIMED_OUT"
      ? ["ExecutionTimedOut", { executionTimedOutEventDetails: {} }]
      : ["ExecutionFailed", { executionFailedEventDetails: details }],
  ];
  return rows.map(([type, more], index) => ({
    ...{ id: index + 1, previousEventId: index, type, ...more },
    timestamp: index + 1 === rows.length ? stopDate : startDate,
  }));
}
