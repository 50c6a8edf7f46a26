import type { RuleRow } from "../rule";
import type { Check, LintRule } from "./rule";

/** A row of a subject's `rules.json`: what a rule says of itself. */
interface Row extends RuleRow {
  readonly needs?: readonly string[];
  readonly optional?: boolean;
}

/** The rules of a subject: its rows, in their order, each with its check. */
export function rulesOf<
  Rows extends Readonly<Record<string, Row>>,
  Given extends Readonly<Record<keyof Rows, Check>>,
>(
  rows: Rows,
  checks: Given & Record<Exclude<keyof Given, keyof Rows>, never>,
): readonly LintRule[] {
  return Object.entries<Row>(rows).map(([id, { url, needs, optional, ...words }]) => {
    const meta = { ...words, ...(url !== undefined && { docs: { url } }) };
    return { id, meta, needs, optional, ...(checks as Readonly<Record<string, Check>>)[id] };
  }) as readonly LintRule[];
}
