import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { SFN, type HistoryEvent } from "@aws-sdk/client-sfn";
import type { Source } from "../../local/console/stack-facts";
import type { StackDocument } from "../../engine/program";

const ACCOUNT = "arn:aws:states:us-east-1:111111111111";

/** An execution as a test sets it up. */
export interface FakeExecution {
  readonly name: string;
  readonly machine: string;
  status: string;
  readonly input: string;
  output?: string;
  error?: string;
  cause?: string;
  events: HistoryEvent[];
}

interface Asked {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly input: string;
  readonly maxResults: number;
  readonly nextToken?: string;
  readonly reverseOrder?: boolean;
}

/** Step Functions and its logs, as far as a console asks for them, from what a test puts in. */
export class FakeStepFunctions {
  public readonly executions: FakeExecution[] = [];
  public readonly definitions = new Map<string, unknown>();
  public readonly lines: { timestamp: number; message: string }[] = [];
  /** The names of the commands that were sent. */
  public readonly sent: string[] = [];

  public source(document: Partial<StackDocument> = {}): Source {
    const send = async (command: object): Promise<unknown> => this.answer(command);
    const sfn = Object.assign(new SFN({ region: "us-east-1" }), { send });
    const logs = Object.assign(new CloudWatchLogs({ region: "us-east-1" }), { send });
    const clients = { sfn, logs } as Source["clients"];
    return { clients, document: { ...EMPTY, ...document } };
  }

  /** @param states pairs of type and details' name, such as `["TaskStateEntered", "A"]`; each follows the one before it */
  public add(execution: Omit<FakeExecution, "events">, events: Partial<HistoryEvent>[]): string {
    const whole = events.map((event, index) => ({
      ...{ id: index + 1, previousEventId: index, timestamp: new Date(1e12 + 500 * index) },
      ...event,
    }));
    this.executions.unshift({ ...execution, events: whole as HistoryEvent[] });
    return arnOf(execution);
  }

  private answer(command: object): unknown {
    const name = command.constructor.name;
    this.sent.push(name);
    const asked = (command as { input: Asked }).input;
    const found = this.executions.find((each) => arnOf(each) === asked.executionArn);
    switch (name) {
      case "ListExecutionsCommand":
        return { executions: this.executions.map(described) };
      case "ListStateMachinesCommand":
        return { stateMachines: [...this.definitions.keys()].map(machine) };
      case "DescribeExecutionCommand":
        return found && described(found);
      case "DescribeStateMachineForExecutionCommand":
        return { definition: JSON.stringify(this.definitions.get(found?.machine ?? "")) };
      case "GetExecutionHistoryCommand":
        return page(found?.events ?? [], asked);
      case "StartExecutionCommand":
        return { executionArn: this.start(asked) };
      case "FilterLogEventsCommand":
        return { events: this.lines };
      default:
        throw new Error(`${name} is not known here`);
    }
  }

  private start({ stateMachineArn, input }: Asked): string {
    const machine = stateMachineArn.slice(stateMachineArn.lastIndexOf(":") + 1);
    if (!this.definitions.has(machine)) throw new Error(`${stateMachineArn} does not exist`);
    const name = `started-${this.executions.length}`;
    return this.add({ name, machine, status: "RUNNING", input }, [{ type: "ExecutionStarted" }]);
  }
}

const EMPTY: StackDocument = { project: "orders", stack: "local", resources: [], outputs: {} };

function arnOf({ machine, name }: Pick<FakeExecution, "machine" | "name">): string {
  return `${ACCOUNT}:execution:${machine}:${name}`;
}

function machine(name: string): object {
  return { name, stateMachineArn: `${ACCOUNT}:stateMachine:${name}` };
}

function described(execution: FakeExecution): object {
  const { machine, events, ...own } = execution;
  return {
    ...own,
    executionArn: arnOf(execution),
    stateMachineArn: `${ACCOUNT}:stateMachine:${machine}`,
    startDate: events[0]?.timestamp,
    ...(own.status === "RUNNING" ? {} : { stopDate: events.at(-1)?.timestamp }),
  };
}

function page(events: readonly HistoryEvent[], asked: Asked): object {
  const { maxResults, nextToken = "0", reverseOrder } = asked;
  const from = Number(nextToken);
  const ordered = reverseOrder ? events.toReversed() : events;
  const next = from + maxResults;
  return {
    events: ordered.slice(from, next),
    ...(next < events.length ? { nextToken: String(next) } : {}),
  };
}
