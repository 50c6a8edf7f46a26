import { isDeepStrictEqual } from "node:util";

/** Members of a statement whose values have no order. */
const SETS = ["Action", "NotAction", "Resource", "NotResource"];

/**
 * Whether two texts are the same policy document: statements in the same order, a single string the same as a list of
 * one, and no order inside actions, resources, principals and condition values. False for other texts.
 */
export function sameAsPolicy(left: string, right: string): boolean {
  const [one, other] = [normal(left), normal(right)];
  return one !== undefined && isDeepStrictEqual(one, other);
}

function normal(text: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(document) || document["Statement"] === undefined) return undefined;
  const { Statement: statements, ...rest } = document;
  const listed = Array.isArray(statements) ? statements : [statements];
  return { ...rest, Statement: listed.map(normalStatement) };
}

function normalStatement(statement: unknown): unknown {
  if (!isObject(statement)) return statement;
  const entries = Object.entries(statement).map(([key, value]) => {
    if (SETS.includes(key)) return [key, sorted(value)];
    if (key.endsWith("Principal")) return [key, sortedValues(value)];
    if (key !== "Condition" || !isObject(value)) return [key, value];
    const operators = Object.entries(value).map(([operator, keys]) => [
      operator,
      sortedValues(keys),
    ]);
    return [key, Object.fromEntries(operators)];
  });
  return Object.fromEntries(entries);
}

function sortedValues(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, sorted(each)]));
}

function sorted(value: unknown): unknown {
  return (Array.isArray(value) ? [...value] : [value]).map(String).sort();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
