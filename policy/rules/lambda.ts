import type { Resource, ResourceRule, RuleInfo, StackJudge, StackRule } from "../host/rule";
import type { Stack, StackResource } from "../host/stack";
import * as t from "../types";
import { hasSecretName, secretIn } from "./secrets";
import { UNKNOWN } from "../host/reader";

const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

export const lambdaPermissionPublic: ResourceRule = {
  name: "lambda-permission-public",
  description: "Not everyone may invoke a function.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["CKV_AWS_301", "Lambda.1", "LambdaFunctionPublicAccessProhibited"],
  remedy: "Name the `principal`, or set `sourceArn`, `sourceAccount` or `principalOrgId`.",
  url: `${GUIDE}/access-control-resource-based.html`,
  types: [t.PERMISSION],
  example: {
    violation: 'principal: "*"',
    fix: 'principal: "s3.amazonaws.com", sourceArn: bucket.arn',
  },
  check: (permission, judge) => {
    if (permission.text("principal") !== "*") return;
    const limited = ["sourceArn", "sourceAccount", "principalOrgId"].some((property) =>
      permission.text(property),
    );
    if (!limited) judge.report("principal is *, with no source: everyone may invoke the function.");
  },
};

export const lambdaPermissionSource: ResourceRule = {
  name: "lambda-permission-source",
  description: "A service invokes a function only for a named source.",
  group: "security",
  level: "mandatory",
  severity: "high",
  controls: ["CKV_AWS_364", "AWS-0067", "configure-source-arn"],
  remedy: "Set `sourceArn`, or `sourceAccount` where the service has no source.",
  url: `${GUIDE}/permissions-source-fas.html`,
  types: [t.PERMISSION],
  example: { violation: 'principal: "s3.amazonaws.com"', fix: "sourceArn: bucket.arn" },
  check: (permission, judge) => {
    const principal = permission.text("principal") ?? "";
    if (!/\.amazonaws\.com(\.cn)?$/.test(principal)) return;
    // Lambda@Edge's replication service and API hooks have no source to name.
    if (!permission.text("sourceArn") && !permission.text("sourceAccount")) {
      judge.report(
        `${principal} may invoke the function for anybody: neither sourceArn nor sourceAccount is set.`,
      );
    }
  },
};

export const lambdaPermissionAction: ResourceRule = {
  name: "lambda-permission-action",
  description: "A permission on a function is for invoking it.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["SR WS1002"],
  remedy: "Set `action` to lambda:InvokeFunction or lambda:InvokeFunctionUrl.",
  url: `${GUIDE}/access-control-resource-based.html`,
  types: [t.PERMISSION],
  example: { violation: 'action: "lambda:*"', fix: 'action: "lambda:InvokeFunction"' },
  check: (permission, judge) => {
    const action = permission.text("action") ?? "";
    if (!/^lambda:Invoke(Function|FunctionUrl|Async)$/.test(action))
      judge.report(`action is ${action}.`);
  },
};

/** Runtimes that AWS no longer mends (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html). */
const DEPRECATED = [
  "dotnet5.0",
  "dotnet6",
  "dotnet7",
  "dotnetcore1.0",
  "dotnetcore2.0",
  "dotnetcore2.1",
  "dotnetcore3.1",
  "go1.x",
  "java8",
  "nodejs",
  "nodejs4.3",
  "nodejs4.3-edge",
  "nodejs6.10",
  "nodejs8.10",
  "nodejs10.x",
  "nodejs12.x",
  "nodejs14.x",
  "nodejs16.x",
  "nodejs18.x",
  "provided",
  "python2.7",
  "python3.6",
  "python3.7",
  "python3.8",
  "python3.9",
  "ruby2.5",
  "ruby2.7",
];

/** The newest runtime of each family. */
const NEWEST = ["dotnet10", "java25", "nodejs24.x", "provided.al2023", "python3.14", "ruby3.4"];

const strings = (list: readonly string[], description: string) =>
  ({ type: "array", items: { type: "string" }, default: [...list], description }) as const;

export const lambdaFunctionRuntime: ResourceRule = {
  name: "lambda-function-runtime",
  description: "A function runs on a runtime that AWS still mends.",
  group: "security",
  level: "mandatory",
  severity: "medium",
  controls: ["CKV_AWS_363", "Lambda.2", "E2531", "E2533", "end_of_life"],
  remedy: "Set `runtime` to a supported one.",
  url: `${GUIDE}/lambda-runtimes.html`,
  types: [t.FUNCTION],
  settings: { deprecated: strings(DEPRECATED, "The runtimes to refuse.") },
  example: { violation: 'runtime: "nodejs16.x"', fix: 'runtime: "nodejs22.x"' },
  check: (lambda, judge) => {
    const runtime = lambda.text("runtime");
    if (runtime && judge.setting<string[]>("deprecated").includes(runtime)) {
      judge.report(`runtime is ${runtime}, which is deprecated.`);
    }
  },
};

export const lambdaFunctionRuntimeNewest: ResourceRule = {
  name: "lambda-function-runtime-newest",
  description: "A function runs on the newest runtime of its family.",
  group: "operations",
  level: "advisory",
  severity: "low",
  controls: ["AwsSolutions-L1"],
  remedy: "Set `runtime` to the newest of its family.",
  url: `${GUIDE}/lambda-runtimes.html`,
  types: [t.FUNCTION],
  settings: {
    newest: strings(NEWEST, "The newest runtime of each family."),
    deprecated: strings(DEPRECATED, "The runtimes that the rule on deprecated ones speaks of."),
  },
  example: { violation: 'runtime: "nodejs20.x"', fix: 'runtime: "nodejs24.x"' },
  check: (lambda, judge) => {
    const runtime = lambda.text("runtime");
    if (!runtime || judge.setting<string[]>("deprecated").includes(runtime)) return;
    const newest = judge
      .setting<string[]>("newest")
      .find((each) => familyOf(each) === familyOf(runtime));
    if (newest !== undefined && newest !== runtime)
      judge.report(`runtime is ${runtime}, not ${newest}.`);
  },
};

export const lambdaFunctionTracing: ResourceRule = {
  name: "lambda-function-tracing",
  description: "A function is traced.",
  group: "operations",
  level: "advisory",
  severity: "low",
  controls: ["CKV_AWS_50", "AWS-0066", "Lambda.7", "SR WS1000"],
  remedy: "Set `tracingConfig.mode` to Active.",
  url: `${GUIDE}/services-xray.html`,
  types: [t.FUNCTION],
  example: {
    violation: 'tracingConfig: { mode: "PassThrough" }',
    fix: 'tracingConfig: { mode: "Active" }',
  },
  check: (lambda, judge) => {
    const mode = lambda.text("tracingConfig.mode");
    if (mode !== "Active") judge.report(`tracingConfig.mode is ${mode ?? "unset"}.`);
  },
};

export const lambdaFunctionEnvironmentKey: ResourceRule = {
  name: "lambda-function-environment-key",
  description: "A function's environment is encrypted with a key of our own.",
  group: "security",
  level: "advisory",
  severity: "medium",
  controls: ["CKV_AWS_173", "env_vars CMK"],
  remedy: "Set `kmsKeyArn`.",
  url: `${GUIDE}/configuration-envvars-encryption.html`,
  types: [t.FUNCTION],
  example: { violation: "environment: { variables }", fix: "kmsKeyArn: key.arn" },
  check: (lambda, judge) => {
    // Whether there is an environment comes first: a key without one protects nothing.
    if (!hasEnvironment(lambda)) return;
    if (!lambda.text("kmsKeyArn")) judge.report("environment is set and kmsKeyArn is not.");
  },
};

export const lambdaFunctionEnvironmentSecrets: ResourceRule = {
  name: "lambda-function-environment-secrets",
  description:
    "A function's environment holds no secrets: whoever may read the function reads them.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["CKV_AWS_45", "awslambda_function_no_secrets_in_variables"],
  remedy:
    "Keep the value in Parameter Store or Secrets Manager, and its name in `environment.variables`.",
  url: `${GUIDE}/configuration-envvars.html`,
  types: [t.FUNCTION],
  example: {
    violation: 'variables: { API_KEY: "AKIA..." }',
    fix: "variables: { API_KEY_PARAMETER: parameter.name }",
  },
  check: (lambda, judge) => {
    const variables = lambda.plain("environment.variables");
    if (typeof variables !== "object" || variables === null) return;
    for (const [name, value] of Object.entries(variables)) {
      void judge.part(() => {
        if (value === UNKNOWN) lambda.value(`environment.variables.${name}`);
        if (typeof value !== "string") return;
        const secret = secretIn(value) ?? hasSecretName(name, value);
        if (secret !== undefined)
          judge.report(`environment.variables.${name} looks like ${secret}.`);
      });
    }
  },
};

export const lambdaFunctionDeadLetter: StackRule = functionRule(
  {
    name: "lambda-function-dead-letter",
    description:
      "An event that a function fails on is kept, when the function is invoked asynchronously.",
    group: "reliability",
    level: "advisory",
    severity: "medium",
    controls: ["CKV_AWS_116", "LambdaDLQ", "SR ES1007"],
    remedy:
      "Set `deadLetterConfig.targetArn`, or `destinationConfig.onFailure` of a FunctionEventInvokeConfig.",
    url: `${GUIDE}/invocation-async-retain-records.html`,
    settings: {
      always: {
        type: "boolean",
        default: false,
        description:
          "Whether functions that only a workflow invokes are meant too, as scanners demand.",
      },
    },
    example: {
      violation:
        'new aws.lambda.Permission(name, { principal: "s3.amazonaws.com", function: fn.name })',
      fix: "deadLetterConfig: { targetArn: queue.arn }",
    },
  },
  (lambda, stack, judge) => {
    const asynchronous = stack
      .users(lambda, "function", t.PERMISSION)
      .some((permission) =>
        /^(s3|sns|events|scheduler|config|ses|logs)\./.test(permission.text("principal") ?? ""),
      );
    if (!asynchronous && !judge.setting<boolean>("always")) return undefined;
    if (lambda.value("deadLetterConfig.targetArn") !== undefined) return undefined;
    const kept = stack
      .users(lambda, "functionName", t.INVOKE_CONFIG)
      .some((config) => config.has("destinationConfig.onFailure"));
    return kept ? undefined : "loses the events that it fails on";
  },
);

export const lambdaFunctionConcurrency: ResourceRule = {
  name: "lambda-function-concurrency",
  description: "A function has a limit of its own on concurrent runs.",
  group: "reliability",
  level: "disabled",
  severity: "low",
  controls: ["CKV_AWS_115", "LambdaConcurrency"],
  remedy: "Set `reservedConcurrentExecutions`.",
  url: `${GUIDE}/configuration-concurrency.html`,
  types: [t.FUNCTION],
  example: {
    violation: "// reservedConcurrentExecutions unset",
    fix: "reservedConcurrentExecutions: 10",
  },
  check: (lambda, judge) => {
    const limit = lambda.number("reservedConcurrentExecutions") ?? -1;
    if (limit < 0) judge.report("reservedConcurrentExecutions is not set.");
  },
};

export const lambdaFunctionVpc: ResourceRule = {
  name: "lambda-function-vpc",
  description: "A function runs in a VPC.",
  group: "security",
  level: "disabled",
  severity: "low",
  controls: ["CKV_AWS_117", "Lambda.3"],
  remedy: "Set `vpcConfig`.",
  url: `${GUIDE}/configuration-vpc.html`,
  types: [t.FUNCTION],
  example: { violation: "// vpcConfig unset", fix: "vpcConfig: { subnetIds, securityGroupIds }" },
  check: (lambda, judge) => {
    if (lambda.value("vpcConfig") === undefined) judge.report("vpcConfig is not set.");
  },
};

export const lambdaFunctionZones: ResourceRule = {
  name: "lambda-function-zones",
  description:
    "A function in a VPC runs in two subnets or more, so that it survives the loss of a zone.",
  group: "reliability",
  level: "advisory",
  severity: "medium",
  controls: ["Lambda.5"],
  remedy: "Give `vpcConfig.subnetIds` of two availability zones.",
  url: `${GUIDE}/configuration-vpc.html`,
  types: [t.FUNCTION],
  example: { violation: "subnetIds: [a.id]", fix: "subnetIds: [a.id, b.id]" },
  check: (lambda, judge) => {
    if (lambda.value("vpcConfig") === undefined) return;
    const subnets = lambda.entries("vpcConfig.subnetIds").length;
    if (subnets === 1) judge.report("vpcConfig.subnetIds has one subnet, and so one zone.");
  },
};

export const lambdaFunctionCodeSigning: ResourceRule = {
  name: "lambda-function-code-signing",
  description: "Only signed code is deployed.",
  group: "security",
  level: "disabled",
  severity: "low",
  controls: ["CKV_AWS_272"],
  remedy: "Set `codeSigningConfigArn`.",
  url: `${GUIDE}/configuration-codesigning.html`,
  types: [t.FUNCTION],
  example: { violation: "// codeSigningConfigArn unset", fix: "codeSigningConfigArn: config.arn" },
  check: (lambda, judge) => {
    if (!lambda.text("codeSigningConfigArn")) judge.report("codeSigningConfigArn is not set.");
  },
};

export const lambdaFunctionDescription: ResourceRule = {
  name: "lambda-function-description",
  description: "A function says what it does.",
  group: "operations",
  level: "disabled",
  severity: "low",
  controls: ["missing-description"],
  remedy: "Set `description`.",
  url: `${GUIDE}/configuration-function-common.html`,
  types: [t.FUNCTION],
  example: { violation: "// description unset", fix: 'description: "Checks orders"' },
  check: (lambda, judge) => {
    if (!lambda.text("description")) judge.report("description is not set.");
  },
};

export const lambdaUrlAuth: ResourceRule = {
  name: "lambda-url-auth",
  description: "A function URL asks for credentials.",
  group: "security",
  level: "mandatory",
  severity: "critical",
  controls: ["CKV_AWS_258", "LambdaFunctionUrlAuth", "CKV2_AWS_75"],
  remedy: "Set `authorizationType` to AWS_IAM.",
  url: `${GUIDE}/urls-auth.html`,
  types: [t.FUNCTION_URL],
  example: { violation: 'authorizationType: "NONE"', fix: 'authorizationType: "AWS_IAM"' },
  check: (url, judge) => {
    const type = url.text("authorizationType");
    if (type !== "AWS_IAM") judge.report(`authorizationType is ${type ?? "unset"}.`);
  },
};

export const lambdaUrlCors: ResourceRule = {
  name: "lambda-url-cors",
  description: "A function URL answers named origins only.",
  group: "security",
  level: "mandatory",
  severity: "medium",
  controls: ["awslambda_function_url_cors_policy", "CKV2_AWS_75"],
  remedy: "List the origins in `cors.allowOrigins`.",
  url: `${GUIDE}/urls-configuration.html`,
  types: [t.FUNCTION_URL],
  example: {
    violation: 'cors: { allowOrigins: ["*"] }',
    fix: 'cors: { allowOrigins: ["https://example.com"] }',
  },
  check: (url, judge) => {
    for (const origin of url.entries("cors.allowOrigins")) {
      void judge.part(() => {
        if (/^(https?:\/\/)?\*$/.test(String(origin.self())))
          judge.report(`${origin.path} is ${String(origin.self())}.`);
      });
    }
  },
};

export const lambdaFunctionTimeout: ResourceRule = {
  name: "lambda-function-timeout",
  description: "A function's timeout is a decision, not AWS's 3 seconds.",
  group: "reliability",
  level: "mandatory",
  severity: "medium",
  controls: ["SR ES1006", "LambdaFunctionDefaultTimeout"],
  remedy: "Set `timeout`, in seconds.",
  url: `${GUIDE}/configuration-timeout.html`,
  types: [t.FUNCTION],
  example: { violation: "// timeout unset", fix: "timeout: 30" },
  check: (lambda, judge) => {
    if (lambda.number("timeout") === undefined) judge.report("timeout is not set.");
  },
};

export const lambdaFunctionMemory: ResourceRule = {
  name: "lambda-function-memory",
  description: "A function's memory is a decision, not AWS's 128 MB.",
  group: "performance",
  level: "advisory",
  severity: "low",
  controls: ["SR ES1005", "LambdaDefaultMemorySize"],
  remedy: "Set `memorySize`, in MB.",
  url: `${GUIDE}/configuration-memory.html`,
  types: [t.FUNCTION],
  example: { violation: "// memorySize unset", fix: "memorySize: 256" },
  check: (lambda, judge) => {
    if (lambda.number("memorySize") === undefined) judge.report("memorySize is not set.");
  },
};

export const lambdaFunctionLogGroup: StackRule = functionRule(
  {
    name: "lambda-function-log-group",
    description: "A function logs to a log group of the stack, which has a retention and a key.",
    group: "operations",
    level: "mandatory",
    severity: "medium",
    controls: ["LambdaLogging", "LambdaLogLevel", "SR WS1004"],
    remedy:
      "Set `loggingConfig.logGroup` to an aws.cloudwatch.LogGroup, or make one named /aws/lambda/<function name>.",
    url: `${GUIDE}/monitoring-cloudwatchlogs-loggroups.html`,
    example: {
      violation: "new aws.lambda.Function(name, args) // no log group",
      fix: "new aws.cloudwatch.LogGroup(name, { name: `/aws/lambda/${functionName}`, retentionInDays: 90 })",
    },
  },
  (lambda, stack) => {
    if (lambda.value("loggingConfig.logGroup") !== undefined) return undefined;
    const name = `/aws/lambda/${lambda.text("name") ?? lambda.name}`;
    if (stack.find(name, t.LOG_GROUP) !== undefined) return undefined;
    // A group whose name is not known yet may be the one.
    stack.once("named log groups", () => {
      for (const group of stack.of(t.LOG_GROUP)) group.value("name");
    });
    return "logs to a group that Lambda makes by itself, without retention or key";
  },
);

export const lambdaEventSourceDestination: ResourceRule = {
  name: "lambda-event-source-destination",
  description: "A stream's records that a function fails on are kept.",
  group: "reliability",
  level: "advisory",
  severity: "medium",
  controls: ["SR ES1001", "LambdaEventSourceMappingDestination"],
  remedy: "Set `destinationConfig.onFailure.destinationArn`.",
  url: `${GUIDE}/invocation-eventsourcemapping.html`,
  types: [t.EVENT_SOURCE],
  example: {
    violation: "// destinationConfig unset",
    fix: "destinationConfig: { onFailure: { destinationArn: queue.arn } }",
  },
  check: (mapping, judge) => {
    const kept = mapping.has("destinationConfig.onFailure");
    if (!kept && /:(kinesis|dynamodb|kafka):/.test(mapping.text("eventSourceArn") ?? "")) {
      judge.report("destinationConfig.onFailure is not set.");
    }
  },
};

export const lambdaEventSourceVisibility: StackRule = {
  name: "lambda-event-source-visibility",
  description: "A queue hides a message for six times as long as its function may run.",
  group: "reliability",
  level: "advisory",
  severity: "medium",
  controls: ["LambdaEventSourceSQSVisibilityTimeout", "E3505"],
  remedy: "Set the queue's `visibilityTimeoutSeconds` to six times the function's `timeout`.",
  url: `${GUIDE}/services-sqs-configure.html`,
  types: [t.EVENT_SOURCE],
  example: {
    violation: "visibilityTimeoutSeconds: 30 // timeout: 30",
    fix: "visibilityTimeoutSeconds: 180",
  },
  checkStack: (stack, judge) => {
    judge.each(stack.of(t.EVENT_SOURCE), (mapping) => {
      const [queue] = stack.linked(mapping, "eventSourceArn", t.QUEUE);
      const [lambda] = stack.linked(mapping, "functionName", t.FUNCTION);
      if (queue === undefined || lambda === undefined) return;
      const hidden = queue.number("visibilityTimeoutSeconds") ?? 30;
      const needed = 6 * (lambda.number("timeout") ?? 3);
      if (hidden < needed) {
        judge.report(
          queue,
          `${queue.label} hides messages for ${hidden} s; ${lambda.label} needs ${needed} s.`,
        );
      }
    });
  },
};

export const lambdaLayerAccount: StackRule = functionRule(
  {
    name: "lambda-layer-account",
    description:
      "A function's layers come from its own account or from publishers that the settings name.",
    group: "security",
    level: "advisory",
    severity: "high",
    controls: ["awslambda_function_using_cross_account_layers"],
    remedy:
      "Publish the layer in the account, or name its publisher in the rule's setting `publishers`.",
    url: `${GUIDE}/chapter-layers.html`,
    settings: {
      publishers: strings(
        ["017000801446", "094274105915", "580247275435", "464622532012"],
        "Accounts whose layers are trusted. Default: Powertools for AWS Lambda and AWS's own.",
      ),
    },
    example: {
      violation: 'layers: ["arn:aws:lambda:eu-west-1:999999999999:layer:x:1"]',
      fix: "layers: [layer.arn]",
    },
  },
  (lambda, stack, judge) => {
    const foreign = lambda.texts("layers").filter((arn) => {
      const account = /^arn:[^:]*:lambda:[^:]*:(\d{12}):layer:/.exec(arn)?.[1];
      return (
        account !== undefined &&
        account !== stack.account &&
        !judge.setting<string[]>("publishers").includes(account)
      );
    });
    return foreign.length > 0 ? `runs layers of another account: ${foreign.join(", ")}` : undefined;
  },
);

/** A rule on each function with the stack around it. */
function functionRule(
  info: RuleInfo,
  fault: (lambda: StackResource, stack: Stack, judge: StackJudge) => string | undefined,
): StackRule {
  return {
    ...info,
    types: [t.FUNCTION],
    checkStack: (stack, judge) => {
      judge.each(stack.of(t.FUNCTION), (lambda) => {
        const found = fault(lambda, stack, judge);
        if (found !== undefined) judge.report(lambda, `${lambda.label} ${found}.`);
      });
    },
  };
}

function hasEnvironment(lambda: Resource): boolean {
  const variables = lambda.value("environment.variables");
  return typeof variables === "object" && variables !== null && Object.keys(variables).length > 0;
}

function familyOf(runtime: string): string {
  return /^[a-z]+/.exec(runtime.replace(/^dotnetcore/, "dotnet"))?.[0] ?? runtime;
}
