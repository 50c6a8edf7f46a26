import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

/** What Inter covers: Latin, Greek, Cyrillic and common symbols. */
const INTER = /[\u0000-\u04FF\u1E00-\u1FFF\u2000-\u22FF]/u;

/**
 * Packages with fonts for what Inter lacks, and what is looked for in each: the first that matches. Each is cut into files
 * by ranges of characters, as browsers load them; a range may name letters that only another package has.
 */
const PACKAGES: readonly (readonly [name: string, letters: RegExp])[] = [
  ["noto-sans-kr", /\p{Script=Hangul}/u],
  ["noto-emoji", /\p{Extended_Pictographic}/u],
  ["noto-sans-sc", /./u],
];

/** Several characters that are one sign, as a person with a skin tone and a profession: only the first is drawn. */
const SEQUENCE =
  /(\p{Extended_Pictographic})(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})+/gu;
const FLAG_LETTER = /[\u{1F1E6}-\u{1F1FF}]/gu;

/** Text with each sign as one character; a flag is the two letters of its country. */
export function plainSigns(text: string): string {
  return text
    .replaceAll(SEQUENCE, "$1")
    .replaceAll(FLAG_LETTER, (letter) =>
      String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x1f1e6 + 0x41),
    );
}

/** Parts of a text that Inter lacks. */
export const FOREIGN = new RegExp(`[^${INTER.source.slice(1, -1)}]+`, "gu");

/** The fonts for what Inter lacks in a text: TrueType files, and whether something is in none of them. */
export async function foreignFonts(
  text: string,
): Promise<{ readonly fonts: readonly Uint8Array[]; readonly isComplete: boolean }> {
  const missing = new Set([...text].filter((letter) => !INTER.test(letter)));
  const files: string[] = [];
  for (const [name, letters] of PACKAGES) {
    const wanted = [...missing].filter((letter) => letters.test(letter));
    if (wanted.length === 0) continue;
    const folder = path.dirname(
      createRequire(__filename).resolve(`@fontsource-variable/${name}/package.json`),
    );
    for (const [part, ranges] of await partsOf(folder)) {
      const found = wanted.filter((letter) => {
        const code = letter.codePointAt(0) ?? 0;
        return ranges.some(([from, to]) => code >= from && code <= to);
      });
      for (const letter of found) missing.delete(letter);
      if (found.length > 0) {
        files.push(path.join(folder, "files", `${name}-${part}-wght-normal.woff2`));
      }
    }
  }
  if (files.length === 0) return { fonts: [], isComplete: missing.size === 0 };
  const { default: decompress } = await import("woff2-encoder/decompress");
  const fonts = await Promise.all(files.map(async (file) => decompress(await readFile(file))));
  return { fonts, isComplete: missing.size === 0 };
}

type Range = readonly [from: number, to: number];

/** The files of a package by the names of their parts: `{"[4]": "U+1f1e9-1f1f5,U+1f21a"}`. */
async function partsOf(folder: string): Promise<[string, Range[]][]> {
  const parts = JSON.parse(await readFile(path.join(folder, "unicode.json"), "utf8")) as Record<
    string,
    string
  >;
  return Object.entries(parts).map(([part, ranges]) => [
    part.replaceAll(/[[\]]/g, ""),
    ranges.split(",").map((range): Range => {
      const [from = 0, to = from] = range
        .slice("U+".length)
        .split("-")
        .map((code) => Number.parseInt(code, 16));
      return [from, to];
    }),
  ]);
}
