import { LineCounter } from "yaml";
import { pointer } from "../json/values";
import { walkText } from "./parse";

/** A place in a text; both numbers begin at 1, and columns are UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where the values of a definition are written in its text, JSON or YAML, by their JSON pointers: the key of
 * a field, the begin of an element, or else of the nearest one around it. In a broken text all is at its first error.
 *
 * @param paths the pointers that will be asked for: a text has many more places than findings
 */
export function locator(text: string, paths: readonly string[]): (path: string) => Position {
  const lines = new LineCounter();
  for (let at = 0; at !== -1; at = text.indexOf("\n", at) + 1 || -1) lines.addNewLine(at);
  const wanted = new Set(paths.flatMap(around));
  const deepest = paths.reduce((most, path) => Math.max(most, path.split("/").length - 1), 0);
  const offsets = new Map<string, number>([["", Math.max(0, text.search(/\S/))]]);
  const error = walkText(text, (steps, offset, _isRepeated, depth) => {
    if (depth > deepest) return;
    const path = pointer(steps());
    if (wanted.has(path)) offsets.set(path, offset);
  });
  return (path) => {
    const nearest = around(path).find((each) => offsets.has(each)) ?? "";
    const { line, col } = lines.linePos(error ?? offsets.get(nearest) ?? 0);
    return { line, column: col };
  };
}

/** A pointer and those of everything around it, the nearest first. */
function around(path: string): string[] {
  const all = [path];
  for (let end = path.lastIndexOf("/"); end !== -1; end = path.lastIndexOf("/", end - 1)) {
    all.push(path.slice(0, end));
    if (end === 0) break;
  }
  return all;
}
