import { senderProblems } from "../shared/access/senders";
import { checkArguments } from "../shared/arguments/argument-rules";
import { type TopicArgs } from "./args";
import { resolveTopic } from "./resolve";

/**
 * Checks the arguments of a Topic. Messages are delivered as SNS can
 * (https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html), but for `http`, which has no TLS.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkTopicArgs(args: TopicArgs): void {
  const problems = checkArguments("Topic", args);
  const { topicName, deadLettersName } = resolveTopic(args);
  problems
    .name("name", "topic", topicName)
    .name("name", "queue", deadLettersName)
    .all(senderProblems(args))
    .tags(args)
    .done("Topic");
}
