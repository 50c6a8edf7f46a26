import * as t from "../shared/types";
import { onEach } from "../shared/on-each";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

export const lambdaObservability: readonly PolicyRule[] = [
  {
    id: "lambda-function-tracing",
    meta: {
      description: "A function is traced.",
      pillar: "operations",
      severity: "low",
      level: "advisory",
      controls: ["CKV_AWS_50", "AWS-0066", "Lambda.7", "SR WS1000"],
      remedy: "Set `tracingConfig.mode` to Active.",
      docs: { url: `${GUIDE}/services-xray.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report }) => {
      const mode = lambda.text("tracingConfig.mode");
      if (mode !== "Active") report(`tracingConfig.mode is ${mode ?? "unset"}.`);
    },
  },
  {
    id: "lambda-function-description",
    meta: {
      description: "A function says what it does.",
      pillar: "operations",
      severity: "low",
      level: "disabled",
      controls: ["missing-description"],
      remedy: "Set `description`.",
      docs: { url: `${GUIDE}/configuration-function-common.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report }) => {
      if (!lambda.text("description")) report("description is not set.");
    },
  },
  {
    id: "lambda-function-log-group",
    meta: {
      description: "A function logs to a log group of the stack, which has a retention and a key.",
      pillar: "operations",
      severity: "medium",
      level: "advisory",
      controls: ["LambdaLogging", "LambdaLogLevel", "SR WS1004"],
      remedy:
        "Set `loggingConfig.logGroup` to an aws.cloudwatch.LogGroup, or make one named /aws/lambda/<function name>.",
      docs: { url: `${GUIDE}/monitoring-cloudwatchlogs-loggroups.html` },
    },
    ...onEach([t.FUNCTION], (lambda, stack) => {
      if (lambda.value("loggingConfig.logGroup") !== undefined) return undefined;
      const name = `/aws/lambda/${lambda.text("name") ?? lambda.name}`;
      if (stack.find(name, t.LOG_GROUP) !== undefined) return undefined;
      // A group whose name is not known yet may be the one.
      stack.once("named log groups", () => {
        for (const group of stack.of(t.LOG_GROUP)) group.value("name");
      });
      return "logs to a group that Lambda makes by itself, without retention or key";
    }),
  },
];
