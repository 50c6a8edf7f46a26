import type { StateNode } from "../../../definition/reader";
import { attempts, handlers } from "../../facts/handlers";
import { isGiven, literal, type Resource } from "../../facts/resource";
import type { LintRule } from "../../rule";

/** What makes a call safe to repeat, by `service:action`. */
const IDEMPOTENCY: ReadonlyMap<string, string> = new Map([
  ["states:startExecution", "Name"],
  ["ecs:runTask", "ClientToken"],
  ["athena:startQueryExecution", "ClientRequestToken"],
  ["emr-containers:startJobRun", "ClientToken"],
  ["emr-serverless:startJobRun", "ClientToken"],
]);

/** Rules about calls that may be made twice. */
export const REPETITION_RULES: readonly LintRule[] = [
  {
    id: "not-idempotent",
    meta: {
      description:
        "What is retried, or runs in an Express workflow, may run twice, and so has a name, token or deduplication id that makes the second time harmless.",
      pillar: "reliability",
      severity: "warning",
      remedy: "add the field that the message names, or accept the finding if twice is harmless",
    },
    on: "Task",
    check: ({ call, state, report }) => {
      const repeated =
        state.scope.express || handlers(state, "Retry").some((entry) => attempts(entry) > 0);
      const field = repeated ? idempotencyField(state, call) : undefined;
      if (field === undefined || isGiven(state, field)) return;
      report([], `${call.service}:${call.action} may run twice, and has no ${field}`);
    },
  },
];

function idempotencyField(
  state: StateNode,
  { kind, service, action }: Resource,
): string | undefined {
  if (kind !== "integration") return undefined;
  const target = literal(state, service === "sqs" ? "QueueUrl" : "TopicArn");
  if (
    (service === "sqs" || service === "sns") &&
    typeof target === "string" &&
    target.endsWith(".fifo")
  ) {
    return "MessageDeduplicationId";
  }
  const update = service === "dynamodb" ? literal(state, "UpdateExpression") : undefined;
  if (typeof update === "string" && /\bADD\b|[+-]|list_append/.test(update))
    return "ConditionExpression";
  return IDEMPOTENCY.get(`${service}:${action}`);
}
