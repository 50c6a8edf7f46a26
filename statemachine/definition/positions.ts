import { pointer } from "../json";
import { walkText } from "./parse";

/**
 * Finds where the values of a document begin in its text, JSON or YAML, by their JSON pointers: the key of a field,
 * the begin of an element, or else of the nearest one around it. In a broken text all is at its first error.
 *
 * @param paths the pointers that will be asked for: a text has many more places than findings
 */
export function offsets(text: string, paths: readonly string[]): (path: string) => number {
  const wanted = new Set(paths.flatMap(around));
  const deepest = paths.reduce((most, path) => Math.max(most, path.split("/").length - 1), 0);
  const found = new Map<string, number>([["", Math.max(0, text.search(/\S/))]]);
  const error = walkText(text, (steps, offset, _isRepeated, depth) => {
    if (depth > deepest) return;
    const path = pointer(steps());
    if (wanted.has(path)) found.set(path, offset);
  });
  return (path) => error ?? found.get(around(path).find((each) => found.has(each)) ?? "") ?? 0;
}

/** A pointer and those of everything around it, the nearest first. */
export function around(path: string): string[] {
  // Slices, which share the letters of a long path; put together of its steps they would not.
  const all = [path];
  for (let end = path.lastIndexOf("/"); end !== -1; end = path.lastIndexOf("/", end - 1)) {
    all.push(path.slice(0, end));
    if (end === 0) break;
  }
  return all;
}
