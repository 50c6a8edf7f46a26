import { isRecord, compactJson, own, type JsonRecord } from "../../json";
import phrases from "./phrases.json";
import { expressionText } from "./text";

/** How each comparison of a JSONPath choice rule reads; `Path` operands read the same. */
const OPERATORS: Readonly<Record<string, string>> = phrases.comparisons;

/** The tests of kind, as "is" and as "is not". */
const KINDS: Readonly<Record<string, readonly string[]>> = phrases.kinds;

const COMPARISON =
  /^(?:String|Numeric|Boolean|Timestamp)(Equals|LessThanEquals|GreaterThanEquals|LessThan|GreaterThan|Matches)(Path)?$/u;

/** Tests inside each other that are read. */
const MOST_LEVELS = 100;

/** A choice rule of either query language as one readable line, `?` where it says nothing. */
export function conditionText(rule: unknown): string {
  return test(rule, 0);
}

function test(rule: unknown, level: number): string {
  if (!isRecord(rule)) return "?";
  if (level > MOST_LEVELS) return "…";
  if (rule.Condition !== undefined) return expressionText(rule.Condition);
  if (rule.Not !== undefined) return `not ${test(rule.Not, level + 1)}`;
  if (Array.isArray(rule.And)) return joined(rule.And, " and ", level);
  if (Array.isArray(rule.Or)) return joined(rule.Or, " or ", level);
  return comparison(rule);
}

function joined(tests: readonly unknown[], word: string, level: number): string {
  const text = tests.map((each) => test(each, level + 1)).join(word);
  return level > 0 && tests.length > 1 ? `(${text})` : text;
}

function comparison(rule: JsonRecord): string {
  const variable = typeof rule.Variable === "string" ? rule.Variable : "?";
  for (const [key, value] of Object.entries(rule)) {
    const kind = own(KINDS, key);
    if (kind) return `${variable} ${value === false ? kind[1] : kind[0]}`;
    const [, operator, isPath] = COMPARISON.exec(key) ?? [];
    if (operator === undefined) continue;
    const operand = isPath && typeof value === "string" ? value : compactJson(value);
    return `${variable} ${OPERATORS[operator]} ${operand}`;
  }
  return `${variable} ?`;
}
