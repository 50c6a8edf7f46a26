import assert from "node:assert/strict";
import { lint, lintText, type Finding } from "../../../statemachine/lint";
import type { Example, Rule } from "../../../statemachine/lint/rule";
import { RULES } from "../../../statemachine/lint/rules";

/** What the linter finds in an example of a rule, with the rule on. */
function judge(rule: Rule, { definition, text, type, account, grants }: Example): Finding[] {
  const rules = rule.optional ? { [rule.code]: rule.severity } : {};
  const options = { type, account, grants, rules };
  return text === undefined ? lint(definition, options) : lintText(text, options);
}

function codes(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ code }) => code))].sort();
}

describe("lint rules", () => {
  it("have different codes", () => {
    assert.equal(new Set(RULES.map(({ code }) => code)).size, RULES.length);
  });

  for (const rule of RULES) {
    it(`${rule.code}: the failing example gives this code and no other`, () => {
      const findings = judge(rule, rule.failing);
      assert.deepEqual(codes(findings), [rule.code, ...(rule.failing.also ?? [])].sort());
      for (const { message, fix } of findings) assert.ok(message !== "" && fix !== "");
    });

    it(`${rule.code}: the fixed example gives nothing`, () => {
      assert.deepEqual(judge(rule, rule.fixed), []);
    });
  }
});
