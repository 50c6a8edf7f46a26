import {
  paginateFilterLogEvents,
  type FilteredLogEvent,
  type FilterLogEventsRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Clients } from "../engine/aws";

/** All pages of an answer; a page that names itself as the next, as an emulator may give, is the last. */
export function pagesOf<Client, Request, Page>(
  paginate: (
    config: { client: Client; pageSize?: number; stopOnSameToken: boolean },
    request: Request,
  ) => AsyncIterable<Page>,
  client: Client,
  request: Request,
  pageSize?: number,
): AsyncIterable<Page> {
  return paginate({ client, pageSize, stopOnSameToken: true }, request);
}

/** What a log group holds. */
export async function* logEvents(
  { logs }: Pick<Clients, "logs">,
  request: FilterLogEventsRequest,
): AsyncIterable<FilteredLogEvent> {
  for await (const { events = [] } of pagesOf(paginateFilterLogEvents, logs, request))
    yield* events;
}

/** What AWS answers; undefined for a function or a log group that is not there, or not any more. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  });
}
