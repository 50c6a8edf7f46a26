import { Readable } from "node:stream";
import {
  paginateGetExecutionHistory,
  paginateListExecutions,
  type DescribeExecutionOutput,
  type ExecutionListItem,
  type HistoryEvent,
  type SFN,
} from "@aws-sdk/client-sfn";
import { jsonIn } from "../../statemachine/json";
import { pagesOf } from "../pages";
import type { Target } from "../target";
import { FAILED, lastState, type Failure, type FailureSource, type LastState } from "./failure";

/** Executions looked at side by side: DescribeExecution may be called 15 times a second (service quota). */
const SIDE_BY_SIDE = 8;

const DAY = 86_400_000;

/** An execution can be redriven so long after its end (developer guide, "Restarting executions with redrive"). */
const REDRIVE_MILLISECONDS = 14 * DAY;

/** A Standard execution may run so long. */
const LONGEST_SECONDS = 366 * 86_400;

/** Failures of a Standard machine. */
export function standardFailures({
  clients: { sfn },
  arn,
  definition,
}: Pick<Target, "clients" | "arn" | "definition">): FailureSource {
  const { TimeoutSeconds: timeout } = definition;
  const longest = (typeof timeout === "number" ? timeout : LONGEST_SECONDS) * 1000;
  return {
    failures: (since) => {
      // The list is sorted by start. What started before this has ended before `since`, redriven or not.
      const oldest = since.getTime() - longest - REDRIVE_MILLISECONDS;
      return (
        Readable.from(listed(sfn, arn, since, oldest))
          .map((item: ExecutionListItem) => look(sfn, item), { concurrency: SIDE_BY_SIDE })
          // It may have been redriven since it was listed.
          .filter(({ status }: Failure) => FAILED.includes(status)) as AsyncIterable<Failure>
      );
    },
    events: async ({ arn: executionArn }, data) =>
      Readable.from(historyOf(sfn, executionArn, { data })).toArray(),
    definition: async ({ arn: executionArn }) => {
      const ran = await sfn.describeStateMachineForExecution({ executionArn });
      return jsonIn(ran.definition ?? "{}");
    },
  };
}

/** The failed executions that ended since then, one page of a thousand in memory at a time. */
async function* listed(
  client: SFN,
  stateMachineArn: string,
  since: Date,
  oldest: number,
): AsyncIterable<ExecutionListItem> {
  for (const statusFilter of FAILED) {
    const request = { stateMachineArn, statusFilter };
    const pages = pagesOf(paginateListExecutions, client, request, 1000);
    pages: for await (const { executions = [] } of pages) {
      for (const item of executions) {
        if ((item.startDate?.getTime() ?? Infinity) < oldest) break pages;
        if ((item.stopDate ?? item.startDate ?? since) >= since) yield item;
      }
    }
  }
}

async function look(sfn: SFN, { executionArn, stopDate }: ExecutionListItem): Promise<Failure> {
  const [found, last] = await Promise.all([
    sfn.describeExecution({ executionArn }),
    lastState(historyOf(sfn, executionArn, { newestFirst: true })),
  ]);
  const status = found.status as Failure["status"];
  return {
    arn: executionArn as string,
    status,
    state: last.name,
    error: found.error ?? (status === "TIMED_OUT" ? "States.Timeout" : ""),
    cause: found.cause ?? "",
    stop: found.stopDate ?? stopDate ?? new Date(0),
    redriveCount: found.redriveCount ?? 0,
    ...notRedrivable(found, last),
  };
}

/** Why an execution cannot be redriven, or need not be: that it would end in the same Fail state AWS does not say. */
function notRedrivable(
  { redriveStatus, redriveStatusReason }: DescribeExecutionOutput,
  { isFail }: LastState,
): Pick<Failure, "notRedrivable"> {
  if (redriveStatus !== "REDRIVABLE") {
    return { notRedrivable: redriveStatusReason ?? redriveStatus ?? "AWS does not say why" };
  }
  return isFail ? { notRedrivable: "it ended in a Fail state, in which it would fail again" } : {};
}

/**
 * The events of an execution.
 * @param newestFirst from the last on, in small pages
 * @param data also what states were given and gave
 */
export async function* historyOf(
  client: SFN,
  executionArn: string | undefined,
  { newestFirst = false, data = false }: { newestFirst?: boolean; data?: boolean } = {},
): AsyncIterable<HistoryEvent> {
  const request = { executionArn, reverseOrder: newestFirst, includeExecutionData: data };
  const pages = pagesOf(paginateGetExecutionHistory, client, request, newestFirst ? 50 : 1000);
  for await (const { events = [] } of pages) yield* events;
}
