/** The object or list that a scan is in. */
interface Level {
  /** Keys seen so far; `undefined` in a list. */
  readonly keys: Set<string> | undefined;
  /** The key or index of the value being read. */
  step: string | number;
  /** Whether a string now is a key. */
  expectKey: boolean;
}

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Steps to each key that valid JSON `text`, which says `value`, writes a second time in the same object; JSON.parse keeps the last of them
 * and says nothing.
 */
export function duplicateKeys(text: string, value: unknown): (string | number)[][] {
  // A colon after a quote is a key, or text that looks like one: no more of them than keys means no duplicate.
  if (countColonsAfterQuotes(text) <= countKeys(value)) return [];
  const found: (string | number)[][] = [];
  const levels: Level[] = [];
  let level: Level | undefined;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign <= SPACE) continue;
    if (sign === QUOTE) {
      const end = closingQuote(text, at + 1);
      if (level?.keys !== undefined && level.expectKey) {
        const key = keyOf(text.slice(at + 1, end));
        level.step = key;
        level.expectKey = false;
        if (level.keys.has(key)) found.push(levels.map(({ step }) => step));
        level.keys.add(key);
      }
      at = end;
    } else if (sign === COMMA && level !== undefined) {
      if (typeof level.step === "number") level.step++;
      level.expectKey = level.keys !== undefined;
    } else if (sign === OPEN_OBJECT || sign === OPEN_LIST) {
      const keyed = sign === OPEN_OBJECT;
      level = { keys: keyed ? new Set() : undefined, step: keyed ? "" : 0, expectKey: keyed };
      levels.push(level);
    } else if (sign === CLOSE_OBJECT || sign === CLOSE_LIST) {
      levels.pop();
      level = levels.at(-1);
    }
  }
  return found;
}

function closingQuote(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}

function keyOf(written: string): string {
  return written.includes("\\") ? (JSON.parse(`"${written}"`) as string) : written;
}

function countColonsAfterQuotes(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(":"); colon !== -1; colon = text.indexOf(":", colon + 1)) {
    let before = colon - 1;
    while (text.charCodeAt(before) <= SPACE) before--;
    if (text.charCodeAt(before) === QUOTE) count++;
  }
  return count;
}

function countKeys(root: unknown): number {
  let count = 0;
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) continue;
    const keyed = !Array.isArray(value);
    for (const key in value) {
      if (keyed) count++;
      const inside = (value as Record<string, unknown>)[key];
      if (typeof inside === "object") pending.push(inside);
    }
  }
  return count;
}
