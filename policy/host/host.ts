import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { allDone, type Done } from "./done";
import { getOrMake } from "./memory";
import { DEFAULTS, unlessUnknown } from "./reader";
import type {
  Enforcement,
  PolicyRule,
  ResourceContext,
  ResourceRule,
  StackContext,
  StackRule,
} from "./rule";
import { isRecord } from "asl-toolkit/json";
import { Resource, type StackResource } from "./resource";
import { PolicyRun, type PolicyHost } from "./run";
import { Stack } from "./stack";

/** The policy that the engine runs for a rule, at this level. */
export function toPolicy(
  rule: PolicyRule,
  level: Enforcement,
): ResourceValidationPolicy | StackValidationPolicy {
  return rule.scope === "stack" ? stackPolicy(rule, level) : resourcePolicy(rule, level);
}

function resourceContext(
  rule: ResourceRule,
  resource: Resource,
  host: PolicyHost,
): ResourceContext {
  const run = new PolicyRun(rule, host);
  return {
    resource,
    report: (message) => run.report(resource, message),
    part: (check) => run.part(resource, check),
    setting: (name) => run.setting(name),
  };
}

function stackContext(rule: StackRule, stack: Stack, host: PolicyHost): StackContext {
  const run = new PolicyRun(rule, host);
  return {
    stack,
    report: (resource, message) => run.report(resource, message),
    part: (check) => run.part(stack.root, check),
    // There is something to wait for only where a check gives a promise.
    each: <D extends Done>(
      resources: Iterable<StackResource>,
      check: (resource: StackResource) => D,
    ): D => allDone([...resources].map((each) => run.part(each, () => check(each)))) as D,
    setting: (name) => run.setting(name),
  };
}

function resourcePolicy(rule: ResourceRule, level: Enforcement): ResourceValidationPolicy {
  const types = new Set(rule.types);
  const validateResource: ResourceValidationPolicy["validateResource"] = (args, report) => {
    // First of all: most rules are not about most resources.
    if (!types.has(args.type)) return undefined;
    const host = { report, getConfig: args.getConfig };
    const context = resourceContext(rule, resourceOf(args), host);
    return context.part(() => rule.check(context));
  };

  const { remediate } = rule;
  const remediateResource: ResourceValidationPolicy["remediateResource"] = (args) => {
    if (!types.has(args.type)) return undefined;
    const run = new PolicyRun(rule, { report: () => {}, getConfig: args.getConfig });
    // What is not known yet cannot be remediated; the rule itself says that it was not evaluated.
    return unlessUnknown(() => {
      // Never a shared reader: the remediations before may have changed the properties.
      const changes = remediate?.(new Resource(args), (name) => run.setting(name));
      return changes && merge(args.props, { ...changes, ...decided(args.props, changes) });
    }, undefined);
  };

  return {
    ...about(rule, level),
    validateResource,
    ...(remediate && { remediateResource }),
  };
}

/**
 * Sets what a remediation changes, deep inside of what is there. It is set in place: a copy would touch properties that
 * are not known yet, and make secrets plain, which the policy host unwraps where they are read.
 */
function merge(
  props: Record<string, unknown>,
  changes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  for (const [name, change] of Object.entries(changes)) {
    const inner = isRecord(change) ? props[name] : undefined;
    if (isRecord(inner) && isRecord(change)) merge(inner, change);
    else props[name] = change;
  }
  return props;
}

/** What a remediation sets, the provider did not fill in any more. */
function decided(props: Readonly<Record<string, unknown>>, changes: object): object {
  const defaults = props[DEFAULTS];
  return Array.isArray(defaults)
    ? { [DEFAULTS]: defaults.filter((name) => !(String(name) in changes)) }
    : {};
}

function stackPolicy(rule: StackRule, level: Enforcement): StackValidationPolicy {
  const validateStack: StackValidationPolicy["validateStack"] = (args, report) => {
    const stack = stackOf(args.resources);
    if (rule.types.length > 0 && stack.of(...rule.types).length === 0) {
      args.notApplicable("The stack has no resource that the policy is about");
    }
    const context = stackContext(rule, stack, { report, getConfig: args.getConfig });
    return context.part(() => rule.check(context));
  };
  return { ...about(rule, level), validateStack: only(rule.types, validateStack) };
}

/**
 * What the policies of one request share. The policy host unpacks the properties anew for each policy, and each read
 * of them passes through its wrapper; the lists among the options it hands on as they are in the request, so that one
 * of them stands for the request. Were each policy given its own, everything would only be read more often.
 */
const readers = new WeakMap<object, Resource>();
const stacks = new WeakMap<object, Stack>();

function resourceOf(args: ResourceValidationArgs): Resource {
  return getOrMake(readers, args.opts.ignoreChanges, () => new Resource(args));
}

function stackOf(resources: readonly PolicyResource[]): Stack {
  const request = resources[0]?.opts.ignoreChanges ?? resources;
  return getOrMake(stacks, request, () => new Stack(resources));
}

/**
 * Marks a function as being about one type, which lets the policy host pass over a stack without such a resource before
 * unpacking all of it: the same mark that `validateStackResourcesOfType` sets. Rules about several types go without, and
 * so do resource rules: the host answers each skipped rule with a sentence, for a resource longer than its findings, and
 * sending a hundred such sentences for each resource takes longer than to call rules that return at once.
 */
function only<F extends object>(types: readonly string[], run: F): F {
  return types.length === 1 ? Object.assign(run, { __pulumiType: types[0] }) : run;
}

function about(
  { id, meta, settings }: PolicyRule,
  level: Enforcement,
): Omit<ResourceValidationPolicy, "validateResource"> {
  return {
    name: id,
    description: meta.description,
    enforcementLevel: level,
    severity: meta.severity,
    remediationSteps: meta.remedy,
    url: meta.docs.url,
    tags: [meta.pillar, ...meta.controls],
    framework: {
      name: "Step Functions best practices",
      version: "1",
      reference: meta.controls.join(", "),
      specification: meta.pillar,
    },
    ...(settings && { configSchema: { properties: settings } }),
  };
}
