/** The object or list that a scan is in. */
interface Level {
  /** Keys seen so far; `undefined` in a list. */
  readonly keys: Set<string> | undefined;
  /** The key or index of the value being read. */
  step: string | number;
  /** Whether a string now is a key. */
  expectKey: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Steps to each key that valid JSON `text` writes a second time in the same object; JSON.parse keeps the last of them
 * and says nothing.
 */
export function duplicateKeys(text: string): (string | number)[][] {
  const found: (string | number)[][] = [];
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    const level = levels.at(-1);
    if (sign === "{") levels.push({ keys: new Set(), step: "", expectKey: true });
    else if (sign === "[") levels.push({ keys: undefined, step: 0, expectKey: false });
    else if (sign === "}" || sign === "]") levels.pop();
    else if (sign === "," && level !== undefined) {
      if (typeof level.step === "number") level.step++;
      level.expectKey = level.keys !== undefined;
    } else if (sign === '"') {
      const end = closingQuote(text, at + 1);
      if (level?.keys !== undefined && level.expectKey) {
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        level.step = key;
        level.expectKey = false;
        if (level.keys.has(key)) found.push(levels.map(({ step }) => step));
        level.keys.add(key);
      }
      at = end;
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
