import { nearest } from "../integrations";
import { ACCEPTANCE_RULES } from "./accept";
import { CHOICE_RULES } from "./choice";
import { DOCUMENT_RULES } from "./document";
import { FLOW_RULES } from "./flow";
import { INTEGRATION_RULES } from "./integrations";
import { LANGUAGE_RULES } from "./language";
import { RETRY_RULES } from "./retries";
import type { Rule } from "./rule";
import { STRUCTURE_RULES } from "./structure";

/** The linter's table: every rule, in the order of docs/lint.md. */
export const RULES: readonly Rule[] = [
  ...DOCUMENT_RULES,
  ...STRUCTURE_RULES,
  ...FLOW_RULES,
  ...CHOICE_RULES,
  ...LANGUAGE_RULES,
  ...RETRY_RULES,
  ...INTEGRATION_RULES,
  ...ACCEPTANCE_RULES,
];

const BY_CODE = new Map(RULES.map((rule) => [rule.code, rule]));

/**
 * The rule with that code.
 *
 * @throws Error when there is none.
 */
export function ruleOf(code: string): Rule {
  const rule = BY_CODE.get(code);
  if (rule !== undefined) return rule;
  const similar = nearest(code, [...BY_CODE.keys()], 1).map((name) => `; did you mean '${name}'?`);
  throw new Error(
    `there is no lint rule '${code}'${similar.join("")} All are listed in docs/lint.md`,
  );
}
