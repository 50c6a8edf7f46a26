import { nearest } from "../nearest";
import { ACCEPTANCE_RULES } from "./rules/accept";
import { CHOICE_RULES } from "./rules/choice";
import { COST_RULES, GRANT_RULES } from "./rules/cost";
import { DATA_RULES } from "./rules/data";
import { DOCUMENT_RULES } from "./rules/document";
import { FLOW_RULES } from "./rules/flow";
import { INTEGRATION_RULES } from "./rules/integrations";
import { LANGUAGE_RULES } from "./rules/language";
import { MAP_RULES } from "./rules/maps";
import { RETRY_RULES } from "./rules/retries";
import type { Rule } from "./rule";
import { STRUCTURE_RULES } from "./rules/structure";
import { TIME_RULES } from "./rules/times";
import { VARIABLE_RULES } from "./rules/variables";

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
