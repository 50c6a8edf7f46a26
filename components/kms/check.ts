import { checkArguments } from "../shared/arguments/argument-rules";
import { type Problems } from "../shared/problems";
import { ALIAS_SUFFIX, sampleSuffix } from "../shared/suffix";
import { type KeyArgs } from "./args";
import { keyIdentifier, resolveKey } from "./resolve";
import { KEY_SERVICES } from "./service-statements";

/**
 * Checks the arguments of a Key.
 * @throws pulumi.InputPropertiesError listing every problem
 */
export function checkKeyArgs(args: KeyArgs): void {
  keyProblems(args).done("Key");
}

/** Everything that is wrong with the arguments of a Key. */
export function keyProblems(args: KeyArgs): Problems {
  const problems = checkArguments("Key", args);
  const { appendRandomSuffix } = resolveKey(args);
  const alias = `alias/${keyIdentifier(args)}`;
  const end = appendRandomSuffix ? `-${sampleSuffix(ALIAS_SUFFIX, args.suffix)}` : "";
  for (const service of args.services ?? []) problems.oneOf("services", service, KEY_SERVICES);
  return problems
    .add("suffix", args.suffix === "" && "is empty: leave it out for a random one")
    .name("name", "kmsAlias", alias + end)
    .policies("additionalPolicies", "keyPolicy", args.additionalPolicies)
    .tags(args, { added: ["Alias"] });
}
