import { setTimeout as sleep } from "node:timers/promises";
import type { HistoryEvent, SFN } from "@aws-sdk/client-sfn";
import { Exit, painter, printLines, UsageError, visible, type Style } from "../../statemachine/cli";
import { detailsOf } from "../failures/failure";
import { historyOf } from "../failures/standard";
import { patientClients, statesArn, targetOf, type TargetFlags } from "../target";

/** DescribeExecution may be called 15 times a second by all together (service quota). */
const POLL_MILLISECONDS = 1000;

/** `ops watch`: the way of an execution as it goes, of the newest where none is named. */
export async function watch(execution: string | undefined, flags: TargetFlags): Promise<Exit> {
  if (execution !== undefined) {
    if (flags.stack !== undefined || flags.machine !== undefined) {
      throw new UsageError("give either an execution or a machine, by --stack or --machine");
    }
    const { region, accountId, resource } = statesArn(execution, "execution");
    if (resource.startsWith("express:")) throw new UsageError(NO_HISTORY);
    return watchExecution(patientClients(region, flags.endpoint, accountId).sfn, execution);
  }
  const { clients, arn, type } = await targetOf(flags);
  if (type === "EXPRESS") throw new UsageError(NO_HISTORY);
  const newest = { stateMachineArn: arn, maxResults: 1 };
  const { executions: [found] = [] } = await clients.sfn.listExecutions(newest);
  if (found?.executionArn === undefined) throw new UsageError(`${arn} was never started`);
  printLines(process.stderr, found.executionArn);
  return watchExecution(clients.sfn, found.executionArn);
}

/** Why an Express execution cannot be watched. */
export const NO_HISTORY =
  "AWS keeps no history of an Express execution, which takes at most five minutes: see its log by ops tail";

/** Prints each state as the execution enters and leaves it, until it ends. @returns findings unless it succeeded */
export async function watchExecution(sfn: SFN, executionArn: string): Promise<Exit> {
  let seen = 0;
  let begin: number | undefined;
  for (;;) {
    // The status first: what is read after it is complete when it says that all is over.
    const { status, startDate } = await sfn.describeExecution({ executionArn });
    begin ??= startDate?.getTime();
    for (const event of await newer(sfn, executionArn, seen)) {
      seen = event.id ?? seen;
      const line = lineOf(event, begin ?? 0);
      if (line !== undefined) process.stdout.write(`${line}\n`);
    }
    if (status !== "RUNNING" && status !== "PENDING_REDRIVE") {
      printLines(process.stdout, status ?? "");
      return status === "SUCCEEDED" ? Exit.ok : Exit.findings;
    }
    await sleep(POLL_MILLISECONDS);
  }
}

async function newer(sfn: SFN, execution: string, seen: number): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for await (const event of historyOf(sfn, execution, { newestFirst: true })) {
    if ((event.id ?? 0) <= seen) break;
    events.push(event);
  }
  return events.reverse();
}

/** What an event is shown as, by its type; the others are not. */
const MARKS: readonly (readonly [RegExp, string, Style])[] = [
  [/StateEntered$/, "▸", "bold"],
  [/StateExited$/, "✔", "green"],
  [/(Failed|TimedOut|Aborted)$/, "✖", "red"],
  [/Redriven$/, "↻", "bold"],
];

function lineOf(
  { type: eventType, timestamp, ...event }: HistoryEvent,
  begin: number,
): string | undefined {
  const type: string = eventType ?? "";
  const [, mark, style] = MARKS.find(([pattern]) => pattern.test(type)) ?? [];
  if (mark === undefined || style === undefined) return undefined;
  const { name, error, cause } = detailsOf(event);
  const what = [name ?? type, error, cause].filter((each) => typeof each === "string").join(": ");
  const seconds = (((timestamp?.getTime() ?? begin) - begin) / 1000).toFixed(1).padStart(8);
  return `${seconds} s  ${painter(process.stdout)(style, mark)} ${visible(what).slice(0, 500)}`;
}
