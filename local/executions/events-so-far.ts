import { GetExecutionHistoryCommand, type HistoryEvent } from "@aws-sdk/client-sfn";
import type { Clients } from "../../engine/aws";

/** Events in one answer: AWS's limit for a history that is new, and few for what came after known ones. */
const PAGE = { whole: 1000, later: 100 } as const;

/**
 * The events of an execution so far: those that are known, and what came after them. The newest are asked for first, so
 * that an execution that is looked at again and again costs only its news.
 */
export async function withLater(
  sfn: Clients["sfn"],
  executionArn: string,
  known: readonly HistoryEvent[],
): Promise<readonly HistoryEvent[]> {
  const later: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({
        executionArn,
        nextToken,
        maxResults: known.length === 0 ? PAGE.whole : PAGE.later,
        reverseOrder: true,
      }),
    );
    const news = (page.events ?? []).filter(({ id = 0 }) => id > known.length);
    later.push(...news);
    nextToken = news.length < (page.events ?? []).length ? undefined : page.nextToken;
  } while (nextToken !== undefined);
  return later.length === 0 ? known : [...known, ...later.reverse()];
}
