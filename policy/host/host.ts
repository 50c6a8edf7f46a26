import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { Session, type Court } from "./judge";
import { NotKnown, Reader } from "./reader";
import { isStackRule } from "./rule";
import type {
  Enforcement,
  Judge,
  Resource,
  ResourceRule,
  Rule,
  RuleInfo,
  StackJudge,
  StackRule,
} from "./rule";
import { Stack, type StackResource } from "./stack";

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

/** A judge of one resource. A class: closures would be made anew for each rule and resource. */
class ResourceJudge implements Judge {
  private readonly session: Session;

  public constructor(
    rule: ResourceRule,
    private readonly resource: Resource,
    court: Court,
  ) {
    this.session = new Session(rule, court);
  }

  public report(message: string): void {
    this.session.report(this.resource, message);
  }

  public part(judge: () => void | Promise<void>): void | Promise<void> {
    return this.session.part(this.resource, judge);
  }

  public setting<T>(name: string): T {
    return this.session.setting(name);
  }
}

class StackWideJudge implements StackJudge {
  private readonly session: Session;

  public constructor(
    rule: StackRule,
    private readonly stack: Stack,
    court: Court,
  ) {
    this.session = new Session(rule, court);
  }

  public report(resource: StackResource, message: string): void {
    this.session.report(resource, message);
  }

  public part(judge: () => void | Promise<void>): void | Promise<void> {
    return this.session.part(this.stack.root, judge);
  }

  public each(resources: Iterable<StackResource>, judge: (resource: StackResource) => void): void {
    for (const resource of resources) void this.session.part(resource, () => judge(resource));
  }

  public setting<T>(name: string): T {
    return this.session.setting(name);
  }
}

function resourcePolicy(rule: ResourceRule, level: Enforcement): ResourceValidationPolicy {
  const types = new Set(rule.types);
  const validateResource: ResourceValidationPolicy["validateResource"] = (args, report) => {
    // First of all: most rules are not about most resources.
    if (!types.has(args.type)) return undefined;
    const resource = resourceOf(args);
    const judge = new ResourceJudge(rule, resource, { report, getConfig: args.getConfig });
    return judge.part(() => rule.check(resource, judge));
  };

  const { remediate } = rule;
  const remediateResource: ResourceValidationPolicy["remediateResource"] = (args) => {
    if (!types.has(args.type)) return undefined;
    const session = new Session(rule, { report: () => {}, getConfig: args.getConfig });
    try {
      // Never a shared reader: the remediations before may have changed the properties.
      const changes = remediate?.(new AnalyzedResource(args), (name) => session.setting(name));
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
    validateResource,
    ...(remediate && { remediateResource }),
  };
}

function stackPolicy(rule: StackRule, level: Enforcement): StackValidationPolicy {
  const validateStack: StackValidationPolicy["validateStack"] = (args, report) => {
    const stack = stackOf(args.resources);
    if (rule.types.length > 0 && stack.of(...rule.types).length === 0) {
      args.notApplicable("The stack has no resource that the policy is about");
    }
    const judge = new StackWideJudge(rule, stack, { report, getConfig: args.getConfig });
    return judge.part(() => rule.checkStack(stack, judge));
  };
  return { ...about(rule, level), validateStack: only(rule.types, validateStack) };
}

/**
 * What the policies of one request share. The policy host unpacks the properties anew for each policy, and each read
 * of them passes through its wrapper; the lists among the options it hands on as they are in the request, so that one
 * of them stands for the request. Were each policy given its own, everything would only be read more often.
 */
const readers = new WeakMap<object, AnalyzedResource>();
const stacks = new WeakMap<object, Stack>();

function resourceOf(args: ResourceValidationArgs): AnalyzedResource {
  const request = args.opts.ignoreChanges;
  let resource = readers.get(request);
  if (resource === undefined) readers.set(request, (resource = new AnalyzedResource(args)));
  return resource;
}

function stackOf(resources: readonly PolicyResource[]): Stack {
  const request = resources[0]?.opts.ignoreChanges ?? resources;
  let stack = stacks.get(request);
  if (stack === undefined) stacks.set(request, (stack = new Stack(resources)));
  return stack;
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
