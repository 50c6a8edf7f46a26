import { LineCounter } from "yaml";
import { readText, walkText } from "../definition/parse";
import { joinPieces, type Piece } from "../definition/intrinsics";
import { pointer } from "../json";
import { machinesIn } from "./machines";
import { writtenAt } from "./written";

/** A place in a text; both numbers begin at 1, and columns are UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds an offset by a JSON pointer; `undefined` for one that leads somewhere else. */
type Find = (path: string) => number | undefined;

/**
 * Finds where the values of a document are written, see {@link offsets}. A pointer may go on into a definition that
 * stands in the document as a text.
 *
 * @param paths the pointers that will be asked for
 */
export function locator(text: string, paths: readonly string[]): (path: string) => Position {
  const lines = new LineCounter();
  for (let at = 0; at !== -1; at = text.indexOf("\n", at) + 1 || -1) lines.addNewLine(at);
  const outer = offsets(text, paths);
  const inner = textsIn(text, paths);
  return (path) => {
    const found = inner.map((find) => find(path)).find((offset) => offset !== undefined);
    const { line, col } = lines.linePos(found ?? outer(path));
    return { line, column: col };
  };
}

/** For each definition that is a text in the document, how to find what is inside it. */
function textsIn(text: string, paths: readonly string[]): Find[] {
  const texts = (machinesIn(readText(text).value) ?? []).flatMap(({ definition, steps }) => {
    const prefix = pointer(steps);
    const inside = paths.filter((path) => path.startsWith(`${prefix}/`));
    if (definition.is !== "text" || inside.length === 0) return [];
    return [{ prefix, inside, pieces: definition.pieces }];
  });
  if (texts.length === 0) return [];
  const sourceOf = sources(
    text,
    texts.flatMap(({ pieces }) => pieces),
  );
  return texts.map(({ prefix, inside, pieces }) => finder(prefix, inside, pieces, sourceOf));
}

function finder(
  prefix: string,
  paths: readonly string[],
  pieces: readonly Piece[],
  sourceOf: (piece: Piece) => Source | undefined,
): Find {
  const offsetOf = offsets(
    joinPieces(pieces),
    paths.map((path) => path.slice(prefix.length)),
  );
  return (path) => {
    if (!path.startsWith(`${prefix}/`)) return undefined;
    let left = offsetOf(path.slice(prefix.length));
    for (const [index, piece] of pieces.entries()) {
      if (left < piece.text.length || index === pieces.length - 1) {
        const source = sourceOf(piece);
        return source && source.start + writtenAt(source.text, piece.text.slice(0, left));
      }
      left -= piece.text.length;
    }
    return undefined;
  };
}

/** A text as it is written, and where it begins. */
interface Source {
  readonly text: string;
  readonly start: number;
}

/** Finds where in the document each of the pieces is written. */
function sources(text: string, pieces: readonly Piece[]): (piece: Piece) => Source | undefined {
  // The short form of a function has its text where the long form has an object around it.
  const placesOf = ({ steps }: Piece): string[] => around(pointer(steps)).slice(0, 2);
  const wanted = new Set(pieces.flatMap(placesOf));
  const found = new Map<string, Source>();
  walkText(
    text,
    () => undefined,
    (steps, start, end) => {
      const path = pointer(steps());
      if (wanted.has(path)) found.set(path, { text: text.slice(start, end), start });
    },
  );
  return (piece) =>
    placesOf(piece)
      .map((path) => found.get(path))
      .find((source) => source !== undefined);
}

/**
 * Finds where the values of a document begin in its text, JSON or YAML, by their JSON pointers: the key of a field,
 * the begin of an element, or else of the nearest one around it. In a broken text all is at its first error.
 *
 * @param paths the pointers that will be asked for: a text has many more places than findings
 */
function offsets(text: string, paths: readonly string[]): (path: string) => number {
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
function around(path: string): string[] {
  // Slices, which share the letters of a long path; put together of its steps they would not.
  const all = [path];
  for (let end = path.lastIndexOf("/"); end !== -1; end = path.lastIndexOf("/", end - 1)) {
    all.push(path.slice(0, end));
    if (end === 0) break;
  }
  return all;
}
