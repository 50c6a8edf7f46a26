import { withDefaults } from "../shared/args";
import { plainLength } from "../shared/inputs";
import { Problems, requirePlain } from "../shared/problems";
import { ALIAS_SUFFIX, sampleSuffix } from "../shared/suffix";
import { type KeyArgs } from "./args";
import { KEY_DEFAULTS, keyIdentifier } from "./resolve";
import { KEY_SERVICES } from "./service-statements";

/** Arguments that decide names, or which resources there are. */
const PLAIN = [
  "prefix",
  "environment",
  "name",
  "suffix",
  "keyType",
  "services",
  "appendRandomSuffix",
  "compatibility",
] as const;

/**
 * Checks the arguments of a Key.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkKeyArgs(args: KeyArgs): void {
  requirePlain("Key", args, PLAIN);
  keyProblems(args).done("Key");
}

/** Everything that is wrong with the arguments of a Key. */
export function keyProblems(args: KeyArgs): Problems {
  const { appendRandomSuffix, compatibility } = withDefaults(args, KEY_DEFAULTS);
  const alias = `alias/${keyIdentifier(args)}`;
  const end = appendRandomSuffix ? `-${sampleSuffix(ALIAS_SUFFIX, args.suffix)}` : "";
  const problems = new Problems().required(args, "prefix", "environment", "name");
  for (const service of args.services ?? []) problems.oneOf("services", service, KEY_SERVICES);
  return problems
    .add("suffix", args.suffix === "" && "is empty: leave it out for a random one")
    .name("name", "kmsAlias", alias + end)
    .oneOf("keyType", args.keyType, ["service", "direct"])
    .oneOf("compatibility.servicePrincipals", compatibility.servicePrincipals, ["any"])
    .wholeNumber("deletionWindowInDays", args.deletionWindowInDays, 7, 30)
    .wholeNumber("rotationPeriodInDays", args.rotationPeriodInDays, 90, 2560)
    .size("description", "keyDescription", plainLength(args.description))
    .forms("callerAccountIds", "account", args.callerAccountIds)
    .policies("additionalPolicies", "keyPolicy", args.additionalPolicies)
    .tags(args, { added: ["Alias"] });
}
