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
 */
export function locator(text: string): (path: string) => Position {
  const lines = new LineCounter();
  for (let at = 0; at !== -1; at = text.indexOf("\n", at) + 1 || -1) lines.addNewLine(at);
  const offsets = new Map<string, number>([["", Math.max(0, text.search(/\S/))]]);
  const error = walkText(text, (steps, offset) => offsets.set(pointer(steps()), offset));
  return (path) => {
    let around = error === undefined ? path : "";
    while (!offsets.has(around)) around = around.slice(0, around.lastIndexOf("/"));
    const { line, col } = lines.linePos(error ?? offsets.get(around) ?? 0);
    return { line, column: col };
  };
}
