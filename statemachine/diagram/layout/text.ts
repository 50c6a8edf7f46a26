/** The fonts that text is set in, best first. Inter is the one that widths are measured for and PNG is drawn with. */
export const FONTS = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

/** A size in pixels and one of the two weights that are used. */
export interface Font {
  readonly size: number;
  readonly bold: boolean;
}

/** Advance widths of U+0020 to U+007E in thousandths of the size, read from Inter 4.0. */
const REGULAR =
  widths(`281 288 466 633 642 982 644 300 365 365 501 662 288 460 288 360 631 407 610 618
  646 593 620 566 619 620 288 302 662 662 662 511 966 690 654 730 722 601 590 746 743 269 571 672 565 903 753 765
  639 765 644 642 646 744 690 985 682 679 629 365 360 365 471 456 323 562 612 571 612 583 370 613 591 242 242 549
  242 876 591 600 612 612 376 528 327 591 562 818 546 562 552 426 333 426 662`);
const SEMIBOLD =
  widths(`252 321 523 644 650 1004 663 326 373 373 540 673 319 465 319 379 660 423 623 636
  666 612 640 576 640 640 319 329 673 673 673 543 999 728 659 737 722 605 588 749 746 277 580 703 565 922 759 769
  645 773 652 650 660 736 728 1020 720 713 652 373 379 373 481 469 351 574 624 583 624 591 389 625 612 262 262 569
  262 900 612 609 624 624 397 549 353 612 587 839 569 588 566 455 359 455 673`);

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
  for (const split of [splitAtSpaces, splitInside, (word: string) => slices(word, font, width)]) {
    pieces = pieces.flatMap((piece) =>
      widthOf(piece.trimEnd(), font) <= width ? [piece] : split(piece),
    );
  }
  return pieces;
}

function splitAtSpaces(text: string): string[] {
  return text.split(/(?<=\s)/u);
}

function splitInside(word: string): string[] {
  return word.split(/(?<=[-_.,:/&|)])(?=.)|(?<=\p{Ll}|\d)(?=\p{Lu})/u);
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

function widths(table: string): number[] {
  return table.trim().split(/\s+/u).map(Number);
}
