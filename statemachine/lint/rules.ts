import { nearest } from "../integrations";
import { ACCEPTANCE_RULES } from "./accept";
import { CHOICE_RULES } from "./choice";
import { COST_RULES, GRANT_RULES } from "./cost";
import { DATA_RULES } from "./data";
import { DOCUMENT_RULES } from "./document";
import { FLOW_RULES } from "./flow";
import { INTEGRATION_RULES } from "./integrations";
import { LANGUAGE_RULES } from "./language";
import { MAP_RULES } from "./maps";
import { RETRY_RULES } from "./retries";
import type { Rule } from "./rule";
import { STRUCTURE_RULES } from "./structure";
import { TIME_RULES } from "./times";
import { VARIABLE_RULES } from "./variables";

/** The linter's table: every rule, in the order of docs/lint.md. */
export const RULES: readonly Rule[] = [
  ...DOCUMENT_RULES,
  ...STRUCTURE_RULES,
  ...FLOW_RULES,
  ...CHOICE_RULES,
  ...LANGUAGE_RULES,
  ...VARIABLE_RULES,
  ...MAP_RULES,
  ...TIME_RULES,
  ...RETRY_RULES,
  ...INTEGRATION_RULES,
  ...DATA_RULES,
  ...COST_RULES,
  ...GRANT_RULES,
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
