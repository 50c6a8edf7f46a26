import { isDeepStrictEqual } from "node:util";
import type { Statement } from "../../statemachine/iam";
import { display, isRecord, jsonIn } from "../../statemachine/json";

/**
 * Whether two texts are the same policy document: statements in the same order, a single string the same as a list of
 * one, and no order inside actions, resources, principals and condition values. False for other texts.
 */
export function sameAsPolicy(left: string, right: string): boolean {
  const [one, other] = [normalPolicy(left), normalPolicy(right)];
  return one !== undefined && isDeepStrictEqual(one, other);
}

function normalPolicy(text: string): unknown {
  const document = jsonIn(text);
  if (!isRecord(document) || document["Statement"] === undefined) return undefined;
  const { Statement: statements, ...rest } = document;
  return { ...rest, Statement: [statements].flat().map(normalStatement) };
}

/** Whether two statements say the same, by the rules of {@link sameAsPolicy}. */
export function sameStatement(left: Statement, right: Statement): boolean {
  return isDeepStrictEqual(normalStatement(left), normalStatement(right));
}

/** In a statement every list is a set of texts, and one text a set of one. */
function normalStatement(value: unknown): unknown {
  if (!isRecord(value)) return [value].flat().map(display).sort();
  const entries = Object.entries(value).map(([key, each]) => [key, normalStatement(each)]);
  return Object.fromEntries(entries);
}

/** Policies and definitions are the same when they are the same JSON, whatever their layout. */
export function sameText(left: string, right: string): boolean {
  return left === right || sameAsPolicy(left, right) || sameJson(left, right);
}

function sameJson(left: string, right: string): boolean {
  const one = jsonIn(left);
  return typeof one === "object" && one !== null && isDeepStrictEqual(one, jsonIn(right));
}
