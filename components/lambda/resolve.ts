import { type ResolvedNamed, resolveNamed } from "../shared/arguments/args";
import { type Context } from "../shared/context";
import { resourceName, WORKFLOW_NAMES } from "../shared/names";
import { type LambdaFunctionArgs } from "./args";
import { BUNDLE_HANDLER, BUNDLE_RUNTIME } from "./code/build";

/** What a function is when nobody says otherwise. */
export const FUNCTION_DEFAULTS = {
  runtime: BUNDLE_RUNTIME,
  handler: BUNDLE_HANDLER,
  timeout: 30,
  memorySize: 256,
  reservedConcurrentExecutions: -1,
  environmentVariables: {},
  tracingMode: "Active",
  permissions: {},
  alias: "live",
  additionalRolePolicyArns: [],
  statements: [],
  ssmParams: {},
  edge: false,
  edgeBucket: {},
  createLogGroup: true,
  logRetentionInDays: 90,
  logFormat: "JSON",
  logLevel: "INFO",
  createLogGroupKey: true,
  ownKey: {},
  compatibility: {},
} satisfies Partial<LambdaFunctionArgs>;

/**
 * At the edge there is no tracing, no alias and one format of logs, and whoever asks waits
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html).
 */
const EDGE_DEFAULTS = {
  ...FUNCTION_DEFAULTS,
  timeout: 5,
  memorySize: 128,
  tracingMode: "PassThrough",
  alias: false,
  logFormat: "Text",
} satisfies Partial<LambdaFunctionArgs>;

export interface ResolvedFunction extends ResolvedNamed<
  LambdaFunctionArgs,
  typeof FUNCTION_DEFAULTS & Required<Pick<LambdaFunctionArgs, "description">>
> {
  readonly names: ReturnType<typeof functionNames>;
  /** The key that encrypts the environment; undefined without an environment or a key. */
  readonly environmentKeyArn: LambdaFunctionArgs["kmsKeyArn"];
  readonly inVpc: boolean;
}

export type FunctionContext = Context<ResolvedFunction>;

/** Fills in the defaults, those included that depend on names and place. */
export function resolveFunction(args: LambdaFunctionArgs): ResolvedFunction {
  const defaults = args.edge ? EDGE_DEFAULTS : FUNCTION_DEFAULTS;
  const base = resourceName(args.prefix, args.environment, args.name);
  const resolved = resolveNamed(args, {
    ...defaults,
    description: `Lambda function: ${base}`,
    logGroupKmsKeyArn: args.kmsKeyArn,
  });
  const environmentVariables = args.bundling?.sourceMap
    ? { NODE_OPTIONS: "--enable-source-maps", ...resolved.environmentVariables }
    : resolved.environmentVariables;
  const hasEnvironment = Object.keys(environmentVariables).length > 0;
  return {
    ...resolved,
    environmentVariables,
    names: functionNames(base, resolved.edge),
    environmentKeyArn: hasEnvironment ? args.kmsKeyArn : undefined,
    inVpc: args.vpcConfig !== undefined && args.vpcConfig.subnetIds.length > 0,
  };
}

/** The name of every resource, as the Terraform module has it. */
function functionNames(base: string, edge: boolean) {
  const own = WORKFLOW_NAMES.function(base);
  return {
    function: own,
    role: `${own}-role`,
    rolePolicy: `${base}-lambda${edge ? "-at-edge" : ""}-log-access-policy`,
    parameterPolicy: `${base}-ssm-policy`,
    logGroup: WORKFLOW_NAMES.functionLogGroup(own),
  };
}
