import { type ResolvedNamed, resolveNamed } from "../shared/args";
import { Problems, requirePlain } from "../shared/problems";
import { senderProblems } from "../shared/senders";
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

/** How SNS delivers (https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html), but for `http`, which has no TLS. */
const PROTOCOLS = "application email email-json firehose https lambda sms sqs".split(" ");

/** Arguments that decide names, or which resources there are. */
const PLAIN = ["prefix", "environment", "name", "fifo"] as const;

/**
 * Checks the arguments.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkTopicArgs(args: TopicArgs): void {
  requirePlain("Topic", args, PLAIN);
  const { topicName, deadLettersName, subscribers } = resolveTopic(args);
  const problems = new Problems()
    .required(args, "prefix", "environment", "name")
    .name("name", "topic", topicName)
    .name("name", "queue", deadLettersName)
    .all(senderProblems(args))
    .form("kmsKeyArn", "kmsKey", args.kmsKeyArn)
    .tags(args);
  for (const [key, { protocol }] of Object.entries(subscribers)) {
    problems.oneOf(`subscribers.${key}.protocol`, protocol, PROTOCOLS);
  }
  problems.done("Topic");
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
