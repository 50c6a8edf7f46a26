import assert from "node:assert/strict";
import { Analyzer, type PolicyConfigs } from "../../engine/policy/analyzer";
import { reportOf, type PolicyReport } from "../../engine/policy/check";
import { reconcile } from "../../engine/policy/config";
import { RULES } from "../../policy/rules";
import { CASES, type Case, change, type Resources } from "./support/cases";
import { goodStack, judged, set, UNKNOWN } from "./support/stack";

// The pack runs in a process of its own and is spoken to as the engine does: nothing here is kinder than the engine.
describe("policy rules", function () {
  this.timeout(120_000);
  let pack: Analyzer;
  let defaults: PolicyConfigs;
  before(async () => {
    pack = await Analyzer.start({ folder: "policy", project: "orders", stack: "prod" });
    defaults = reconcile(pack.about, {}, "test");
  });
  after(() => pack.close());

  it("has a case for every rule, and a rule for every case", () => {
    // The two on exemptions are about the pack's own settings: exemptions.test.ts.
    const own = RULES.map(({ name }) => name).filter(
      (name) => !name.startsWith("policy-exemption"),
    );
    assert.deepEqual(CASES.map(({ rule }) => rule).sort(), own.sort());
  });

  for (const test of CASES) {
    describe(test.rule, () => {
      it("passes what is good", async () => {
        assert.deepEqual(findings(await judge(test, given(test))), []);
      });

      it("finds what is broken, and nothing else does", async () => {
        const stack = change(given(test), test.broken);
        const found = findings(await judge(test, stack));
        assert.deepEqual([...new Set(found)], [`${test.rule} on ${test.on}`]);
      });

      it("does not touch another type", async () => {
        const stack = change(given(test), test.broken);
        const retyped = Object.fromEntries(
          Object.entries(stack).map(([name, resource]) => [
            name,
            { ...resource, type: `other:index/thing:Thing${name}` },
          ]),
        );
        const { violations, notEvaluated } = await judge(test, retyped);
        const ours = [...violations, ...notEvaluated].filter(({ rule }) => rule === test.rule);
        assert.deepEqual(ours, []);
      });

      it("does not evaluate what is unknown", async () => {
        const stack = given(test);
        const [resource, property] =
          test.unknown.length === 1 ? [test.on, test.unknown[0]] : test.unknown;
        set(stack[resource], property, UNKNOWN);
        const report = await judge(test, stack);
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

  /** Judges a stack at the levels of prod; a rule that is off there is turned on for its own case. */
  async function judge(test: Case, resources: Resources): Promise<PolicyReport> {
    const settings = { ...defaults[test.rule]?.settings, ...test.settings };
    await pack.configure({ ...defaults, [test.rule]: { level: "mandatory", settings } });
    const stack = judged(resources);
    const found = await Promise.all(stack.resources.map((resource) => pack.analyze(resource)));
    const all = [...found.flat(), ...(await pack.analyzeStack(stack.resources))];
    return reportOf(all, pack.about.policies);
  }
});

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
