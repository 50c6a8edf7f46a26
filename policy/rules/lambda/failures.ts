import t from "../shared/resource-types.json";
import { eachOf, onEach } from "../shared/on-each";
import type { Checks } from "../shared/rows";

export const lambdaFailures = {
  "lambda-function-dead-letter": onEach([t.FUNCTION], (lambda, stack, setting) => {
    const asynchronous = stack
      .users(lambda, "function", t.PERMISSION)
      .some((permission) =>
        /^(s3|sns|events|scheduler|config|ses|logs)\./.test(permission.text("principal") ?? ""),
      );
    if (!asynchronous && !setting<boolean>("always")) return undefined;
    if (lambda.value("deadLetterConfig.targetArn") !== undefined) return undefined;
    const kept = stack
      .users(lambda, "functionName", t.INVOKE_CONFIG)
      .some((config) => config.has("destinationConfig.onFailure"));
    return kept ? undefined : "loses the events that it fails on";
  }),
  "lambda-event-source-destination": ({ resource: mapping, report }) => {
    const kept = mapping.has("destinationConfig.onFailure");
    if (!kept && /:(kinesis|dynamodb|kafka):/.test(mapping.text("eventSourceArn") ?? "")) {
      report("destinationConfig.onFailure is not set.");
    }
  },
  "lambda-event-source-visibility": eachOf([t.EVENT_SOURCE], (mapping, { stack, report }) => {
    const [queue] = stack.linked(mapping, "eventSourceArn", t.QUEUE);
    const [lambda] = stack.linked(mapping, "functionName", t.FUNCTION);
    if (queue === undefined || lambda === undefined) return;
    const hidden = queue.number("visibilityTimeoutSeconds") ?? 30;
    const needed = 6 * (lambda.number("timeout") ?? 3);
    if (hidden < needed) {
      report(
        queue,
        `${queue.label} hides messages for ${hidden} s; ${lambda.label} needs ${needed} s.`,
      );
    }
  }),
} satisfies Checks;
