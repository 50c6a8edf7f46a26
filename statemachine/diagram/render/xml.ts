import type { Font } from "../layout/text";
import { widthOf } from "../layout/text";
import { n } from "./shapes";

/** The most letters of a text that is not set in lines, such as a tooltip. */
const MOST_LETTERS = 2000;

/** Text for XML: escaped, and without the characters that no XML document may hold. */
export function escapeXml(text: string): string {
  return (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text)
    .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A line of text that takes the width it was measured for, whatever font the reader has. */
export function textLine(text: string, font: Font, attributes: string): string {
  const width = widthOf(text, font);
  const fitted = width > 0 ? ` textLength="${n(width)}" lengthAdjust="spacingAndGlyphs"` : "";
  return `<text ${attributes}${fitted}>${escapeXml(text)}</text>`;
}
