/** So many encodings may be around one another: JSON in a URL in base64 in JSON. */
const LAYERS = 4;

/** Each takes one layer of an encoding off a text, and leaves alone what has none. */
const DECODINGS: readonly ((text: string) => string)[] = [
  withoutJsonEscapes,
  withoutPercents,
  (text) => withoutPercents(text.replaceAll("+", " ")),
  // A letter of base64 is six bits of the bytes. What stands before, as a path does, shifts where a group of four begins.
  ...[0, 1, 2, 3].map((offset) => (text: string) => withoutBase64(text, offset)),
];

/** A text as it is, then as it reads without JSON's escapes, URL encoding and base64, by itself and in one another. */
export function* readings(text: string): Generator<string> {
  const seen = new Set<string>();
  let layer = [text];
  for (let depth = 0; depth <= LAYERS; depth++) {
    const fresh = new Set(layer.filter((each) => !seen.has(each)));
    for (const each of fresh) {
      seen.add(each);
      yield each;
    }
    layer = [...fresh].flatMap((each) => DECODINGS.map((decode) => decode(each)));
  }
}

const LETTERS: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Whoever wrote them: some escape `é`, `<` or `/` too. */
function withoutJsonEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(["\\/bfnrt]))/gi, (_, code?: string, letter = "") =>
    code === undefined ? (LETTERS[letter] ?? letter) : String.fromCharCode(parseInt(code, 16)),
  );
}

function withoutPercents(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

/** Runs that are long enough for a secret inside, and a text that is base64 and nothing else. */
const BASE64 = /^[\w+/-]{4,7}(?=={0,2}$)|[\w+/-]{8,}/g;

/** What the runs of letters of either alphabet of base64 decode to, each from `offset` on. MIME breaks their lines. */
function withoutBase64(text: string, offset: number): string {
  const runs = text.replace(/\r?\n(?=[\w+/-])/g, "").match(BASE64) ?? [];
  if (runs.length === 0) return text;
  return runs.map((run) => Buffer.from(run.slice(offset), "base64").toString("utf8")).join("\n");
}
