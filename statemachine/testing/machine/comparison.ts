import { display, isRecord, list, own, type JsonRecord } from "../../json";
import { isTimestamp } from "../../lint/syntax/value-types";
import { WorkflowTestError } from "../errors";
import { read, select, type Readable } from "../language/path";

type Compare = (left: number | string, right: number | string) => boolean;

const ORDERS: Readonly<Record<string, Compare>> = {
  Equals: (left, right) => left === right,
  LessThan: (left, right) => left < right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThan: (left, right) => left > right,
  GreaterThanEquals: (left, right) => left >= right,
};

/** Per kind of value what is compared; undefined for a value of another kind, which never holds. */
const KINDS: Readonly<Record<string, (value: unknown) => number | string | undefined>> = {
  String: (value) => (typeof value === "string" ? value : undefined),
  Numeric: (value) => (typeof value === "number" ? value : undefined),
  Timestamp: (value) => (isTimestamp(value) ? Date.parse(value) : undefined),
  Boolean: (value) => (typeof value === "boolean" ? String(value) : undefined),
  Null: (value) => (value === null ? "null" : undefined),
};

/** Whether a rule of a JSONPath Choice holds. @throws TaskError States.Runtime when its Variable selects nothing. */
export function holds(rule: JsonRecord, from: Readable): boolean {
  const rules = (key: string): boolean[] =>
    list(rule, key).map((each) => holds(each as JsonRecord, from));
  if (rule.And !== undefined) return rules("And").every(Boolean);
  if (rule.Or !== undefined) return rules("Or").some(Boolean);
  if (isRecord(rule.Not)) return !holds(rule.Not, from);
  const variable = display(rule.Variable);
  if (typeof rule.IsPresent === "boolean") {
    return (select(variable, from) !== undefined) === rule.IsPresent;
  }
  const value = read(variable, from, "Variable");
  for (const [field, expected] of Object.entries(rule)) {
    const kind = field.startsWith("Is") ? own(KINDS, field.slice("Is".length)) : undefined;
    if (kind) return (kind(value) !== undefined) === expected;
    const result = compare(field, value, expected, from);
    if (result !== undefined) return result;
  }
  throw new WorkflowTestError(`the rule of a Choice has no comparison: ${JSON.stringify(rule)}`);
}

function compare(
  field: string,
  value: unknown,
  expected: unknown,
  from: Readable,
): boolean | undefined {
  if (field === "StringMatches") {
    return typeof value === "string" && matches(display(expected), value);
  }
  const [, kind = "", order = "", path] =
    /^(String|Numeric|Timestamp|Boolean)(\w+?)(Path)?$/u.exec(field) ?? [];
  const [convert, ordered] = [own(KINDS, kind), own(ORDERS, order)];
  if (!convert || !ordered) return undefined;
  const other = convert(path === undefined ? expected : read(display(expected), from, field));
  const left = convert(value);
  return left !== undefined && other !== undefined && ordered(left, other);
}

/** Whether `text` fits `pattern`, in which `*` is any text and `\*` a star: a star only ever goes on, never back. */
function matches(pattern: string, text: string): boolean {
  const parts: string[] = [""];
  for (const [token] of pattern.matchAll(/\\[\\*]|[\s\S]/gu)) {
    if (token === "*") parts.push("");
    else parts.push(`${parts.pop()}${token.replace(/^\\(?=.)/u, "")}`);
  }
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at + last.length <= text.length;
}
