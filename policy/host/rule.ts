import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Reader } from "./reader";
import type { Stack, StackResource } from "./stack";

/** How a finding is treated: it blocks, it is advice, or the rule is off. */
export type Level = "mandatory" | "advisory" | "disabled";

/** The level of a rule that can also mend what it finds. */
export type Enforcement = Level | "remediate";

/** The groups of practice; enforcement can be set for each. */
export const PRACTICES = ["performance", "security", "operations", "reliability", "cost"] as const;
export type Practice = (typeof PRACTICES)[number];

export type Severity = "low" | "medium" | "high" | "critical";

/** What a rule says about itself. */
export interface RuleInfo {
  /** `<service>-<resource>-<rule>` in kebab case; also the key of its settings. */
  readonly name: string;
  /** The rule in one sentence, as the compliant state. */
  readonly description: string;
  readonly group: Practice;
  /** The level in the `prod` profile. */
  readonly level: Level;
  readonly severity: Severity;
  /** The ids under which scanners and frameworks know the rule; empty for a rule of our own. */
  readonly controls: readonly string[];
  /** What to set, naming the property. */
  readonly remedy: string;
  readonly url: string;
  /** A violation and its fix as they stand in a program. */
  readonly example: { readonly violation: string; readonly fix: string };
  /** The rule's settings with their defaults. */
  readonly settings?: PolicyConfigSchema["properties"];
}

/** What a rule gets to judge with. */
export interface Judge {
  /** Reports a violation: the value found and why it is wrong, in one sentence. */
  report(message: string): void;
  /** Judges one part by itself: a part that is not known yet hides no finding of another. */
  part(judge: () => void | Promise<void>): void | Promise<void>;
  /** A setting of the rule; its default is in the rule's `settings`. */
  setting<T>(name: string): T;
}

/** One resource, with its properties readable by path. */
export interface Resource extends Reader {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly protect: boolean;
}

/** A judge of a whole stack, who says which resource is at fault. */
export interface StackJudge extends Omit<Judge, "report"> {
  report(resource: StackResource, message: string): void;
  /** Judges each resource by itself, as {@link Judge.part} does for each part. */
  each(resources: Iterable<StackResource>, judge: (resource: StackResource) => void): void;
}

type Done = void | Promise<void>;

/** A rule about one resource. */
export interface ResourceRule extends RuleInfo {
  /** The type tokens that the rule is about. */
  readonly types: readonly string[];
  readonly check: (resource: Resource, judge: Judge) => Done;
  /** The properties to change when the rule's level is `remediate`; nothing when all is well. */
  readonly remediate?: (
    resource: Resource,
    setting: Judge["setting"],
  ) => Readonly<Record<string, unknown>> | undefined;
}

/** A rule about the links between the resources of a stack. */
export interface StackRule extends RuleInfo {
  /** The type tokens without which the rule has nothing to say. */
  readonly types: readonly string[];
  readonly checkStack: (stack: Stack, judge: StackJudge) => Done;
}

export type Rule = ResourceRule | StackRule;

export function isStackRule(rule: Rule): rule is StackRule {
  return "checkStack" in rule;
}
