import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Rule, RuleMeta } from "asl-toolkit/rule";
import type { Done } from "./done";
import type { Resource, ResourceRef, StackResource } from "./resource";
import type { Stack } from "./stack";

/** How a finding is treated: it blocks, it is advice, or the rule is off. */
export type Level = "mandatory" | "advisory" | "disabled";

/** The level of a rule that can also remediate what it finds. */
export type Enforcement = Level | "remediate";

export type Severity = "low" | "medium" | "high" | "critical";

/** What a rule says about itself. */
export interface PolicyMeta extends RuleMeta<Severity> {
  /** The level in the `prod` profile. */
  readonly level: Level;
  /** The ids under which scanners and frameworks know the rule; empty for a rule of our own. */
  readonly controls: readonly string[];
  readonly docs: { readonly url: string };
}

/** What every rule gets to work with. */
export interface RuleContext {
  /** Checks one part by itself: a part that is not known yet hides no finding of another. */
  readonly part: (check: () => Done) => Done;
  /** A setting of the rule; its default is in the rule's `settings`. */
  readonly setting: <T>(name: string) => T;
}

export interface ResourceContext extends RuleContext {
  readonly resource: Resource;
  /** Reports a violation: the value found and why it is wrong, in one sentence. */
  readonly report: (message: string) => void;
}

export interface StackContext extends RuleContext {
  readonly stack: Stack;
  /** Reports a violation of one resource of the stack. */
  readonly report: (resource: ResourceRef, message: string) => void;
  /** Checks each resource by itself, as {@link RuleContext.part} does for each part. */
  readonly each: <D extends Done>(
    resources: Iterable<StackResource>,
    check: (resource: StackResource) => D,
  ) => D;
}

interface PolicyRuleOf<Context> extends Rule<Context, Severity> {
  /** `<service>-<resource>-<rule>` in kebab case; also the key of its settings. */
  readonly id: string;
  readonly meta: PolicyMeta;
  /** JSON schemas of the rule's settings, with their defaults. */
  readonly settings?: PolicyConfigSchema["properties"];
  /** The type tokens that the rule is about; a stack without any of them has nothing for the rule. */
  readonly types: readonly string[];
}

/** A rule about one resource, checked before the resource is made. */
export interface ResourceRule extends PolicyRuleOf<ResourceContext> {
  readonly scope?: "resource";
  /** What to set when the rule's level is `remediate`, merged into what is there; nothing when all is well. */
  readonly remediate?: (
    resource: Resource,
    setting: RuleContext["setting"],
  ) => Readonly<Record<string, unknown>> | undefined;
}

/** A rule about the links between the resources of a stack. */
export interface StackRule extends PolicyRuleOf<StackContext> {
  readonly scope: "stack";
}

/** What checks single resources of some types. */
export type ResourceCheck = Pick<ResourceRule, "types" | "check">;

/** What checks a stack that has a resource of some types. */
export type StackCheck = Pick<StackRule, "scope" | "types" | "check">;

export type PolicyRule = ResourceRule | StackRule;
