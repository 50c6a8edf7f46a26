import type { ReportViolation, StackValidationPolicy } from "@pulumi/policy";
import { NO_RULE, NOT_EVALUATED } from "asl-toolkit/rule";
import { getOrMake } from "./memory";
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
  const properties = getOrMake(notes, urn, () => new Map<string, Set<string>>());
  getOrMake(properties, property, () => new Set()).add(id);
}

/**
 * Reports what was not evaluated, in one line a resource: a first preview knows few ARNs, and fifty lines on what nobody can
 * tell yet would hide what was found; and in one line how many resources are of AWS's types that no rule is about. It must be the
 * last policy of the pack, and its severity is nobody's alarm.
 *
 * @param types the types that the rules know
 */
export function notEvaluatedPolicy(types: ReadonlySet<string>): StackValidationPolicy {
  return {
    name: "policy-not-evaluated",
    description: "Tells which rules could not be evaluated yet, and for want of what.",
    enforcementLevel: "advisory",
    severity: "low",
    validateStack: ({ resources }, report) => {
      for (const [urn, properties] of notes) {
        const parts = [...properties].map(
          ([property, rules]) => `${property} (${[...rules].join(", ")})`,
        );
        advise(report, urn, `${NOT_EVALUATED}${parts.join("; ")}: not known yet.`);
      }
      notes.clear();
      const unknown = new Map<string, number>();
      for (const { type } of resources)
        if (CLOUD.test(type) && !types.has(type)) unknown.set(type, (unknown.get(type) ?? 0) + 1);
      if (unknown.size === 0) return;
      const parts = [...unknown].sort().map(([type, count]) => `${type} (${count})`);
      const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
      advise(report, root, `${NO_RULE}${parts.join(", ")}.`);
    },
  };
}

/** A resource of AWS, by one of Pulumi's two providers. */
const CLOUD = /^aws(?:-native)?:/;

/** Reports something as advice, whatever the policy's level is, and without the policy's description before it. */
export function advise(report: ReportViolation, urn: string, message: string): void {
  // The policy host takes this form too; its types name only the text.
  (report as (violation: unknown) => void)({ message, urn, enforcementLevel: "advisory" });
}
