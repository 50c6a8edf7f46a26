import { isRecord, own } from "../../json";

/** How each comparison of a JSONPath choice rule reads; `Path` operands read the same. */
const OPERATORS: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  GreaterThan: ">",
  LessThanEquals: "≤",
  GreaterThanEquals: "≥",
  Matches: "matches",
};

/** The tests of kind, as "is" and as "is not". */
const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  IsPresent: ["is present", "is absent"],
  IsNull: ["is null", "is not null"],
  IsString: ["is a string", "is no string"],
  IsNumeric: ["is a number", "is no number"],
  IsBoolean: ["is true or false", "is neither true nor false"],
  IsTimestamp: ["is a time", "is no time"],
};

const COMPARISON =
  /^(?:String|Numeric|Boolean|Timestamp)(Equals|LessThanEquals|GreaterThanEquals|LessThan|GreaterThan|Matches)(Path)?$/u;

/** A choice rule of either query language as one readable line, `?` where it says nothing. */
export function conditionText(rule: unknown): string {
  return test(rule, false);
}

function test(rule: unknown, nested: boolean): string {
  if (!isRecord(rule)) return "?";
  if (rule.Condition !== undefined) return expressionText(rule.Condition);
  if (rule.Not !== undefined) return `not ${test(rule.Not, true)}`;
  const list = Array.isArray(rule.And) ? rule.And : Array.isArray(rule.Or) ? rule.Or : undefined;
  if (list) {
    const joined = list.map((each) => test(each, true)).join(rule.And ? " and " : " or ");
    return nested && list.length > 1 ? `(${joined})` : joined;
  }
  return comparison(rule);
}

function comparison(rule: Readonly<Record<string, unknown>>): string {
  const variable = typeof rule.Variable === "string" ? rule.Variable : "?";
  for (const [key, value] of Object.entries(rule)) {
    const kind = own(KINDS, key);
    if (kind) return `${variable} ${value === false ? kind[1] : kind[0]}`;
    const [, operator, isPath] = COMPARISON.exec(key) ?? [];
    if (operator === undefined) continue;
    const operand = isPath && typeof value === "string" ? value : JSON.stringify(value);
    return `${variable} ${OPERATORS[operator]} ${operand}`;
  }
  return `${variable} ?`;
}

/** A JSONata string without its brackets, any other value as JSON, on one line. */
export function expressionText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "?");
  return text
    .replace(/^\s*\{%/u, "")
    .replace(/%\}\s*$/u, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
}
