import path from "node:path";
import { EXEMPT, NO_RULE, NOT_EVALUATED, REMEDY } from "../../statemachine/rule";
import { Analyzer, type Pack } from "./analyzer";
import type { AnalyzedResource, Diagnostic, PolicyAbout } from "./pack";
import { reconcile, type PolicyPackConfig } from "./config";
import type { CheckedStack } from "./input";
import { PROJECT_DIR } from "../program/program";

/** The folder of this project's pack. */
export const PACK = path.join(PROJECT_DIR, "policy");

/** How the pack is to be run. */
export interface PolicyOptions {
  /** Defaults to the stack's `policy:profile`, and without one to `prod`. */
  readonly profile?: string;
  /** A file of settings in JSON or YAML, in place of the stack's `policy:settings`. */
  readonly settingsFile?: string;
  /** Pulumi's own configuration of single policies, over everything else. */
  readonly packConfig?: PolicyPackConfig;
}

export interface Violation {
  readonly rule: string;
  readonly level: "mandatory" | "advisory";
  readonly urn: string;
  readonly message: string;
  readonly remedy: string;
  readonly controls: readonly string[];
}

export interface NotEvaluated {
  readonly rule: string;
  readonly urn: string;
  readonly property: string;
}

/** A finding that an exemption covers. */
export interface Exempted {
  readonly rule: string;
  readonly urn: string;
  readonly message: string;
  readonly reason: string;
  readonly expires: string;
}

/** What the pack found: the JSON of `npm run policy`. */
export interface PolicyReport {
  readonly violations: readonly Violation[];
  readonly notEvaluated: readonly NotEvaluated[];
  readonly exemptions: readonly Exempted[];
}

/** A report with what the other formats show besides. */
export interface PolicyResult {
  readonly report: PolicyReport;
  readonly stack: CheckedStack;
  readonly policies: readonly PolicyAbout[];
  readonly version: string;
  /** Resources of AWS that no rule is about, by their type. */
  readonly withoutRule: ReadonlyMap<string, number>;
  /** The policies that changed a resource, by its URN. */
  readonly remediated: readonly { readonly urn: string; readonly policies: readonly string[] }[];
}

/**
 * Checks a stack by the policy pack, in a process of its own and through Pulumi's analyzer protocol.
 *
 * ```ts
 * const { report } = await checkPolicies(fromDocument(await runProgram({ stack: "dev" })));
 * ```
 * @throws UsageError for wrong settings, before any resource is evaluated
 */
export async function checkPolicies(
  stack: CheckedStack,
  options: PolicyOptions = {},
): Promise<PolicyResult> {
  const analyzer = await Analyzer.start({
    folder: PACK,
    project: stack.project,
    stack: stack.stack,
    config: stack.config,
    env: {
      ...(options.profile && { POLICY_PROFILE: options.profile }),
      ...(options.settingsFile && { POLICY_SETTINGS: path.resolve(options.settingsFile) }),
    },
  });
  try {
    return await analyzeStack(analyzer, stack, options.packConfig);
  } finally {
    analyzer.close();
  }
}

/**
 * Evaluates a stack by a pack that runs already, for those who evaluate several.
 * @throws UsageError for a wrong configuration, before any resource is evaluated
 */
export async function analyzeStack(
  pack: Pack,
  stack: CheckedStack,
  packConfig: PolicyPackConfig = {},
): Promise<PolicyResult> {
  const configs = reconcile(pack.about, packConfig);
  await pack.configure(configs);
  const remediates = Object.values(configs).some(({ level }) => level === "remediate");
  const { resources, remediated } = remediates
    ? await remediate(pack, stack.resources)
    : { resources: stack.resources, remediated: [] };
  // All in flight: the pack answers as fast as it can, whatever the order.
  const found = await Promise.all(resources.map((resource) => pack.analyze(resource)));
  const diagnostics = [...found.flat(), ...(await pack.analyzeStack(resources))];
  const { policies, version } = pack.about;
  const report = reportOf(diagnostics, policies);
  return {
    ...{ report, stack, policies, version, remediated },
    withoutRule: withoutRuleIn(diagnostics),
  };
}

async function remediate(
  pack: Pack,
  resources: readonly AnalyzedResource[],
): Promise<{ resources: AnalyzedResource[]; remediated: { urn: string; policies: string[] }[] }> {
  const remediated: { urn: string; policies: string[] }[] = [];
  const changed = await Promise.all(
    resources.map(async (resource) => {
      const change = await pack.remediate(resource);
      if (change === undefined) return resource;
      remediated.push({ urn: resource.urn, policies: change.policies });
      const outputs = { ...resource.outputs, ...change.inputs };
      return { ...resource, inputs: change.inputs, outputs };
    }),
  );
  return { resources: changed, remediated };
}

/** Tells violations, what was not evaluated and what is exempt apart, each in the order of rule and resource. */
export function reportOf(
  diagnostics: readonly Diagnostic[],
  policies: readonly PolicyAbout[],
): PolicyReport {
  const about = new Map(policies.map((policy) => [policy.name, policy]));
  const order = new Map(policies.map(({ name }, index) => [name, index]));
  const rank = (rule: string): number => order.get(rule) ?? 0;
  const sorted = [...diagnostics].sort(
    (a, b) => rank(a.policy) - rank(b.policy) || compare(a.urn, b.urn),
  );
  const violations: Violation[] = [];
  const notEvaluated: NotEvaluated[] = [];
  const exemptions: Exempted[] = [];
  for (const { policy: rule, urn, message, description, level } of sorted) {
    const policy = about.get(rule);
    if (message.startsWith(NO_RULE)) continue;
    if (message.startsWith(NOT_EVALUATED)) {
      notEvaluated.push(...notEvaluatedIn(message, urn));
    } else if (message.startsWith(EXEMPT)) {
      const [, expires = "", reason = "", finding = ""] =
        /^(\S+) \(((?:[^()]|\([^()]*\))*|.*?)\): (.*)$/s.exec(message.slice(EXEMPT.length)) ?? [];
      exemptions.push({ rule, urn, message: finding, reason, expires });
    } else {
      const found = message.replace(`${REMEDY}${policy?.remedy}`, "");
      violations.push({
        rule,
        level: level === "advisory" ? "advisory" : "mandatory",
        urn,
        // The policy host puts the rule's sentence before what was found.
        message: found.startsWith(`${description}\n`) ? found.slice(description.length + 1) : found,
        remedy: policy?.remedy ?? "",
        controls: policy?.controls ?? [],
      });
    }
  }
  notEvaluated.sort((a, b) => rank(a.rule) - rank(b.rule) || compare(a.urn, b.urn));
  return { violations, notEvaluated, exemptions };
}

/** The pack tells what was not evaluated in one line a resource: `property (rule, rule); property (rule): ...`. */
function notEvaluatedIn(message: string, urn: string): NotEvaluated[] {
  return [...message.slice(NOT_EVALUATED.length).matchAll(/(\S.*?) \(([a-z0-9, -]+)\)/g)].flatMap(
    ([, property = "", rules = ""]) =>
      rules.split(", ").map((rule) => ({ rule, urn, property: property.replace(/^; /, "") })),
  );
}

function withoutRuleIn(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, number> {
  const told = diagnostics.find(({ message }) => message.startsWith(NO_RULE))?.message ?? "";
  const types = told.slice(NO_RULE.length).matchAll(/(\S+) \((\d+)\)/g);
  return new Map([...types].map(([, type = "", count]) => [type, Number(count)]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
