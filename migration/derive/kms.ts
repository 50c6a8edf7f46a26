import { attribute } from "../imports";
import { find, type ModuleInstance, primaryOf } from "../recognise";
import { callerTags, compact, NameError, splitName, tagsOf, type Variables } from "./parts";
import { additionalPolicies, conditionValues, principals, statementsOf } from "./policy";

const ADMIN = "Allow Admin";
const CRYPTOGRAPHY = "Allow Cryptography";

/** The `kms` module's variables, from the key and alias it made. */
export function kmsVariables(module: ModuleInstance): Variables {
  const key = primaryOf(module).attributes;
  const alias = attribute(find(module.resources, "aws_kms_alias.this")?.attributes ?? {}, "name");
  const suffix = aliasSuffix(module);
  const identifier = alias.slice(
    "alias/".length,
    suffix === undefined ? undefined : -suffix.length - 1,
  );
  if (!identifier.endsWith("-kms")) throw new NameError(alias);
  const parts = splitName(identifier.slice(0, -"-kms".length), tagsOf(key)["Environment"]);
  const use = statementsOf(key["policy"]).find(({ Sid: sid }) => sid === CRYPTOGRAPHY);
  const service = use === undefined || principals(use, "AWS").join() === "*";
  return compact({
    ...parts,
    description: key["description"],
    key_type: service ? "service" : "direct",
    append_random_suffix: suffix !== undefined,
    deletion_window: key["deletion_window_in_days"],
    ...(service
      ? {
          service_key_info: {
            aws_service_names: conditionValues(use, "StringEquals", "kms:ViaService"),
            caller_account_ids: conditionValues(use, "StringEquals", "kms:CallerAccount"),
          },
        }
      : { direct_key_info: { allow_access_from_principals: principals(use, "AWS") } }),
    additional_policies: extraKeyPolicies(module),
    tags: callerTags(key, parts, ["Alias"]),
  });
}

/** The random end of the key's alias; undefined for an alias without one. */
export function aliasSuffix(module: ModuleInstance): string | undefined {
  const alias = String(find(module.resources, "aws_kms_alias.this")?.attributes["name"] ?? "");
  // The random string is made also where the alias does not use it, so the alias decides.
  return /-kms-([a-z]{5})$/.exec(alias)?.[1];
}

/** The statements of the key policy that neither variables nor the module itself put there. */
export function extraKeyPolicies(module: ModuleInstance, made: readonly string[] = []): string[] {
  const own = [ADMIN, CRYPTOGRAPHY, ...made];
  return additionalPolicies(primaryOf(module).attributes["policy"], (sid) => own.includes(sid));
}
