import type { PolicyResult } from "../check";
import { nameOf, typeOf } from "./names";
import { groupBy } from "../../../statemachine/group-by";
import { grid } from "../../table";

/** Columns of the widest table; a terminal says its own width. */
const WIDTH = 140;

/** The report for a person: blocking violations first, then advice, and what was left out. */
export function table({ report, stack, withoutRule }: PolicyResult): string {
  const { violations, notEvaluated, exemptions } = report;
  const mandatory = violations.filter(({ level }) => level === "mandatory");
  const advisory = violations.filter(({ level }) => level === "advisory");
  const sections = [
    rows(
      [...mandatory, ...advisory].map(({ level, rule, urn, message, remedy, controls }) => [
        level,
        `${rule}\n${controls.slice(0, 3).join(", ")}`,
        `${nameOf(urn)}\n${typeOf(urn)}`,
        `${message}\n→ ${remedy}`,
      ]),
      ["Level", "Rule", "Resource", "Finding and remedy"],
    ),
    rows(
      [...groupBy(notEvaluated, ({ urn }) => urn)].map(([urn, found]) => [
        nameOf(urn),
        count(found.length, "rule"),
        [...new Set(found.map(({ property }) => property))].join(", "),
      ]),
      ["Not evaluated", "Rules", "Properties not known"],
    ),
    rows(
      exemptions.map(({ rule, urn, reason, expires }) => [rule, nameOf(urn), reason, expires]),
      ["Exempt", "Resource", "Reason", "Until"],
    ),
  ];
  const unknown = [...withoutRule].map(([type, number]) => `${number} ${type}`);
  const rest =
    unknown.length === 0 ? "" : ` Not checked, as no rule is about them: ${unknown.join(", ")}.`;
  const summary = `${stack.resources.length} resources: ${count(mandatory.length, "mandatory violation")}, ${
    advisory.length
  } advisory, ${notEvaluated.length} not evaluated, ${exemptions.length} exempt.${rest}`;
  return [...sections.filter((section) => section !== ""), summary, ""].join("\n");
}

function rows(lines: readonly string[][], head: string[]): string {
  if (lines.length === 0) return "";
  const total = Math.min(process.stdout.columns || WIDTH, WIDTH);
  return grid(head, lines, { colWidths: widths(lines, head, total) });
}

/** Every column as wide as its longest line, the last one as wide as what is left. */
function widths(lines: readonly string[][], head: readonly string[], total: number): number[] {
  const natural = head.map((title, column) => {
    const texts = [title, ...lines.map((line) => line[column] ?? "")];
    return 2 + Math.max(...texts.flatMap((text) => text.split("\n").map((line) => line.length)));
  });
  const limited = natural.slice(0, -1).map((width) => Math.min(width, 46));
  const used = limited.reduce((sum, width) => sum + width + 1, 2);
  return [...limited, Math.max(30, Math.min(natural.at(-1) ?? 30, total - used))];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
