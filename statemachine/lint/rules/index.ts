import { similar } from "../../nearest";
import type { RuleRow } from "../../rule";
import type { Check, LintRule } from "../rule";
import { jsonataChecks } from "./data/jsonata";
import { jsonpathChecks } from "./data/jsonpath";
import { payloadChecks } from "./data/payload";
import data from "./data/rules.json";
import { secretChecks } from "./data/secrets";
import { templateChecks } from "./data/templates";
import { variableChecks } from "./data/variables";
import { documentChecks } from "./document/document";
import document from "./document/rules.json";
import { handlingChecks } from "./errors/handling";
import { retryChecks } from "./errors/retries";
import errors from "./errors/rules.json";
import { choiceChecks } from "./flow/choices";
import { historyChecks } from "./flow/history";
import { levelChecks } from "./flow/levels";
import { loopChecks } from "./flow/loops";
import { passChecks } from "./flow/passes";
import flow from "./flow/rules.json";
import { targetChecks } from "./flow/targets";
import { functionChecks } from "./integration/functions";
import { nestedChecks } from "./integration/nested";
import { parameterChecks } from "./integration/parameters";
import { repetitionChecks } from "./integration/repetition";
import { resourceChecks } from "./integration/resource";
import integration from "./integration/rules.json";
import { sdkCallChecks } from "./integration/sdk-calls";
import { mapChecks } from "./map/maps";
import { readerChecks } from "./map/reader";
import map from "./map/rules.json";
import { grantChecks } from "./permissions/grants";
import permissions from "./permissions/rules.json";
import { fieldChecks } from "./structure/fields";
import structure from "./structure/rules.json";
import { stateChecks } from "./structure/states";
import { expressChecks } from "./time/express";
import time from "./time/rules.json";
import { timeoutChecks } from "./time/timeouts";

/** Every rule of the linter, in the order of docs/lint.md. */
export const RULES: readonly LintRule[] = [
  ...rulesOf(document, documentChecks),
  ...rulesOf(structure, { ...fieldChecks, ...stateChecks }),
  ...rulesOf(flow, {
    ...targetChecks,
    ...levelChecks,
    ...choiceChecks,
    ...loopChecks,
    ...passChecks,
    ...historyChecks,
  }),
  ...rulesOf(data, {
    ...jsonpathChecks,
    ...templateChecks,
    ...jsonataChecks,
    ...variableChecks,
    ...payloadChecks,
    ...secretChecks,
  }),
  ...rulesOf(map, { ...mapChecks, ...readerChecks }),
  ...rulesOf(time, { ...timeoutChecks, ...expressChecks }),
  ...rulesOf(errors, { ...handlingChecks, ...retryChecks }),
  ...rulesOf(integration, {
    ...resourceChecks,
    ...sdkCallChecks,
    ...parameterChecks,
    ...functionChecks,
    ...nestedChecks,
    ...repetitionChecks,
  }),
  ...rulesOf(permissions, grantChecks),
];

/** A row of a subject's `rules.json`: what a rule says of itself. */
interface Row extends RuleRow {
  readonly needs?: readonly string[];
  readonly optional?: boolean;
}

/**
 * The rules of a subject: its rows, in their order, each with its check.
 * @throws Error for a row without a check, which only the types would tell otherwise
 */
export function rulesOf<
  Rows extends Readonly<Record<string, Row>>,
  Given extends Readonly<Record<keyof Rows, Check>>,
>(
  rows: Rows,
  checks: Given & Record<Exclude<keyof Given, keyof Rows>, never>,
): readonly LintRule[] {
  return Object.entries<Row>(rows).map(([id, { url, needs, optional, ...words }]) => {
    const meta = { ...words, ...(url !== undefined && { docs: { url } }) };
    const check = (checks as Readonly<Record<string, Check>>)[id];
    if (check === undefined) throw new Error(`the lint rule '${id}' has a row, but no check`);
    return { id, meta, needs, optional, ...check };
  }) as readonly LintRule[];
}

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
