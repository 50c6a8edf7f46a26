import assert from "node:assert/strict";
import { type PageExample, readExamples } from "../../../docs/rule-page";
import { lint, lintText, type Finding } from "../../../statemachine/lint";
import { STATE_TYPES } from "../../../statemachine/definition/reader";
import { CRASHES, PASSING_FAULTS } from "../../../statemachine/integrations/faults";
import type { LintRule } from "../../../statemachine/lint/rule";
import { RULES, ruleOf, rulesOf } from "../../../statemachine/lint/rules";
import { PILLARS } from "../../../statemachine/rule";

/** The words that a row may have; TypeScript takes any text for them. */
const WORDS = {
  pillar: PILLARS,
  severity: ["error", "warning"],
  needs: ["type", "account", "grants"],
} as const;

/** What a rule's description lists, and whose table is somewhere else. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  "unknown-type": [STATE_TYPES],
  "lambda-crash-retry": CRASHES,
  "lambda-retry": (PASSING_FAULTS["lambda"] ?? []).filter((name) => !/TooMany/.test(name)),
};

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

  it("rate themselves in words that there are", () => {
    const isOf = (words: readonly string[], word: string): boolean => words.includes(word);
    for (const { id, needs = [], meta } of RULES) {
      assert(isOf(WORDS.pillar, meta.pillar), id);
      assert(isOf(WORDS.severity, meta.severity), id);
      assert(
        needs.every((word) => isOf(WORDS.needs, word)),
        id,
      );
    }
  });

  it("say which has a row without a check, or no page", () => {
    const { meta } = ruleOf("state-name");
    assert.throws(() => rulesOf({ lonely: meta }, {} as never), {
      message: "the lint rule 'lonely' has a row, but no check",
    });
    assert.throws(() => readExamples("lint", "lonely"), {
      message:
        "docs/lint/lonely.md is missing: write the rule's examples into it, as CONTRIBUTING.md says",
    });
  });

  for (const [id, names] of Object.entries(LISTS)) {
    it(`${id}: lists in its description all that it is about`, () => {
      const { description } = ruleOf(id).meta;
      assert(description.includes(names.join(", ")), description);
    });
  }

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
