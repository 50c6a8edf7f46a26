import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { type QueueArgs } from "./args";

/** What a queue is when nobody says otherwise. */
export const QUEUE_DEFAULTS = {
  fifo: false,
  visibilityTimeoutSeconds: 180,
  retentionSeconds: 345_600,
  maxReceiveCount: 5,
  senders: {},
} satisfies Partial<QueueArgs>;

interface ResolvedQueue extends ResolvedNamed<QueueArgs, typeof QUEUE_DEFAULTS> {
  readonly queueName: string;
  readonly deadLettersName: string;
}

export function resolveQueue(args: QueueArgs): ResolvedQueue {
  const resolved = resolveNamed(args, QUEUE_DEFAULTS);
  const end = resolved.fifo ? ".fifo" : "";
  return {
    ...resolved,
    queueName: `${resolved.base}-queue${end}`,
    deadLettersName: `${resolved.base}-queue-dead-letters${end}`,
  };
}
