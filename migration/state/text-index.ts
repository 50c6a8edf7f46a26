/** So many first letters tell quickly where nothing can match: no text is shorter. */
const START = 6;

interface Entry {
  readonly text: string;
  /** The longest of the others that this one begins with. */
  readonly shorter?: Entry;
}

/**
 * Texts to be found inside of others, all at once: the time grows with what is searched, hardly with how many they are,
 * also when they begin alike, as the names of one project do. Texts of fewer than {@link START} letters are left out.
 */
export class TextIndex {
  /** By their first letters, each list in the order of its texts. */
  readonly #byStart = new Map<string, Entry[]>();

  public constructor(texts: Iterable<string>) {
    const sorted = [...new Set(texts)].filter(({ length }) => length >= START).sort(byCodeUnits);
    let before: Entry | undefined;
    for (const text of sorted) {
      while (before !== undefined && !text.startsWith(before.text)) before = before.shorter;
      before = { text, ...(before && { shorter: before }) };
      const start = text.slice(0, START);
      const alike = this.#byStart.get(start);
      if (alike === undefined) this.#byStart.set(start, [before]);
      else alike.push(before);
    }
  }

  /** Every text that stands in this one, with its place: from left to right, the longest first. */
  public *matches(text: string): Generator<{ readonly found: string; readonly at: number }> {
    if (this.#byStart.size === 0) return;
    for (let at = 0; at + START <= text.length; at++) {
      const alike = this.#byStart.get(text.slice(at, at + START));
      let entry = alike && lastUpTo(alike, text.slice(at));
      while (entry !== undefined && !text.startsWith(entry.text, at)) entry = entry.shorter;
      for (; entry !== undefined; entry = entry.shorter) yield { found: entry.text, at };
    }
  }
}

/** The last of the sorted entries that does not come after `text`: it, or a shorter one, is what `text` begins with. */
function lastUpTo(sorted: readonly Entry[], text: string): Entry | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]!.text <= text) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1];
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : 1;
}
