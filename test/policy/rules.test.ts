import assert from "node:assert/strict";
import { PILLARS } from "../../statemachine/rule";
import { Analyzer } from "../../engine/policy/analyzer";
import type {
  AnalyzedResource,
  Level,
  PolicyConfig,
  PolicyConfigs,
} from "../../engine/policy/pack";
import { reportOf, type PolicyReport } from "../../engine/policy/check";
import { reconcile } from "../../engine/policy/config";
import { readExamples } from "../../docs/rule-page";
import { RULES } from "../../policy/rules";
import { CASES, type Case, change, isValue, type Resources } from "./support/cases";
import { InProcessPack } from "../support/in-process-pack";
import defaultsByType from "./support/provider-defaults.json";
import { goodStack, judged, set, UNKNOWN } from "./support/stack";

/** What Pulumi's AWS provider writes into the inputs of a type, as its schema has them. */
const PROVIDER_DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> =
  defaultsByType;

/** Policies that are not rules, and stay on. */
const OWN = ["policy-exemptions", "policy-not-evaluated"];

// The examples of each rule go through the pack in a process of its own, which is spoken to as the engine does.
describe("policy rules", function () {
  this.timeout(120_000);
  /** The cases, hundreds of whole stacks under all rules, go through the same policies and host here. */
  const cases = new InProcessPack();
  let pack: Analyzer;
  let defaults: PolicyConfigs;
  /** The good stack under every rule that it is good for without changes. */
  let good: PolicyReport;
  before(async () => {
    pack = await Analyzer.start({ folder: "policy", project: "orders", stack: "prod" });
    defaults = reconcile(pack.about, {});
    const shared = new Set(CASES.filter((test) => !hasOwnStart(test)).map(({ rule }) => rule));
    good = await judge(
      configOf((name) => (shared.has(name) ? "mandatory" : defaults[name]?.level)),
      goodStack(),
    );
  });
  after(() => pack.close());

  it("has a case for every rule, and a rule for every case", () => {
    const own = RULES.map(({ id }) => id).filter((id) => !isAboutExemptions(id));
    assert.deepEqual(CASES.map(({ rule }) => rule).sort(), own.sort());
  });

  it("rates every rule in words that there are", () => {
    const words: Readonly<Record<string, readonly string[]>> = {
      pillar: PILLARS,
      severity: ["low", "medium", "high", "critical"],
      level: ["mandatory", "advisory", "disabled"],
    };
    const wrong = Object.entries(words).flatMap(([of, known]) =>
      RULES.map(({ id, meta }) => [id, meta[of as "pillar"]]).filter(
        ([, word]) => word === undefined || !known.includes(word),
      ),
    );
    assert.deepEqual(wrong, []);
  });

  it("finds nothing in the good stack where the provider filled in its defaults", async () => {
    const report = await judge(
      configOf((name) => defaults[name]?.level),
      filledIn(goodStack(), {}),
    );
    assert.deepEqual(findings(report), []);
  });

  it("finds nothing on types that it does not know", async () => {
    const report = await judge(
      configOf(() => "mandatory"),
      retyped(goodStack()),
    );
    assert.deepEqual(findings(report), []);
    assert.deepEqual(report.notEvaluated, []);
  });

  for (const { id } of RULES.filter((rule) => !isAboutExemptions(rule.id))) {
    it(`finds in the examples of ${id} what they say`, async () => {
      const { correct, incorrect } = readExamples("policies", id);
      assert.notEqual(correct.length, 0);
      assert.notEqual(incorrect.length, 0);
      for (const { text, options, findings: expected } of [...correct, ...incorrect]) {
        const report = await judgeBy(
          pack,
          alone({ rule: id, settings: options }),
          judged(resourcesOf(text)).resources,
        );
        const found = report.violations.map(({ urn, message }) => ({ path: nameOf(urn), message }));
        assert.deepEqual(found, expected);
        if (expected.length === 0) assert.deepEqual(report.notEvaluated, []);
      }
    });
  }

  for (const test of CASES) {
    describe(test.rule, () => {
      it("passes what is good", async () => {
        const report = hasOwnStart(test) ? await judge(amongAll(test), given(test)) : good;
        assert.deepEqual(findings(report), []);
      });

      it("finds what is broken, and nothing else does", async () => {
        const stack = change(given(test), test.broken);
        const found = findings(await judge(amongAll(test), stack));
        assert.deepEqual([...new Set(found)], [`${test.rule} on ${test.on}`]);
      });

      it("finds the same where the provider filled in its defaults", async () => {
        const stack = filledIn(change(given(test), test.broken), unsetBy(test));
        const found = findings(await judge(amongAll(test), stack));
        assert.deepEqual([...new Set(found)], [`${test.rule} on ${test.on}`]);
      });

      it("does not touch another type", async () => {
        const broken = changesOf(change(given(test), test.broken));
        const { violations, notEvaluated } = await judge(alone(test), retyped(broken));
        const ours = [...violations, ...notEvaluated].filter(({ rule }) => rule === test.rule);
        assert.deepEqual(ours, []);
      });

      it("does not evaluate what is unknown", async () => {
        const stack = given(test);
        const [resource, property] =
          test.unknown.length === 1 ? [test.on, test.unknown[0]] : test.unknown;
        set(stack[resource], property, UNKNOWN);
        const report = await judge(alone(test), stack);
        const unjudged = report.notEvaluated
          .filter(({ rule }) => rule === test.rule)
          .map(({ urn }) => nameOf(urn));
        assert.deepEqual(
          report.violations.filter(({ rule }) => rule === test.rule),
          [],
        );
        assert.ok(unjudged.includes(test.unjudged ?? test.on), `unjudged: ${unjudged.join()}`);
      });
    });
  }

  /** The levels of prod; a rule that is off there is turned on for its own case. */
  function amongAll(test: Case): PolicyConfigs {
    return configOf((name) => (name === test.rule ? "mandatory" : defaults[name]?.level), test);
  }

  /** This rule only: the policy host unpacks the whole stack for each rule that is on. */
  function alone(test: Pick<Case, "rule" | "settings">): PolicyConfigs {
    return configOf((name) => (name === test.rule ? "mandatory" : "disabled"), test);
  }

  function configOf(
    level: (rule: string) => Level | undefined,
    test?: Pick<Case, "rule" | "settings">,
  ): PolicyConfigs {
    const rules = Object.entries(defaults).map(([name, { settings }]): [string, PolicyConfig] => {
      const own = OWN.includes(name) ? "advisory" : level(name);
      if (own === "disabled") return [name, { level: own, settings: {} }];
      return [
        name,
        {
          level: own,
          settings: name === test?.rule ? { ...settings, ...test.settings } : settings,
        },
      ];
    });
    return Object.fromEntries(rules);
  }

  /** The inputs that the cases' pack last got of each resource, which it keeps for the analysis of a stack. */
  const known = new Map<string, string>();

  /** Judges a stack in this process. Of a resource that is as in the good one, it is known what is found in it by itself. */
  async function judge(configs: PolicyConfigs, resources: Resources): Promise<PolicyReport> {
    const stack = judged(resources).resources;
    const changes = changesOf(resources);
    const changed = stack.filter(({ name, urn, inputs }) => {
      const text = JSON.stringify(inputs);
      if (changes[name] === undefined && known.get(urn) === text) return false;
      known.set(urn, text);
      return true;
    });
    return judgeBy(cases, configs, stack, changed);
  }

  /** What a pack finds in each of some resources, and in the stack. */
  async function judgeBy(
    by: Analyzer | InProcessPack,
    configs: PolicyConfigs,
    stack: readonly AnalyzedResource[],
    each = stack,
  ): Promise<PolicyReport> {
    await by.configure(configs);
    const found = (await Promise.all(each.map((resource) => by.analyze(resource)))).flat();
    return reportOf([...found, ...(await by.analyzeStack(stack))], pack.about.policies);
  }
});

/** The rules on exemptions are about the pack's own settings: settings.test.ts. */
function isAboutExemptions(id: string): boolean {
  return id.startsWith("policy-exemption") || id === "policy-disabling-expired";
}

/** The resources of an example, as those of a case. */
function resourcesOf(text: string): Resources {
  return JSON.parse(text) as Resources;
}

/** Whether a case begins with another stack or other settings than most. */
function hasOwnStart({ given, settings }: Case): boolean {
  return given !== undefined || settings !== undefined;
}

/** What the case leaves out, by resource, as the provider may fill it in. */
function unsetBy({ broken }: Case): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const [only, ...more] = broken;
  if (only === undefined || more.length > 0 || !isValue(only)) return {};
  const [resource, property, value] = only;
  const good = goodStack()[resource]?.inputs;
  return value === undefined && !property.includes(".")
    ? { [resource]: { [property]: good?.[property] } }
    : {};
}

/** The resources as the provider hands them on: with its defaults, marked as such. */
function filledIn(resources: Resources, unset: ReturnType<typeof unsetBy>): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([name, resource]) => {
      const all = { ...unset[name], ...PROVIDER_DEFAULTS[resource.type] };
      const own = Object.entries(all).filter(([property]) => !(property in resource.inputs));
      if (own.length === 0) return [name, resource];
      const inputs = { ...Object.fromEntries(own), ...resource.inputs };
      return [name, { ...resource, inputs: { ...inputs, __defaults: own.map(([key]) => key) } }];
    }),
  );
}

/** Each resource of the good stack, as text. */
const GOOD = new Map(
  Object.entries(goodStack()).map(([name, resource]) => [name, JSON.stringify(resource)]),
);

/** What of a stack is not as in the good one. */
function changesOf(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).filter(
      ([name, resource]) => JSON.stringify(resource) !== GOOD.get(name),
    ),
  );
}

/** The same resources under types that no rule knows. */
function retyped(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([name, resource]) => [
      name,
      { ...resource, type: `other:index/thing:Thing${name}` },
    ]),
  );
}

function given(test: Case): Resources {
  return change(goodStack(), test.given ?? []);
}

function findings({ violations }: PolicyReport): string[] {
  return violations.map(({ rule, urn }) => `${rule} on ${nameOf(urn)}`);
}

function nameOf(urn: string): string {
  const name = urn.split("::").at(-1) ?? "";
  return name === "orders-prod" ? "root" : name;
}
