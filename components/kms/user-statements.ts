import type * as pulumi from "@pulumi/pulumi";
import {
  type AwsEnvironment,
  type Condition,
  globalArn,
  type Principal,
  type Statement,
} from "asl-toolkit/iam";
import { type ResolvedKey } from "./resolve";

/** Who may use a key, once it is known. */
export type KeyUsers = pulumi.Unwrap<
  Pick<
    ResolvedKey,
    | "keyType"
    | "awsServiceNames"
    | "callerAccountIds"
    | "allowAccessFromPrincipals"
    | "compatibility"
  >
>;

/** Management without cryptography: the account's administrators can run the key, not read with it. */
const ADMIN_ACTIONS = [
  ...["Describe*", "Enable*", "List*", "Put*", "Update*", "Revoke*", "Disable*", "Get*"],
  ...["Delete*", "TagResource", "UntagResource", "ScheduleKeyDeletion", "CancelKeyDeletion"],
];
/** `Create*` takes in CreateGrant, by which an administrator could hand the key's use to anyone. */
const CREATE_ANYTHING = "Create*";
const CREATE_ALIAS = "CreateAlias";

/** Use of the key, without handing that use on to others. */
const CRYPTOGRAPHY = ["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*"];
const DESCRIBE = "DescribeKey";
const CREATE_GRANT = "CreateGrant";

/** The statements of a key policy: administration, and cryptography for whom `use` names. */
export function userStatements(use: KeyUsers, account: AwsEnvironment): Statement[] {
  const forAwsOnly = use.compatibility.grantsForAwsResourcesOnly !== false;
  const create = forAwsOnly ? CREATE_ALIAS : CREATE_ANYTHING;
  const root = { AWS: globalArn(account, "iam", "root") };
  const admin = allow("Allow Admin", root, [create, ...ADMIN_ACTIONS], {});
  // A key that names no service or principal admits nobody: AWS refuses the empty list, or it never matches.
  const named = use.keyType === "service" ? use.awsServiceNames : use.allowAccessFromPrincipals;
  if (named.length === 0 && !isTerraforms(use)) return [admin];
  const { principal, condition } = usersOf(use, account);
  if (!forAwsOnly) {
    const actions = [...CRYPTOGRAPHY, CREATE_GRANT, DESCRIBE];
    return [admin, allow("Allow Cryptography", principal, actions, condition)];
  }
  // A grant hands the key on: only to AWS services, which ask for one on behalf of an encrypted resource.
  const forAws = { ...condition, Bool: { "kms:GrantIsForAWSResource": "true" } };
  return [
    admin,
    allow("Allow Cryptography", principal, [...CRYPTOGRAPHY, DESCRIBE], condition),
    allow("Allow Grants For AWS Resources", principal, [CREATE_GRANT], forAws),
  ];
}

/** Whether the policy is to be as the Terraform module wrote it, with its empty lists. */
function isTerraforms({ compatibility }: KeyUsers): boolean {
  return (
    compatibility.servicePrincipals === "any" || compatibility.grantsForAwsResourcesOnly === false
  );
}

function usersOf(
  use: KeyUsers,
  account: AwsEnvironment,
): { principal: Principal; condition: Condition } {
  const { callerAccountIds: callers = [account.accountId] } = use;
  if (use.keyType === "direct") {
    return { principal: { AWS: [...use.allowAccessFromPrincipals] }, condition: {} };
  }
  return {
    principal: {
      AWS: use.compatibility.servicePrincipals === "any" ? "*" : globalArn(account, "iam", "root"),
    },
    condition: {
      StringEquals: {
        "kms:ViaService": [...use.awsServiceNames],
        "kms:CallerAccount":
          callers.length > 0 || isTerraforms(use) ? [...callers] : [account.accountId],
      },
    },
  };
}

function allow(
  sid: string,
  principal: Principal,
  actions: readonly string[],
  condition: Condition,
): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: principal,
    Action: actions.map((action) => `kms:${action}`),
    Resource: "*",
    ...(Object.keys(condition).length > 0 ? { Condition: condition } : {}),
  };
}
