import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { Session } from "./judge";
import { NotKnown, Reader } from "./reader";
import { isStackRule } from "./rule";
import type { Enforcement, Judge, Resource, ResourceRule, Rule, RuleInfo, StackRule } from "./rule";
import { Stack } from "./stack";

/** The policy that the engine runs for a rule, at this level. */
export function toPolicy(
  rule: Rule,
  level: Enforcement,
): ResourceValidationPolicy | StackValidationPolicy {
  return isStackRule(rule) ? stackPolicy(rule, level) : resourcePolicy(rule, level);
}

class AnalyzedResource extends Reader implements Resource {
  public constructor(private readonly args: ResourceValidationArgs) {
    super(args.props);
  }

  public get type(): string {
    return this.args.type;
  }

  public get urn(): string {
    return this.args.urn;
  }

  public get name(): string {
    return this.args.name;
  }

  public get protect(): boolean {
    return this.args.opts.protect;
  }
}

function resourcePolicy(rule: ResourceRule, level: Enforcement): ResourceValidationPolicy {
  const types = new Set(rule.types);
  const validateResource: ResourceValidationPolicy["validateResource"] = (args, report) => {
    if (!types.has(args.type)) return undefined;
    const session = new Session(rule, { report, getConfig: () => args.getConfig() });
    const resource = new AnalyzedResource(args);
    const judge: Judge = {
      report: (message) => session.report(resource, message),
      part: (part) => session.part(resource, part),
      setting: (name) => session.setting(name),
    };
    return session.part(resource, () => rule.check(resource, judge));
  };

  const { remediate } = rule;
  const remediateResource: ResourceValidationPolicy["remediateResource"] = (args) => {
    if (!types.has(args.type)) return undefined;
    const session = new Session(rule, { report: () => {}, getConfig: () => args.getConfig() });
    try {
      const resource = new AnalyzedResource(args);
      const changes = remediate?.(resource, (name) => session.setting(name));
      // Set in place: copying would touch properties that are not known yet.
      return changes && Object.assign(args.props, changes);
    } catch (error) {
      // What is not known yet cannot be mended; the rule itself says that it was not evaluated.
      if (error instanceof NotKnown) return undefined;
      throw error;
    }
  };

  return {
    ...about(rule, level),
    validateResource: only(rule.types, validateResource),
    ...(remediate && { remediateResource: only(rule.types, remediateResource) }),
  };
}

function stackPolicy(rule: StackRule, level: Enforcement): StackValidationPolicy {
  const validateStack: StackValidationPolicy["validateStack"] = (args, report) => {
    if (!args.resources.some(({ type }) => rule.types.includes(type)) && rule.types.length > 0) {
      args.notApplicable("The stack has no resource that the policy is about");
    }
    const session = new Session(rule, { report, getConfig: () => args.getConfig() });
    const stack = stackOf(args.resources);
    const part = (judge: () => void | Promise<void>): void | Promise<void> =>
      session.part(stack.root, judge);
    return part(() =>
      rule.checkStack(stack, {
        report: (resource, message) => session.report(resource, message),
        part,
        each: (resources, judge) => {
          for (const resource of resources) void session.part(resource, () => judge(resource));
        },
        setting: (name) => session.setting(name),
      }),
    );
  };
  return { ...about(rule, level), validateStack: only(rule.types, validateStack) };
}

const stacks = new WeakMap<readonly PolicyResource[], Stack>();

function stackOf(resources: readonly PolicyResource[]): Stack {
  let stack = stacks.get(resources);
  if (stack === undefined) stacks.set(resources, (stack = new Stack(resources)));
  return stack;
}

/**
 * Marks a function as being about one type, which lets the policy host pass over other resources without unpacking
 * their properties: the same mark that `validateResourceOfType` sets. Rules about several types go without.
 */
function only<F extends object>(types: readonly string[], run: F): F {
  return types.length === 1 ? Object.assign(run, { __pulumiType: types[0] }) : run;
}

function about(
  rule: RuleInfo,
  level: Enforcement,
): Omit<ResourceValidationPolicy, "validateResource"> {
  return {
    name: rule.name,
    description: rule.description,
    enforcementLevel: level,
    severity: rule.severity,
    remediationSteps: rule.remedy,
    url: rule.url,
    tags: [rule.group, ...rule.controls],
    framework: {
      name: "Step Functions best practices",
      version: "1",
      reference: rule.controls.join(", "),
      specification: rule.group,
    },
    ...(rule.settings && { configSchema: { properties: rule.settings } }),
  };
}
