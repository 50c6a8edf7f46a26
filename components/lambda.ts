import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { currentAccount } from "./shared/account";
import { createEdgeCode } from "./lambda/edge";
import type { FunctionPermission, LambdaFunctionArgs } from "./lambda/args";
import { checkLambdaFunctionArgs, functionNames, permissionId } from "./lambda/check";
import { createLogGroup } from "./lambda/log-group";
import { createParameters } from "./lambda/parameters";
import { createFunctionRole } from "./lambda/role";
import { settleFunction } from "./lambda/settings";
import { baseTags, named } from "./shared/tags";

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
    const inside = { parent: this };

    const names = functionNames(args);
    const account = currentAccount(this);
    const tags = baseTags(args.environment, args.tags, { Module: "terraform-aws-lambda" });
    const { inputs, traits, alias: aliasName } = settleFunction(args);

    const own = args.roleArn
      ? undefined
      : createFunctionRole(name, args, traits, tags, account, this);
    const roleArn = pulumi.output(args.roleArn ?? own!.role.arn);
    const logGroup = createLogGroup(name, args, tags, account, this);
    const parameters = createParameters(name, args, tags, account, own?.role, this);
    const codeInputs = args.edge
      ? createEdgeCode(name, args, code, tags, this)
      : { code: code.archive };
    const lambda = new aws.lambda.Function(
      name,
      {
        name: names.function,
        description: args.description ?? `Lambda function: ${names.base}`,
        ...codeInputs,
        ...inputs,
        role: roleArn,
        publish: true,
        tags: named(tags, names.function),
      },
      // The log group first, or Lambda makes one itself, unencrypted and for ever; and a role that can do its work.
      {
        ...inside,
        dependsOn: [...(logGroup ? [logGroup] : []), ...(own?.ready ?? []), ...parameters],
      },
    );
    const alias = createAlias();
    for (const [key, permission] of Object.entries(args.permissions ?? {})) {
      createPermission(key, permission);
    }

    this.arn = pulumi.interpolate`${lambda.arn}:${lambda.version}`;
    this.functionArn = lambda.arn;
    this.aliasArn = alias?.arn ?? this.arn;
    this.functionName = lambda.name;
    this.baseName = names.base;
    this.executionRoleArn = roleArn;
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

    function createAlias(): aws.lambda.Alias | undefined {
      if (aliasName === false) return undefined;
      return new aws.lambda.Alias(
        `${name}-alias`,
        { name: aliasName, functionName: lambda.name, functionVersion: lambda.version },
        inside,
      );
    }

    function createPermission(key: string, permission: FunctionPermission): void {
      const check = args.checkSourceAccount !== false;
      new aws.lambda.Permission(
        `${name}-permission-${key}`,
        {
          statementId: permissionId(key),
          action: "lambda:InvokeFunction",
          function: lambda.name,
          principal: permission.principal,
          sourceArn: permission.sourceArn,
          sourceAccount: check
            ? sourceAccount(permission, account.accountId)
            : permission.sourceAccount,
        },
        inside,
      );
    }
  }
}

/** The account given; or, for a service whose resource does not name its account (S3's do not), this one. */
function sourceAccount(
  { principal, sourceArn, sourceAccount: given }: FunctionPermission,
  own: pulumi.Output<string>,
): pulumi.Input<string> | undefined {
  if (given !== undefined || !principal.includes(".amazonaws.com")) return given;
  return pulumi
    .all([sourceArn, own])
    .apply(([arn, account]) => (arn?.split(":")[4] ? undefined : account)) as pulumi.Output<string>;
}
