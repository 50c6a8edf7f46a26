import type { StackValidationPolicy } from "@pulumi/policy";
import { NOT_EVALUATED } from "asl-toolkit/rule";
import { advise } from "./advice";
import type { UnknownValueError } from "./reader";
import type { PolicyRule } from "./rule";
import type { ResourceRef } from "./resource";

/** What could not be evaluated in the running analysis: the rules by property, by the resource's URN. */
const notes = new Map<string, Map<string, Set<string>>>();

/** Remembers that a rule could not be evaluated on a resource, for want of a property's value. */
export function noteNotEvaluated(
  { id }: Pick<PolicyRule, "id">,
  { urn }: ResourceRef,
  { property }: UnknownValueError,
): void {
  const properties = notes.get(urn) ?? new Map<string, Set<string>>();
  notes.set(urn, properties);
  properties.set(property, (properties.get(property) ?? new Set()).add(id));
}

/**
 * Reports what was not evaluated, in one line a resource: a first preview knows few ARNs, and fifty lines on what nobody can
 * tell yet would hide what was found. It must be the last policy of the pack, and its severity is nobody's alarm.
 */
export const NOT_EVALUATED_POLICY: StackValidationPolicy = {
  name: "policy-not-evaluated",
  description: "Tells which rules could not be evaluated yet, and for want of what.",
  enforcementLevel: "advisory",
  severity: "low",
  validateStack: (_args, report) => {
    for (const [urn, properties] of notes) {
      const parts = [...properties].map(
        ([property, rules]) => `${property} (${[...rules].join(", ")})`,
      );
      advise(report, urn, `${NOT_EVALUATED}${parts.join("; ")}: not known yet.`);
    }
    notes.clear();
  },
};
