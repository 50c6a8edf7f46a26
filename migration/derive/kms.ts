import { display } from "../../statemachine/json";
import { MODULE_TAGS } from "../modules/mapping";
import { userStatements, type KeyUsers } from "../../components/kms/user-statements";
import { parseArn } from "../../statemachine/iam";
import { kms } from "../modules/kms";
import { originals } from "../modules/mapping";
import { NameError, type Variables, callerTags, compact, splitName } from "./names";
import { attribute, tagsOf } from "../state/attributes";
import { find, type ModuleInstance, primaryOf } from "../state/detect-modules";
import { additionalPolicies, conditionValues, principals, statementsIn } from "./policy";

const CRYPTOGRAPHY = "Allow Cryptography";

/** The `kms` module's variables, from the key and alias it made. */
export function kmsVariables(module: ModuleInstance): Variables {
  const key = primaryOf(module).attributes;
  const alias = attribute(find(module.resources, "aws_kms_alias.this")?.attributes ?? {}, "name");
  const suffix = aliasSuffix(module);
  const name = alias.slice("alias/".length);
  const identifier = suffix === undefined ? name : name.slice(0, -suffix.length - 1);
  if (!identifier.endsWith("-kms")) throw new NameError(alias);
  const parts = splitName(identifier.slice(0, -"-kms".length), tagsOf(key)["Environment"]);
  const users = usersOf(key["policy"]);
  return compact({
    ...parts,
    description: key["description"],
    key_type: users.keyType,
    append_random_suffix: suffix !== undefined,
    deletion_window: key["deletion_window_in_days"],
    ...(users.keyType === "service"
      ? {
          service_key_info: {
            aws_service_names: users.awsServiceNames,
            caller_account_ids: users.callerAccountIds,
          },
        }
      : { direct_key_info: { allow_access_from_principals: users.allowAccessFromPrincipals } }),
    additional_policies: extraKeyPolicies(module),
    tags: callerTags(key, parts, { ...MODULE_TAGS.kms, Name: name, Alias: name }),
  });
}

/** The random end of the key's alias; undefined for an alias without one. */
export function aliasSuffix(module: ModuleInstance): string | undefined {
  const alias = display(find(module.resources, "aws_kms_alias.this")?.attributes["name"] ?? "");
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
