import * as lambda from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import { named } from "../shared/tags";
import { type CodeInputs } from "./code/edge";
import { type FunctionContext, type ResolvedFunction } from "./resolve";

/** Creates the function itself, which publishes a version with every change. */
export function createFunction(
  { name, args, parent }: FunctionContext,
  code: CodeInputs,
  role: pulumi.Output<string>,
  dependsOn: pulumi.Resource[],
): lambda.Function {
  const { names, environmentVariables, vpcConfig, deadLetterTargetArn, image } = args;
  const hasEnvironment = Object.keys(environmentVariables).length > 0;
  return new lambda.Function(
    name,
    {
      name: names.function,
      description: args.description,
      ...code,
      packageType: image && "Image",
      imageUri: image?.uri,
      imageConfig: image?.command && { commands: [...image.command] },
      runtime: image ? undefined : args.runtime,
      handler: image ? undefined : args.handler,
      architectures: args.architecture && [args.architecture],
      timeout: args.timeout,
      memorySize: args.memorySize,
      reservedConcurrentExecutions: args.reservedConcurrentExecutions,
      layers: args.layerArns && [...args.layerArns],
      environment: hasEnvironment ? { variables: environmentVariables } : undefined,
      kmsKeyArn: args.environmentKeyArn,
      vpcConfig:
        vpcConfig && args.inVpc
          ? {
              securityGroupIds: [...vpcConfig.securityGroupIds],
              subnetIds: [...vpcConfig.subnetIds],
            }
          : undefined,
      deadLetterConfig:
        deadLetterTargetArn === undefined ? undefined : { targetArn: deadLetterTargetArn },
      tracingConfig: { mode: args.tracingMode },
      loggingConfig: loggingOf(args),
      role,
      publish: true,
      tags: named(args.baseTags, names.function),
    },
    { parent, dependsOn },
  );
}

/** JSON logs, in the component's log group; or text, which is sent because the provider keeps what was before. */
function loggingOf(args: ResolvedFunction): lambda.FunctionArgs["loggingConfig"] {
  if (args.logFormat === "Text") return { logFormat: "Text" };
  const logGroup = args.createLogGroup ? args.names.logGroup : undefined;
  return { logFormat: "JSON", applicationLogLevel: args.logLevel, logGroup };
}

/** Creates the alias that follows the newest version, unless there is to be none. */
export function createAlias(
  { name, args, parent }: FunctionContext,
  target: lambda.Function,
): lambda.Alias | undefined {
  if (args.alias === false) return undefined;
  return new lambda.Alias(
    `${name}-alias`,
    { name: args.alias, functionName: target.name, functionVersion: target.version },
    { parent },
  );
}
