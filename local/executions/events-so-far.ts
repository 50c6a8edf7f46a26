import {
  paginateGetExecutionHistory,
  type DescribeExecutionOutput,
  type HistoryEvent,
} from "@aws-sdk/client-sfn";
import type { Clients } from "../../engine/aws";

/** Events in one answer: AWS's limit for a history that is new, and few for what came after known ones. */
const PAGE = { whole: 1000, later: 100 } as const;

/** The most pages that a history has: of 25,000 events, AWS's limit. An emulator may not know where it ends. */
const MOST_PAGES = 25_000 / PAGE.later;

/** What is thrown for an answer without what AWS always says. */
export const NONSENSE = "the emulator's answer is not one of AWS";

/** An execution as it is, with its events so far. */
export async function executionSoFar(
  sfn: Clients["sfn"],
  executionArn: string,
  known: readonly HistoryEvent[] = [],
): Promise<{ found: DescribeExecutionOutput; events: readonly HistoryEvent[] }> {
  // The status first: then the history read after it is complete when it says that all is over.
  const found = await sfn.describeExecution({ executionArn });
  if (found.status === undefined) throw new Error(NONSENSE);
  // The emulator puts a branch's events into their place when the branch ends: only the whole is in order.
  const events = await withLater(sfn, executionArn, found.status === "RUNNING" ? known : []);
  return { found, events };
}

/**
 * The events of an execution so far: those that are known, and what came after them. The newest are asked for first, so
 * that an execution that is looked at again and again costs only its news.
 */
async function withLater(
  client: Clients["sfn"],
  executionArn: string,
  known: readonly HistoryEvent[],
): Promise<readonly HistoryEvent[]> {
  const later: HistoryEvent[] = [];
  const pageSize = known.length === 0 ? PAGE.whole : PAGE.later;
  const asked = { executionArn, reverseOrder: true };
  let pages = 0;
  for await (const { events = [] } of paginateGetExecutionHistory({ client, pageSize }, asked)) {
    const news = events.filter(({ id = 0 }) => id > known.length);
    later.push(...news);
    if (news.length < events.length) break;
    if (++pages === MOST_PAGES) throw new Error(NONSENSE);
  }
  return later.length === 0 ? known : [...known, ...later.reverse()];
}
