import * as t from "../shared/types";
import type { PolicyRule } from "../../host/rule";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

export const lambdaLimits: readonly PolicyRule[] = [
  {
    id: "lambda-function-concurrency",
    meta: {
      description: "A function has a limit of its own on concurrent runs.",
      pillar: "reliability",
      severity: "low",
      level: "disabled",
      controls: ["CKV_AWS_115", "LambdaConcurrency"],
      remedy: "Set `reservedConcurrentExecutions`.",
      docs: { url: `${GUIDE}/configuration-concurrency.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report }) => {
      const limit = lambda.number("reservedConcurrentExecutions") ?? -1;
      if (limit < 0) report("reservedConcurrentExecutions is not set.");
    },
  },
  {
    id: "lambda-function-timeout",
    meta: {
      description: "A function's timeout is a decision, not AWS's 3 seconds.",
      pillar: "reliability",
      severity: "medium",
      level: "mandatory",
      controls: ["SR ES1006", "LambdaFunctionDefaultTimeout"],
      remedy: "Set `timeout`, in seconds.",
      docs: { url: `${GUIDE}/configuration-timeout.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report }) => {
      if (lambda.number("timeout") === undefined) report("timeout is not set.");
    },
  },
  {
    id: "lambda-function-memory",
    meta: {
      description: "A function's memory is a decision, not AWS's 128 MB.",
      pillar: "performance",
      severity: "low",
      level: "advisory",
      controls: ["SR ES1005", "LambdaDefaultMemorySize"],
      remedy: "Set `memorySize`, in MB.",
      docs: { url: `${GUIDE}/configuration-memory.html` },
    },
    types: [t.FUNCTION],
    check: ({ resource: lambda, report }) => {
      if (lambda.number("memorySize") === undefined) report("memorySize is not set.");
    },
  },
];
