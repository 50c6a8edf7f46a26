import Table, { type TableConstructorOptions } from "cli-table3";
import { hasColour, visible, visibleLines } from "../statemachine/cli";

/** A table with lines between the cells and, on a terminal, a bold head. */
export function grid(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  layout: Pick<TableConstructorOptions, "colAligns" | "colWidths"> = {},
): string {
  const style = hasColour() ? { head: ["bold"], border: ["grey"] } : { head: [], border: [] };
  const table = new Table({ head: [...head], style, wordWrap: true, ...layout });
  for (const row of rows) {
    table.push(row.map((cell, at) => cut(visibleLines(String(cell)), layout.colWidths?.[at])));
  }
  return table.toString();
}

/**
 * Cuts the words that are longer than a column: only their beginning is shown, and the library, which takes off one character
 * at a time and measures what is left, needs minutes for those of 10,000.
 */
function cut(text: string, width: number | null | undefined): string {
  return width ? text.replace(new RegExp(`(\\S{${width}})\\S+`, "gu"), "$1…") : text;
}

/** Aligned columns without lines, one line a row, so that an address or id can be copied whole. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  const shown = rows.map((row) => row.map(visible));
  for (const row of shown) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => `  ${cell.padEnd(widths[at] ?? 0)}`).join("");
  return shown.map((row) => line(row).trimEnd()).join("\n");
}
