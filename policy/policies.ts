import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { toPolicy } from "./host/host";
import { notEvaluatedPolicy } from "./host/not-evaluated";
import type { Enforcement, PolicyRule } from "./host/rule";
import { RULES } from "./rules";
import types from "./rules/shared/resource-types.json";
import { exemptionRegister } from "./settings/exemptions";

/** All policies of the pack in their order, each rule at the level that `levelOf` gives it. */
export function policiesAt(
  levelOf: (rule: PolicyRule) => Enforcement,
): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const known = [...Object.values(types).flat(), ...RULES.flatMap((rule) => rule.types)];
  return [
    exemptionRegister(RULES.map(({ id }) => id)),
    ...RULES.map((rule) => toPolicy(rule, levelOf(rule))),
    notEvaluatedPolicy(new Set(known)),
  ];
}
