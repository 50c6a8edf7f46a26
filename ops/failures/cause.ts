import { isRecord, jsonIn } from "../../statemachine/json";

/** Longest cause of a group, and how much of a reason is looked at. */
const MOST = 300;
const LOOKED_AT = 2000;

/** Where services say why, in causes that are JSON: Lambda, ECS, Batch, Glue, and executions started by another. */
const REASONS = [
  "errorMessage",
  "StoppedReason",
  "StatusReason",
  "ErrorMessage",
  "Cause",
  "message",
];

/**
 * What is another in each execution, and what stands for it; the first that fits. A status or code of three digits stays:
 * 404 and 503 are two reasons.
 */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/\barn:[\w-]+:[\w-]+:[\w-]*:\d*:[^\s"',;)\]}]+/g, "<arn>"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?/g, "<time>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  [
    /(?<!\b(?:status|code|http)[\s:=]{1,3}(?:code[\s:=]{1,3})?)(?<![a-z\d])\d+(?:[.,:]\d+)*(?=(?:ms|s|m|h|b|kb|mb|gb)?(?![a-z\d]))/gi,
    "<n>",
  ],
  // Letters and digits: with one digit it may be a name, such as EC2, if it is short.
  [
    /(?<![a-z\d])(?=[a-z\d]*[a-z])(?:[a-z]*\d[a-z]*\d[a-z\d]*|(?=[a-z\d]{8})[a-z]*\d[a-z]*)(?![a-z\d])/gi,
    "<id>",
  ],
];

/** The reason in a cause without ids, numbers and times, so that causes of the same kind are equal. */
export function normalizeCause(cause: string): string {
  const text = VARIABLE.reduce(
    (result, [pattern, name]) => result.replace(pattern, name),
    reasonIn(cause).slice(0, LOOKED_AT),
  );
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line;
}

/** Inside of JSON, and of JSON in that: what {@link REASONS} names; else the whole text. */
function reasonIn(cause: string): string {
  const value = jsonIn(cause);
  if (!isRecord(value)) return cause;
  for (const name of REASONS) {
    const reason = value[name];
    if (typeof reason === "string" && reason !== "") return reasonIn(reason);
  }
  return cause;
}
