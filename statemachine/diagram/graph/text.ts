import { fillPlaceholders } from "../../definition/placeholder";
import { compactJson } from "../../json";

/** A JSONata string without its brackets, any other value as JSON, on one line. */
export function expressionText(value: unknown): string {
  const text = typeof value === "string" ? value : (compactJson(value) ?? "?");
  return text
    .replace(/^\s*\{%/u, "")
    .replace(/%\}\s*$/u, "")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** A leaf as text: unknown ones as an ellipsis, JSONata without its brackets. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return fillPlaceholders(expressionText(value), () => "…");
}

/** Seconds for people: `45 s`, `1 h 30 min`. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`;
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * length;
  }
  return parts.slice(0, 2).join(" ");
}

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;
