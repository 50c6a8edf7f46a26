import { similar } from "../../nearest";
import type { LintRule } from "../rule";
import { JSONATA_RULES } from "./data/jsonata";
import { JSONPATH_RULES } from "./data/jsonpath";
import { PAYLOAD_RULES } from "./data/payload";
import { SECRETS_RULES } from "./data/secrets";
import { TEMPLATES_RULES } from "./data/templates";
import { VARIABLES_RULES } from "./data/variables";
import { ACCEPTANCES_RULES } from "./document/acceptances";
import { TEXT_RULES } from "./document/text";
import { BACKOFF_RULES } from "./errors/backoff";
import { ERROR_NAMES_RULES } from "./errors/error-names";
import { HANDLING_RULES } from "./errors/handling";
import { LAMBDA_FAULTS_RULES } from "./errors/lambda-faults";
import { CHOICES_RULES } from "./flow/choices";
import { HISTORY_RULES } from "./flow/history";
import { LEVELS_RULES } from "./flow/levels";
import { LOOPS_RULES } from "./flow/loops";
import { PASSES_RULES } from "./flow/passes";
import { TARGETS_RULES } from "./flow/targets";
import { FUNCTIONS_RULES } from "./integration/functions";
import { NESTED_RULES } from "./integration/nested";
import { PARAMETERS_RULES } from "./integration/parameters";
import { PATTERNS_RULES } from "./integration/patterns";
import { REPETITION_RULES } from "./integration/repetition";
import { RESOURCE_RULES } from "./integration/resource";
import { SDK_CALLS_RULES } from "./integration/sdk-calls";
import { CONCURRENCY_RULES } from "./map/concurrency";
import { DISTRIBUTED_RULES } from "./map/distributed";
import { READER_RULES } from "./map/reader";
import { RESULTS_RULES } from "./map/results";
import { GRANTS_RULES } from "./permissions/grants";
import { FIELDS_RULES } from "./structure/fields";
import { LANGUAGES_RULES } from "./structure/languages";
import { NAMES_RULES } from "./structure/names";
import { STATES_RULES } from "./structure/states";
import { EXPRESS_RULES } from "./time/express";
import { TIMEOUTS_RULES } from "./time/timeouts";

/** Every rule of the linter, in the order of docs/lint.md. */
export const RULES: readonly LintRule[] = [
  ...TEXT_RULES,
  ...FIELDS_RULES,
  ...STATES_RULES,
  ...LANGUAGES_RULES,
  ...NAMES_RULES,
  ...TARGETS_RULES,
  ...LEVELS_RULES,
  ...CHOICES_RULES,
  ...LOOPS_RULES,
  ...PASSES_RULES,
  ...HISTORY_RULES,
  ...JSONPATH_RULES,
  ...TEMPLATES_RULES,
  ...JSONATA_RULES,
  ...VARIABLES_RULES,
  ...PAYLOAD_RULES,
  ...SECRETS_RULES,
  ...DISTRIBUTED_RULES,
  ...READER_RULES,
  ...RESULTS_RULES,
  ...CONCURRENCY_RULES,
  ...TIMEOUTS_RULES,
  ...EXPRESS_RULES,
  ...HANDLING_RULES,
  ...ERROR_NAMES_RULES,
  ...LAMBDA_FAULTS_RULES,
  ...BACKOFF_RULES,
  ...RESOURCE_RULES,
  ...PATTERNS_RULES,
  ...SDK_CALLS_RULES,
  ...PARAMETERS_RULES,
  ...FUNCTIONS_RULES,
  ...NESTED_RULES,
  ...REPETITION_RULES,
  ...GRANTS_RULES,
  ...ACCEPTANCES_RULES,
];

const BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of that id; `undefined` when there is none. */
export function findRule(id: string): LintRule | undefined {
  return BY_ID.get(id);
}

/**
 * The rule of that id.
 *
 * @throws Error when there is none.
 */
export function ruleOf(id: string): LintRule {
  const rule = BY_ID.get(id);
  if (rule !== undefined) return rule;
  const meant = similar(id, [...BY_ID.keys()]);
  const hint = meant === undefined ? "." : `; did you mean '${meant}'?`;
  throw new Error(`there is no lint rule '${id}'${hint} All are listed in docs/lint.md`);
}
