import { Key, type KeyArgs } from "../../components";
import { checkKeyArgs } from "../../components/kms/check";
import { bool, choice, list, map, number, object, string } from "./variable-types";
import { defaulting, direct, required, type ModuleMapping } from "./mapping";

const variables = {
  prefix: required(string, "prefix"),
  environment: required(string, "environment"),
  name: required(string, "name"),
  description: required(string, "description"),
  key_type: required(choice("service", "direct"), "keyType"),
  append_random_suffix: defaulting(bool, true, "appendRandomSuffix"),
  deletion_window: defaulting(number, 30, "deletionWindowInDays"),
  service_key_info: defaulting(
    object({ aws_service_names: list(string), caller_account_ids: list(string) }),
    { aws_service_names: [], caller_account_ids: [] },
    "awsServiceNames",
    { note: "and `callerAccountIds`" },
  ),
  direct_key_info: defaulting(
    object({ allow_access_from_principals: list(string) }),
    { allow_access_from_principals: [] },
    "allowAccessFromPrincipals",
  ),
  additional_policies: defaulting(list(string), [], "additionalPolicies"),
  tags: defaulting(map(string), {}, "tags"),
};

/** The Terraform module `kms` in terms of {@link Key}. */
export const kms: ModuleMapping<typeof variables, KeyArgs, Key> = {
  kind: "kms",
  component: Key,
  variables,
  args: (values) => ({
    ...direct<KeyArgs>(variables, values),
    awsServiceNames: values.service_key_info.aws_service_names,
    callerAccountIds: values.service_key_info.caller_account_ids,
    allowAccessFromPrincipals: values.direct_key_info.allow_access_from_principals,
  }),
  deviations: [],
  compatibility: [
    {
      argument: "servicePrincipals",
      original: "any",
      hardened:
        "a service key admits this account's principals, as far as their own policies allow",
    },
    {
      argument: "grantsForAwsResourcesOnly",
      original: false,
      hardened: "users may hand the key on only to AWS services",
    },
  ],
  differences: [],
  outputs: {
    key_arn: { answer: "`arn`", of: (key) => key.arn },
    key_id: { answer: "`keyId`", of: (key) => key.keyId },
  },
  check: checkKeyArgs,
};
