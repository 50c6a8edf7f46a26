import Table, { type TableConstructorOptions } from "cli-table3";
import { hasColour, visible } from "../statemachine/cli";

/** A table with lines between the cells and, on a terminal, a bold head. */
export function grid(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  layout: Pick<TableConstructorOptions, "colAligns" | "colWidths"> = {},
): string {
  const style = hasColour() ? { head: ["bold"], border: ["grey"] } : { head: [], border: [] };
  const table = new Table({ head: [...head], style, wordWrap: true, ...layout });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

/** Aligned columns without lines, one line a row, so that an address or id can be copied whole. */
export function columns(rows: readonly (readonly string[])[]): string {
  const plain = { head: [], border: [], "padding-left": 2, "padding-right": 0 };
  const table = new Table({ chars: NO_LINES, style: plain });
  table.push(...rows.map((row) => row.map(visible)));
  return table.toString().replace(/ +$/gm, "");
}

const NO_LINES = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid", "middle"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((part) => [`${side}${part}`, ""]),
  ),
);
