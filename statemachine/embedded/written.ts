/** How a text is written in JSON or YAML: escapes stand for one letter, breaks and indentation are not counted. */
const LETTER = {
  double: /\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\U[0-9a-fA-F]{8}|\\[^]|[^]/g,
  single: /''|[^]/g,
  plain: /[^]/g,
};

/**
 * The offset in `source`, a text as it is written with its quotes or its block header, of what follows `before`, which
 * is the begin of the text that it means. Blanks may be folded, so the letters between them are counted.
 */
export function writtenAt(source: string, before: string): number {
  const [start, pattern] = styleOf(source);
  let left = before.replace(/\s/g, "").length;
  let last = start;
  for (const { 0: letter, index } of source.slice(start).matchAll(pattern)) {
    if (isBlank(letter)) continue;
    last = start + index;
    if (left-- === 0) break;
  }
  return last;
}

/** Where the letters begin, and how they are written. */
function styleOf(source: string): readonly [start: number, letters: RegExp] {
  if (source.startsWith('"')) return [1, LETTER.double];
  if (source.startsWith("'")) return [1, LETTER.single];
  const block = /^[|>].*\r?\n/.exec(source);
  return [block?.[0].length ?? 0, LETTER.plain];
}

function isBlank(letter: string): boolean {
  if (!letter.startsWith("\\") || letter.length === 1) return letter.trim() === "";
  if (letter.length === 2) return /^\\[nrtfv\s]$/.test(letter);
  return String.fromCodePoint(Number.parseInt(letter.slice(2), 16)).trim() === "";
}
