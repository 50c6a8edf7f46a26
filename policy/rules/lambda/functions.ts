import { UNKNOWN, unlessUnknown } from "../../host/reader";
import type { Resource, StackResource } from "../../host/resource";
import type { Stack } from "../../host/stack";
import { documentAt } from "../../iam/document";
import { isForeign } from "../shared/accounts";
import { type Checks, eachOf, keyFault, onEach } from "../shared/checks";
import t from "../shared/resource-types.json";
import { secretOf } from "../shared/secrets";

export const lambdaFunctions = {
  "lambda-layer-account": onEach([t.FUNCTION], (lambda, stack, setting) => {
    const foreign = lambda.texts("layers").filter((arn) => {
      const account = /^arn:[^:]*:lambda:[^:]*:(\d{12}):layer:/.exec(arn)?.[1] ?? "";
      return isForeign(stack, account, setting<string[]>("publishers"));
    });
    return foreign.length > 0 ? `runs layers of another account: ${foreign.join(", ")}` : undefined;
  }),
  "lambda-function-tracing": onEach([t.FUNCTION], (lambda, stack) => {
    const mode = lambda.text("tracingConfig.mode");
    return mode === "Active" || isAtEdge(lambda, stack)
      ? undefined
      : `is not traced: tracingConfig.mode is ${mode ?? "unset"}`;
  }),
  "lambda-function-environment-key": ({ resource: lambda, report }) => {
    // Whether there is an environment comes first: a key without one protects nothing.
    if (!hasEnvironment(lambda)) return;
    const fault = keyFault(lambda, "kmsKeyArn");
    if (fault !== undefined) report(`environment is set and kmsKeyArn ${fault}.`);
  },
  "lambda-function-environment-secrets": ({ resource: lambda, report, part }) => {
    const variables = lambda.plain("environment.variables");
    if (typeof variables !== "object" || variables === null) return;
    for (const [name, value] of Object.entries(variables)) {
      void part(() => {
        if (value === UNKNOWN) lambda.value(`environment.variables.${name}`);
        if (typeof value !== "string") return;
        const secret = secretOf(name, value);
        if (secret !== undefined) report(`environment.variables.${name} looks like ${secret}.`);
      });
    }
  },
  "lambda-function-zones": ({ resource: lambda, report }) => {
    if (lambda.value("vpcConfig") === undefined) return;
    const subnets = lambda.entries("vpcConfig.subnetIds").length;
    if (subnets === 1) report("vpcConfig.subnetIds has one subnet, and so one zone.");
  },
  "lambda-function-concurrency": ({ resource: lambda, report }) => {
    const limit = lambda.number("reservedConcurrentExecutions") ?? -1;
    if (limit < 0) report("reservedConcurrentExecutions is not set.");
  },
  "lambda-function-log-group": onEach([t.FUNCTION], (lambda, stack) => {
    if (lambda.value("loggingConfig.logGroup") !== undefined) return undefined;
    const name = `/aws/lambda/${lambda.text("name") ?? lambda.name}`;
    if (stack.find(name, t.LOG_GROUP) !== undefined || isAtEdge(lambda, stack)) return undefined;
    // A group whose name is not known yet may be the one.
    stack.once("named log groups", () => {
      for (const group of stack.of(t.LOG_GROUP)) group.value("name");
    });
    return "logs to a group that Lambda makes by itself, without retention or key";
  }),
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

/**
 * Whether Lambda@Edge may run a function, which its role then trusts: without tracing, and with a log group in each region
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html).
 */
function isAtEdge(lambda: StackResource, stack: Stack): boolean {
  return unlessUnknown(() => {
    const [role] = stack.linked(lambda, "role", t.ROLE);
    const trust = role && documentAt(role, "assumeRolePolicy");
    const services = trust?.statements.flatMap((statement) => statement.principalsOf("Service"));
    return services?.includes("edgelambda.amazonaws.com") === true;
  }, false);
}

function hasEnvironment(lambda: Resource): boolean {
  const variables = lambda.value("environment.variables");
  return typeof variables === "object" && variables !== null && Object.keys(variables).length > 0;
}
