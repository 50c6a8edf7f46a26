import { display, type JsonRecord } from "../../statemachine/json";
import { userStatements, type KeyUsers } from "../../components/kms/user-statements";
import { parseArn } from "../../statemachine/iam";
import { kms } from "../modules/mappings";
import { originals } from "../modules/mapping";
import { madeNames } from "./names";
import { attribute } from "../state/attributes";
import { find, type ModuleInstance, primaryOf } from "../state/detect-modules";
import { additionalPolicies, conditionValues, principals, statementsIn } from "./policy";

const CRYPTOGRAPHY = "Allow Cryptography";

/** The variables of the module `kms` that are more than an attribute. */
export function kmsVariables(module: ModuleInstance): JsonRecord {
  const suffix = aliasSuffix(module);
  const name = attribute(aliasOf(module), "name").slice("alias/".length);
  const identifier = suffix === undefined ? name : name.slice(0, -suffix.length - 1);
  const users = usersOf(primaryOf(module).attributes["policy"]);
  const { keyType, allowAccessFromPrincipals } = users;
  return {
    ...madeNames(module, identifier, "-kms", { Name: name, Alias: name }),
    key_type: keyType,
    append_random_suffix: suffix !== undefined,
    ...(keyType === "service"
      ? {
          service_key_info: {
            aws_service_names: users.awsServiceNames,
            caller_account_ids: users.callerAccountIds,
          },
        }
      : { direct_key_info: { allow_access_from_principals: allowAccessFromPrincipals } }),
    additional_policies: extraKeyPolicies(module),
  };
}

function aliasOf({ resources }: ModuleInstance): JsonRecord {
  return find(resources, "aws_kms_alias.this")?.attributes ?? {};
}

/** The random end of the key's alias; undefined for an alias without one. */
export function aliasSuffix(module: ModuleInstance): string | undefined {
  const alias = display(aliasOf(module)["name"] ?? "");
  // The random string is made also where the alias does not use it, so the alias decides.
  return /-kms-([a-z]{5})$/.exec(alias)?.[1];
}

/** The statements of the key policy that neither variables nor the module itself put there. */
export function extraKeyPolicies(module: ModuleInstance): string[] {
  const { arn, policy } = primaryOf(module).attributes;
  const { partition = "", region = "", accountId = "" } = parseArn(display(arn)) ?? {};
  const where = { partition, region, accountId };
  return additionalPolicies(policy, userStatements(usersOf(policy), where));
}

/** Whom the module let use the key. */
function usersOf(policy: unknown): KeyUsers {
  const use = statementsIn(policy).find(({ Sid: sid }) => sid === CRYPTOGRAPHY);
  const named = principals(use, "AWS");
  return {
    keyType: use === undefined || named.join() === "*" ? "service" : "direct",
    awsServiceNames: conditionValues(use, "StringEquals", "kms:ViaService"),
    callerAccountIds: conditionValues(use, "StringEquals", "kms:CallerAccount"),
    allowAccessFromPrincipals: named,
    compatibility: originals(kms.compatibility),
  };
}
