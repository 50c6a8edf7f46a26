import type * as aws from "@pulumi/aws";
import { BUNDLE_HANDLER, NEWEST_NODE } from "./code";
import type { LambdaFunctionArgs } from "./args";
import { functionNames } from "./check";
import type { FunctionTraits } from "./role";

/** What a function does when nobody says otherwise. */
const DEFAULTS = {
  timeout: 30,
  memorySize: 256,
  tracingMode: "Active",
  alias: "live",
  logFormat: "JSON",
} as const;

/**
 * At the edge there is no tracing, no alias and one format of logs, and whoever asks waits
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html).
 */
const EDGE_DEFAULTS = {
  timeout: 5,
  memorySize: 128,
  tracingMode: "PassThrough",
  alias: false,
  logFormat: "Text",
} as const;

/** The arguments of a function with every default filled in. */
export interface SettledFunction {
  /** What they are to AWS, but for code, role and names. */
  readonly inputs: Omit<aws.lambda.FunctionArgs, "role">;
  readonly traits: FunctionTraits;
  readonly alias: string | false;
}

/** Fills in the defaults. */
export function settleFunction(args: LambdaFunctionArgs): SettledFunction {
  const defaults = args.edge ? EDGE_DEFAULTS : DEFAULTS;
  const { environmentVariables = {}, vpcConfig, deadLetterTargetArn, kmsKeyArn } = args;
  const hasEnvironment = Object.keys(environmentVariables).length > 0;
  const inVpc = (vpcConfig?.subnetIds ?? []).length > 0;
  const tracingMode = args.tracingMode ?? defaults.tracingMode;
  const inputs: SettledFunction["inputs"] = {
    runtime: args.runtime ?? NEWEST_NODE,
    handler: args.handler ?? BUNDLE_HANDLER,
    architectures: args.architecture && [args.architecture],
    timeout: args.timeout ?? defaults.timeout,
    memorySize: args.memorySize ?? defaults.memorySize,
    reservedConcurrentExecutions: args.reservedConcurrentExecutions ?? -1,
    layers: args.layerArns && [...args.layerArns],
    environment: hasEnvironment ? { variables: environmentVariables } : undefined,
    kmsKeyArn: hasEnvironment ? kmsKeyArn : undefined,
    vpcConfig: inVpc
      ? { securityGroupIds: [...vpcConfig!.securityGroupIds], subnetIds: [...vpcConfig!.subnetIds] }
      : undefined,
    deadLetterConfig:
      deadLetterTargetArn === undefined ? undefined : { targetArn: deadLetterTargetArn },
    tracingConfig: { mode: tracingMode },
    loggingConfig: loggingOf(args, args.logFormat ?? defaults.logFormat),
  };
  const traits = { traced: tracingMode === "Active", inVpc, hasEnvironment };
  return { inputs, traits, alias: args.alias ?? defaults.alias };
}

/** JSON logs, in the component's log group. Text is what Lambda does by itself. */
function loggingOf(
  args: LambdaFunctionArgs,
  format: "JSON" | "Text",
): SettledFunction["inputs"]["loggingConfig"] {
  if (format === "Text") return undefined;
  const logGroup = args.createLogGroup === false ? undefined : functionNames(args).logGroup;
  return { logFormat: "JSON", applicationLogLevel: args.logLevel ?? "INFO", logGroup };
}
