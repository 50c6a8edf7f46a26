import { type ResolvedNamed, resolveNamed } from "../shared/args";
import { Problems, requirePlain } from "../shared/problems";
import { senderProblems } from "../shared/senders";
import { type QueueArgs } from "./args";
import { LONGEST_RETENTION_SECONDS } from "./create";

/** What a queue is when nobody says otherwise. */
export const QUEUE_DEFAULTS = {
  fifo: false,
  visibilityTimeoutSeconds: 180,
  retentionSeconds: 345_600,
  maxReceiveCount: 5,
  senders: {},
} satisfies Partial<QueueArgs>;

/** The arguments of a queue with every default filled in. */
interface ResolvedQueue extends ResolvedNamed<QueueArgs, typeof QUEUE_DEFAULTS> {
  readonly queueName: string;
  readonly deadLettersName: string;
}

/** Arguments that decide names, or which resources there are. */
const PLAIN = ["prefix", "environment", "name", "fifo"] as const;

/**
 * Checks the arguments; limits from the API reference (SetQueueAttributes).
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkQueueArgs(args: QueueArgs): void {
  requirePlain("Queue", args, PLAIN);
  new Problems()
    .required(args, "prefix", "environment", "name")
    .name("name", "queue", resolveQueue(args).deadLettersName)
    .wholeNumber("visibilityTimeoutSeconds", args.visibilityTimeoutSeconds, 0, 43_200)
    .wholeNumber("retentionSeconds", args.retentionSeconds, 60, LONGEST_RETENTION_SECONDS)
    .wholeNumber("maxReceiveCount", args.maxReceiveCount, 1, 1_000)
    .all(senderProblems(args))
    .form("kmsKeyArn", "kmsKey", args.kmsKeyArn)
    .tags(args)
    .done("Queue");
}

/** Fills in the defaults. */
export function resolveQueue(args: QueueArgs): ResolvedQueue {
  const resolved = resolveNamed(args, QUEUE_DEFAULTS);
  const end = resolved.fifo ? ".fifo" : "";
  return {
    ...resolved,
    queueName: `${resolved.base}-queue${end}`,
    deadLettersName: `${resolved.base}-queue-dead-letters${end}`,
  };
}
