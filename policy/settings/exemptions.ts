import type {
  PolicyConfigSchema,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { matchesPattern } from "asl-toolkit/iam";
import { rememberInputs, type ResourceRef } from "../host/resource";
import { today } from "../host/today";
import schema from "./exemption-schema.json";

/** Leave for one rule on some resources, with an end. */
export interface Exemption {
  readonly rule: string;
  /** The one resource meant. Either this or `name`. */
  readonly urn?: string;
  /** A pattern for resource names in the program, with `*` for any text and `?` for any letter. */
  readonly name?: string;
  /** Why the rule may be broken here: the written evidence that an auditor asks for. */
  readonly reason: string;
  /** The last day, as YYYY-MM-DD. */
  readonly expires: string;
}

/** The exemptions of the running analysis. The policy host gives a policy no settings but its own, hence module state. */
let exemptions: readonly Exemption[] = [];
const used = new Set<Exemption>();

/** Takes the exemptions of the analysis that begins or goes on. */
function setExemptions(list: readonly Exemption[]): void {
  if (JSON.stringify(list) === JSON.stringify(exemptions)) return;
  exemptions = list;
  used.clear();
}

/** The exemption that covers this finding, which counts as used from now on. */
export function exemptionFor(rule: string, resource: ResourceRef): Exemption | undefined {
  const found = exemptions.find((exemption) => covers(exemption, rule, resource));
  if (found === undefined) return undefined;
  used.add(found);
  return isOver(found) ? undefined : found;
}

/** Counts the exemption of a rule that could not be evaluated on a resource as used: it cannot be called unused then. */
export function keepExemption(rule: string, resource: ResourceRef): void {
  for (const exemption of exemptions) if (covers(exemption, rule, resource)) used.add(exemption);
}

/**
 * Hands the exemptions to all rules, and what the program wrote to the stack rules. It must be the first policy of the pack: the engine analyses the stack
 * itself before any resource of it, so every other rule runs after this one.
 */
export function exemptionRegister(
  rules: readonly string[],
): ResourceValidationPolicy & StackValidationPolicy {
  const take = (args: { getConfig<T extends object>(): T }): void =>
    setExemptions(args.getConfig<{ exemptions?: Exemption[] }>().exemptions ?? []);
  return {
    name: "policy-exemptions",
    description: "Holds the exemptions from all rules; it reports nothing itself.",
    enforcementLevel: "advisory",
    configSchema: { properties: { exemptions: exemptionSchema(rules) } },
    validateResource: (args) => {
      take(args);
      rememberInputs(args.urn, args.props);
    },
    validateStack: take,
  };
}

/** JSON schemas of why something is left out (`reason`), of the last day on which it is (`expires`), and of what else an exemption has. */
export const EXEMPTION = schema.items.properties;

/** JSON schema of a list of exemptions from these rules. */
export function exemptionSchema(
  rules: readonly string[],
): PolicyConfigSchema["properties"][string] {
  const properties = { ...EXEMPTION, rule: { type: "string", enum: [...rules] } };
  // TypeScript reads the types in JSON as any text.
  return { ...schema, items: { ...schema.items, properties } } as ReturnType<
    typeof exemptionSchema
  >;
}

/** The exemptions that are past their last day. */
export function expiredExemptions(): readonly Exemption[] {
  return exemptions.filter(isOver);
}

/** The exemptions that covered nothing. The analysis ends here: the next one starts with no exemption used. */
export function takeUnusedExemptions(): readonly Exemption[] {
  const unused = exemptions.filter((exemption) => !used.has(exemption));
  used.clear();
  return unused;
}

function covers(exemption: Exemption, rule: string, resource: ResourceRef): boolean {
  if (exemption.rule !== rule) return false;
  if (exemption.urn !== undefined) return exemption.urn === resource.urn;
  return exemption.name !== undefined && matchesPattern(exemption.name, resource.name);
}

function isOver(exemption: Exemption): boolean {
  return exemption.expires < today();
}
