import { display } from "../../json";
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})$/u;

/** The longest that a state may wait or run. Source: the limits of Wait and TimeoutSeconds in the specification. */
const MOST_SECONDS = 99_999_999;

/** Whether `value` is a time as the language wants it: RFC 3339 with a capital T, and Z or an offset. */
export function isTimestamp(value: unknown): value is string {
  const [, day] = typeof value === "string" ? (TIMESTAMP.exec(value) ?? []) : [];
  if (day === undefined || Number.isNaN(Date.parse(display(value)))) return false;
  // JavaScript takes 30 February for 1 March.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** Whether `value` is a whole number of seconds within the limit. */
export function isSeconds(value: unknown, least: number): value is number {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= MOST_SECONDS;
}
