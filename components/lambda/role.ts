import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stableStringify } from "asl-toolkit/json";
import type { Account } from "../shared/account";
import type { LambdaFunctionArgs } from "./args";
import { functionNames } from "./check";
import {
  ACCOUNT_STATEMENTS,
  functionStatements,
  functionTrustPolicy,
  type FunctionAccess,
} from "./policies";
import { policyDocument, type Statement } from "asl-toolkit/iam";
import { named, type Tags } from "../shared/tags";

/** What a function has by its arguments, with every default settled. */
export interface FunctionTraits {
  readonly traced: boolean;
  readonly inVpc: boolean;
  readonly hasEnvironment: boolean;
}

/** A role of the function's own, and what must be there before it can do its work. */
export interface FunctionRole {
  readonly role: aws.iam.Role;
  readonly ready: readonly pulumi.Resource[];
}

/** The own role of a function with its policies, as children of `parent`. */
export function createFunctionRole(
  name: string,
  args: LambdaFunctionArgs,
  traits: FunctionTraits,
  tags: Tags,
  account: Account,
  parent: pulumi.Resource,
): FunctionRole {
  const names = functionNames(args);
  const role = createRole();
  return { role, ready: [createPolicy(), ...attachAdditional()] };

  function createRole(): aws.iam.Role {
    const check = args.checkSourceAccount !== false;
    const trust = account.accountId.apply((own) =>
      stableStringify(functionTrustPolicy(args.edge ?? false, check ? own : undefined)),
    );
    return new aws.iam.Role(
      `${name}-role`,
      { name: names.role, assumeRolePolicy: trust, tags: named(tags, names.role) },
      { parent },
    );
  }

  function createPolicy(): aws.iam.RolePolicy {
    const policy = statements().apply((all) => stableStringify(policyDocument(all)));
    return new aws.iam.RolePolicy(
      `${name}-policy`,
      { name: names.rolePolicy, role: role.name, policy },
      { parent },
    );
  }

  function statements(): pulumi.Output<Statement[]> {
    const { traced, inVpc, hasEnvironment } = traits;
    return pulumi
      .all([
        pulumi.output(account),
        args.deadLetterTargetArn,
        hasEnvironment ? args.kmsKeyArn : undefined,
        pulumi.output(args.statements ?? []),
      ])
      .apply(([at, deadLetterTargetArn, environmentKeyArn, additional]) => {
        const access: FunctionAccess = {
          account: at,
          functionName: names.function,
          ownLogGroup: args.createLogGroup !== false,
          edge: args.edge ?? false,
          traced,
          inVpc,
          deadLetterTargetArn,
          environmentKeyArn,
        };
        const own = args.roleScope === "account" ? ACCOUNT_STATEMENTS : functionStatements(access);
        return [...own, ...(additional as Statement[])];
      });
  }

  function attachAdditional(): pulumi.Resource[] {
    return (args.additionalRolePolicyArns ?? []).map(
      (policyArn, index) =>
        new aws.iam.RolePolicyAttachment(
          `${name}-additional-${index}`,
          { role: role.name, policyArn },
          { parent },
        ),
    );
  }
}
