import assert from "node:assert/strict";
import { type PageExample, readExamples } from "../../../docs/rule-page";
import { lint, lintText, type Finding } from "../../../statemachine/lint";
import type { LintRule } from "../../../statemachine/lint/rule";
import { RULES } from "../../../statemachine/lint/rules";

/** What the linter finds in an example of a rule, with the rule on. */
function findingsIn(rule: LintRule, { text, language, options }: PageExample): Finding[] {
  const rules = rule.optional ? { [rule.id]: rule.meta.severity } : {};
  const settings = { ...options, rules };
  return language === "json"
    ? lint(JSON.parse(text) as unknown, settings)
    : lintText(text, settings);
}

describe("lint rules", () => {
  it("have different ids", () => {
    assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
  });

  for (const rule of RULES) {
    const { id } = rule;
    const examples = readExamples("lint", id);
    it(`${id}: finds in each incorrect example what it says, and no other rule finds anything`, () => {
      assert.notEqual(examples.incorrect.length, 0);
      for (const example of examples.incorrect) {
        const findings = findingsIn(rule, example);
        const own = findings.filter(({ code }) => code === id);
        assert.deepEqual(
          own.map(({ path, message }) => ({ path, message })),
          example.findings,
        );
        const others = findings.filter(({ code }) => code !== id).map(({ code }) => code);
        assert.deepEqual(others, example.also);
        for (const { fix } of own) assert.notEqual(fix, "");
      }
    });

    it(`${id}: finds nothing in the correct examples`, () => {
      assert.notEqual(examples.correct.length, 0);
      for (const example of examples.correct) assert.deepEqual(findingsIn(rule, example), []);
    });
  }
});
