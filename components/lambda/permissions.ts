import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { type FunctionPermission } from "./args";
import { type FunctionContext } from "./resolve";

/** The id of the statement that a permission is in the function's policy. */
export function permissionId(key: string): string {
  return `AllowExecutionFrom-${key}`;
}

/** Creates the permissions of others to invoke the function. */
export function createPermissions(
  { name, args, account, parent }: FunctionContext,
  target: lambda.Function,
): void {
  const check = args.compatibility.checkSourceAccount !== false;
  for (const [key, permission] of Object.entries(args.permissions)) {
    new lambda.Permission(
      `${name}-permission-${key}`,
      {
        statementId: permissionId(key),
        action: "lambda:InvokeFunction",
        function: target.name,
        principal: permission.principal,
        sourceArn: permission.sourceArn,
        sourceAccount: check
          ? sourceAccount(permission, account.accountId)
          : permission.sourceAccount,
      },
      { parent },
    );
  }
}

/** The account given; or, for a service whose resource does not name its account (S3's do not), this one. */
function sourceAccount(
  { principal, sourceArn, sourceAccount: given }: FunctionPermission,
  own: pulumi.Output<string>,
): pulumi.Input<string> | undefined {
  // The ARN of a service's own role holds the service's name, too.
  const isService = (who: string): boolean => /^[\w.-]+\.amazonaws\.com/.test(who);
  if (given !== undefined || (typeof principal === "string" && !isService(principal))) return given;
  return pulumi
    .all([principal, sourceArn, own])
    .apply(([who, arn, account]) =>
      isService(who) && !arn?.split(":")[4] ? account : undefined,
    ) as pulumi.Output<string>;
}
