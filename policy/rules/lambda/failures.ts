import * as t from "../shared/types";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

export const lambdaFailures: readonly PolicyRule[] = [
  {
    id: "lambda-function-dead-letter",
    meta: {
      description:
        "An event that a function fails on is kept, when the function is invoked asynchronously.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: ["CKV_AWS_116", "LambdaDLQ", "SR ES1007"],
      remedy:
        "Set `deadLetterConfig.targetArn`, or `destinationConfig.onFailure` of a FunctionEventInvokeConfig.",
      docs: { url: `${GUIDE}/invocation-async-retain-records.html` },
    },
    settings: {
      always: {
        type: "boolean",
        default: false,
        description:
          "Whether functions that only a workflow invokes are meant too, as scanners demand.",
      },
    },
    ...onEach([t.FUNCTION], (lambda, stack, setting) => {
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
  },
  {
    id: "lambda-event-source-destination",
    meta: {
      description: "A stream's records that a function fails on are kept.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: ["SR ES1001", "LambdaEventSourceMappingDestination"],
      remedy: "Set `destinationConfig.onFailure.destinationArn`.",
      docs: { url: `${GUIDE}/invocation-eventsourcemapping.html` },
    },
    types: [t.EVENT_SOURCE],
    check: ({ resource: mapping, report }) => {
      const kept = mapping.has("destinationConfig.onFailure");
      if (!kept && /:(kinesis|dynamodb|kafka):/.test(mapping.text("eventSourceArn") ?? "")) {
        report("destinationConfig.onFailure is not set.");
      }
    },
  },
  {
    id: "lambda-event-source-visibility",
    meta: {
      description: "A queue hides a message for six times as long as its function may run.",
      pillar: "reliability",
      severity: "medium",
      level: "advisory",
      controls: ["LambdaEventSourceSQSVisibilityTimeout", "E3505"],
      remedy: "Set the queue's `visibilityTimeoutSeconds` to six times the function's `timeout`.",
      docs: { url: `${GUIDE}/services-sqs-configure.html` },
    },
    scope: "stack",
    types: [t.EVENT_SOURCE],
    check: ({ stack, report, each }) => {
      each(stack.of(t.EVENT_SOURCE), (mapping) => {
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
      });
    },
  },
];
