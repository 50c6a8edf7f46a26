import type { DescribeExecutionOutput, HistoryEvent } from "@aws-sdk/client-sfn";
import { readVisits, type Visit } from "../../statemachine/diagram";
import type { Source } from "./stack-facts";
import { isRecord, type JsonRecord } from "../../statemachine/json";
import { executionSoFar } from "../executions/events-so-far";

/** The most executions in the list, the newest first. */
const MOST_LISTED = 200;

/** Histories that are kept: of the executions looked at last. */
const MOST_KEPT = 4;

/** One line of the list. */
export interface Listed {
  readonly arn: string;
  readonly name: string;
  readonly machine: string;
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly stop?: number;
}

/** An execution as it is at this moment. */
export interface Seen {
  readonly found: DescribeExecutionOutput;
  readonly definition: JsonRecord;
  readonly events: readonly HistoryEvent[];
  readonly visits: readonly Visit[];
}

/** The executions in an emulator's account. */
export class Executions {
  private readonly seen = new Map<string, Promise<Seen>>();

  public constructor(private readonly sfn: Source["clients"]["sfn"]) {}

  public async list(): Promise<Listed[]> {
    // Without a machine the emulator lists those of all machines, which AWS does not.
    const { executions = [] } = await this.sfn.listExecutions({ maxResults: MOST_LISTED });
    return executions.map(
      ({ executionArn, name, stateMachineArn, status, startDate, stopDate }) => ({
        arn: String(executionArn),
        name: String(name),
        machine: nameIn(stateMachineArn),
        status: String(status),
        start: startDate?.getTime() ?? 0,
        ...(stopDate === undefined ? {} : { stop: stopDate.getTime() }),
      }),
    );
  }

  public async machines(): Promise<{ arn: string; name: string }[]> {
    const { stateMachines = [] } = await this.sfn.listStateMachines({});
    return stateMachines.map(({ stateMachineArn, name }) => ({
      arn: String(stateMachineArn),
      name: String(name),
    }));
  }

  /** @param input JSON text @returns the execution's ARN */
  public async start(stateMachineArn: string, input: string): Promise<string> {
    const { executionArn } = await this.sfn.startExecution({ stateMachineArn, input });
    return String(executionArn);
  }

  /** An execution with its history, of which only the news is read when it is known. */
  public async see(executionArn: string): Promise<Seen> {
    const before = this.seen.get(executionArn);
    const now = this.look(executionArn, before);
    // The one that was asked for last is the last to go.
    this.seen.delete(executionArn);
    this.seen.set(executionArn, now);
    now.catch(() => this.seen.delete(executionArn));
    const oldest = this.seen.keys().next().value;
    if (this.seen.size > MOST_KEPT && oldest !== undefined) this.seen.delete(oldest);
    return now;
  }

  private async look(executionArn: string, earlier?: Promise<Seen>): Promise<Seen> {
    const known = await earlier?.catch(() => undefined);
    if (known !== undefined && known.found.status !== "RUNNING") return known;
    const { found, events } = await executionSoFar(this.sfn, executionArn, known?.events);
    const definition = known?.definition ?? (await this.definitionOf(executionArn));
    const visits = events === known?.events ? known.visits : readVisits(events).visits;
    return { found, definition, events, visits };
  }

  /** The definition that an execution runs. */
  private async definitionOf(executionArn: string): Promise<JsonRecord> {
    const { definition } = await this.sfn.describeStateMachineForExecution({ executionArn });
    const value: unknown = JSON.parse(definition ?? "{}");
    return isRecord(value) ? value : {};
  }
}

/** The last part of an ARN. */
export function nameIn(arn = ""): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
