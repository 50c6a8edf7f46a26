import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { argumentProblems, checkRequired, requirePlain } from "../shared/arguments/argument-rules";
import { senderProblems } from "../shared/access/senders";
import { type TopicArgs } from "./args";

/** What a topic is when nobody says otherwise. */
export const TOPIC_DEFAULTS = {
  fifo: false,
  senders: {},
  subscribers: {},
} satisfies Partial<TopicArgs>;

/** The arguments of a topic with every default filled in. */
export interface ResolvedTopic extends ResolvedNamed<TopicArgs, typeof TOPIC_DEFAULTS> {
  readonly topicName: string;
  /** A FIFO topic's undelivered messages go to a FIFO queue. */
  readonly deadLettersName: string;
}

/**
 * Checks the arguments. Messages are delivered as SNS can (https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html),
 * but for `http`, which has no TLS.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkTopicArgs(args: TopicArgs): void {
  requirePlain("Topic", args);
  const { topicName, deadLettersName } = resolveTopic(args);
  checkRequired("Topic", args)
    .name("name", "topic", topicName)
    .name("name", "queue", deadLettersName)
    .all(senderProblems(args))
    .all(argumentProblems("Topic", args))
    .tags(args)
    .done("Topic");
}

/** Fills in the defaults. */
export function resolveTopic(args: TopicArgs): ResolvedTopic {
  const resolved = resolveNamed(args, TOPIC_DEFAULTS);
  const end = resolved.fifo ? ".fifo" : "";
  return {
    ...resolved,
    topicName: `${resolved.base}-topic${end}`,
    deadLettersName: `${resolved.base}-topic-dead-letters${end}`,
  };
}
