import widths from "./advance-widths.json";

/** The fonts that text is set in, best first. Inter is the one that widths are measured for and PNG is drawn with. */
export const FONTS = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

/** A size in pixels and one of the two weights that are used. */
export interface Font {
  readonly size: number;
  readonly bold: boolean;
}

/** Advance widths of U+0020 to U+007E in thousandths of the size, read from Inter 4.0. */
const { regular: REGULAR, semibold: SEMIBOLD } = widths;

/** Any other letter: wide enough for Cyrillic, Greek and accented Latin; ideographs and emoji are square. */
const OTHER = 700;
const SQUARE = 1000;
const IS_SQUARE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\u3000-\u303F\uFF00-\uFF60]/u;
const IS_MARK = /\p{Mark}/u;

/** The width of one line of text in pixels. */
export function widthOf(text: string, font: Font): number {
  const table = font.bold ? SEMIBOLD : REGULAR;
  let sum = 0;
  for (const character of text) {
    const ascii = table[(character.codePointAt(0) ?? 0) - 32];
    if (ascii !== undefined) sum += ascii;
    else if (!IS_MARK.test(character)) sum += IS_SQUARE.test(character) ? SQUARE : OTHER;
  }
  return (sum * font.size) / 1000;
}

/**
 * `text` in at most `lines` lines of at most `width` pixels: broken at spaces; a word that is too long after
 * punctuation or before a capital; a part that still is, anywhere. What is left over ends in an ellipsis.
 */
export function wrap(text: string, font: Font, width: number, lines: number): string[] {
  // No letter is narrower than 0.2 of the size, so that what comes later cannot be shown.
  const most = Math.ceil((lines * width) / (font.size / 5));
  if (text.length > 4 * most) return wrap(text.slice(0, 4 * most), font, width, lines);
  const done: string[] = [];
  let line = "";
  for (const piece of pieces(text, font, width)) {
    const longer = line + piece;
    if (line === "" || widthOf(longer.trimEnd(), font) <= width) line = longer;
    else {
      done.push(line.trim());
      line = piece;
    }
  }
  done.push(line.trim());
  if (done.length <= lines) return done;
  return [...done.slice(0, lines - 1), shorten(done.slice(lines - 1).join(" "), font, width)];
}

function pieces(text: string, font: Font, width: number): string[] {
  let pieces = [text];
  for (const split of [
    (words: string) => words.split(/(?<=\s)/u),
    (word: string) => word.split(/(?<=[-_.,:/&|)])(?=.)|(?<=\p{Ll}|\d)(?=\p{Lu})/u),
    (part: string) => slices(part, font, width),
  ]) {
    pieces = pieces.flatMap((piece) =>
      widthOf(piece.trimEnd(), font) <= width ? [piece] : split(piece),
    );
  }
  return pieces;
}

function slices(word: string, font: Font, width: number): string[] {
  const slices = [""];
  for (const character of word) {
    const longer = (slices.at(-1) ?? "") + character;
    if (widthOf(longer, font) > width && slices.at(-1) !== "") slices.push(character);
    else slices[slices.length - 1] = longer;
  }
  return slices;
}

function shorten(text: string, font: Font, width: number): string {
  const characters = [...text];
  while (characters.length > 0 && widthOf(`${characters.join("")}…`, font) > width)
    characters.pop();
  return `${characters.join("").trimEnd()}…`;
}
