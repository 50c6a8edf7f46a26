import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { type TopicArgs } from "./args";

/** What a topic is when nobody says otherwise. */
export const TOPIC_DEFAULTS = {
  fifo: false,
  senders: {},
  subscribers: {},
} satisfies Partial<TopicArgs>;

export interface ResolvedTopic extends ResolvedNamed<TopicArgs, typeof TOPIC_DEFAULTS> {
  readonly topicName: string;
  /** A FIFO topic's undelivered messages go to a FIFO queue. */
  readonly deadLettersName: string;
}

export function resolveTopic(args: TopicArgs): ResolvedTopic {
  const resolved = resolveNamed(args, TOPIC_DEFAULTS);
  const end = resolved.fifo ? ".fifo" : "";
  return {
    ...resolved,
    topicName: `${resolved.base}-topic${end}`,
    deadLettersName: `${resolved.base}-topic-dead-letters${end}`,
  };
}
