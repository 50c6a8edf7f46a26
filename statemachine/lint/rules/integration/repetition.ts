import type { StateNode } from "../../../definition/reader";
import { attempts, handlers } from "../../facts/handlers";
import { isGiven, literal, type Resource } from "../../facts/resource";
import { on, type Checks } from "../../rule";

/** What makes a call safe to repeat, by `service:action`. */
const IDEMPOTENCY: ReadonlyMap<string, string> = new Map([
  ["states:startExecution", "Name"],
  ["ecs:runTask", "ClientToken"],
  ["athena:startQueryExecution", "ClientRequestToken"],
  ["emr-containers:startJobRun", "ClientToken"],
  ["emr-serverless:startJobRun", "ClientToken"],
]);

/** Rules about calls that may be made twice. */
export const repetitionChecks = {
  "not-idempotent": on("Task", ({ call, state, report }) => {
    const repeated =
      state.scope.express || handlers(state, "Retry").some((entry) => attempts(entry) > 0);
    const field = repeated ? idempotencyField(state, call) : undefined;
    if (field === undefined || isGiven(state, field)) return;
    report([], `${call.service}:${call.action} may run twice, and has no ${field}`);
  }),
} satisfies Checks;

function idempotencyField(
  state: StateNode,
  { kind, service, action }: Resource,
): string | undefined {
  if (kind !== "integration") return undefined;
  const target = literal(state, service === "sqs" ? "QueueUrl" : "TopicArn");
  if ((service === "sqs" || service === "sns") && target?.endsWith(".fifo"))
    return "MessageDeduplicationId";
  const update = service === "dynamodb" ? literal(state, "UpdateExpression") : undefined;
  if (/\bADD\b|[+-]|list_append/.test(update ?? "")) return "ConditionExpression";
  return IDEMPOTENCY.get(`${service}:${action}`);
}
