import * as pulumi from "@pulumi/pulumi";
import { type LambdaFunctionArgs } from "./lambda/args";
import { checkLambdaFunctionArgs } from "./lambda/check";
import { createEdgeCode } from "./lambda/code/edge";
import { createAlias, createFunction } from "./lambda/function";
import { createFunctionLogGroup } from "./lambda/log-group";
import { createParameters } from "./lambda/parameters";
import { createPermissions } from "./lambda/permissions";
import { resolveFunction } from "./lambda/resolve";
import { createFunctionRole } from "./lambda/role";
import { contextOf } from "./shared/context";
import { takeName } from "./shared/unique";

/**
 * A Lambda function with its role, its encrypted log group, its parameters and the permissions to invoke it.
 *
 * Every change of code or settings publishes a new version. The old ones stay, so that whoever names a version (`arn`)
 * keeps its code: an execution of a workflow ends on the version it started with. They go when the function goes, by
 * `pulumi destroy` or by a change of its name; wait then until no execution runs, which the machine's timeout bounds.
 */
export class LambdaFunction extends pulumi.ComponentResource {
  /** ARN of the version just published: for a workflow, whose executions are to keep their code. */
  public readonly arn: pulumi.Output<string>;
  /** ARN of the function without a version, which stands for its newest code. */
  public readonly functionArn: pulumi.Output<string>;
  /** ARN of the alias, which follows the newest version; the same as `arn` when there is no alias. */
  public readonly aliasArn: pulumi.Output<string>;
  /** The function's name. */
  public readonly functionName: pulumi.Output<string>;
  /** Seconds after which Lambda ends an invocation. */
  public readonly timeoutSeconds: pulumi.Input<number>;
  /** `<prefix>-<environment>-<name>`, which all names begin with. */
  public readonly baseName: string;
  /** ARN of the role that the function runs with. */
  public readonly executionRoleArn: pulumi.Output<string>;
  /** Name of the log group; undefined when it is not the component's. */
  public readonly logGroupName: pulumi.Output<string> | undefined;

  /** @throws pulumi.InputPropertiesError listing every argument that is wrong, before any resource is made */
  public constructor(
    name: string,
    args: LambdaFunctionArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const code = checkLambdaFunctionArgs(args);
    super("stepfunctions:index:LambdaFunction", name, {}, opts);
    const { leftOut = [] } = code;
    if (leftOut.length > 0) void pulumi.log.warn(leftOutText(leftOut, args), this);
    const context = contextOf(this, name, resolveFunction(args));
    takeName(this, "aws:lambda/function:Function", context.args.names.function);
    const role = createFunctionRole(context);
    const logGroup = createFunctionLogGroup(context);
    const parameters = createParameters(context, role.own);
    const codeInputs = context.args.edge ? createEdgeCode(context, code) : { code: code.archive };
    // The log group first, or Lambda makes one itself, unencrypted and for ever; and a role that can do its work.
    const before = [...(logGroup ? [logGroup] : []), ...role.ready, ...parameters];
    const lambda = createFunction(context, codeInputs, role.arn, before);
    const alias = createAlias(context, lambda);
    createPermissions(context, lambda);

    this.arn = pulumi.interpolate`${lambda.arn}:${lambda.version}`;
    this.functionArn = lambda.arn;
    this.aliasArn = alias?.arn ?? this.arn;
    this.functionName = lambda.name;
    this.timeoutSeconds = context.args.timeout;
    this.baseName = context.args.base;
    this.executionRoleArn = role.arn;
    this.logGroupName = logGroup?.name;
    this.registerOutputs({
      arn: this.arn,
      functionArn: this.functionArn,
      aliasArn: this.aliasArn,
      functionName: this.functionName,
      baseName: this.baseName,
      executionRoleArn: this.executionRoleArn,
      logGroupName: this.logGroupName,
    });
  }
}

/** Longest list of names in a warning. */
const MOST_NAMES = 10;

/** Says what of a folder is not in the archive, and how to put it there all the same. */
function leftOutText(leftOut: readonly string[], { sourceCodeDir }: LambdaFunctionArgs): string {
  const more = leftOut.length - MOST_NAMES;
  const names = [...leftOut.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return (
    `the function's code is ${sourceCodeDir} without what may hold credentials: ${names}. ` +
    "Take them out of the folder; or, to deploy them on purpose, give code: new pulumi.asset.FileArchive(folder) in place of sourceCodeDir"
  );
}
