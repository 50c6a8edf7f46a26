import { senderProblems } from "../shared/access/senders";
import { checkArguments } from "../shared/arguments/argument-rules";
import { type QueueArgs } from "./args";
import { resolveQueue } from "./resolve";

/**
 * Checks the arguments of a Queue; limits from the API reference (SetQueueAttributes).
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkQueueArgs(args: QueueArgs): void {
  checkArguments("Queue", args)
    .name("name", "queue", resolveQueue(args).deadLettersName)
    .all(senderProblems(args))
    .tags(args)
    .done("Queue");
}
