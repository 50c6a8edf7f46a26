import { styleText } from "node:util";

/** What a terminal acts upon instead of showing it: control characters, other ends of lines, changes of direction. */
const CONTROL = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/gu;

/** A text for people in which nothing moves the cursor, colours, hides or reorders: such characters show as escapes. */
export function visible(text: string): string {
  return text.replace(CONTROL, (letter) => {
    const named = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[letter];
    return named ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** The same line by line: a text of ours whose lines may hold what others wrote. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** Writes lines, each with control characters escaped: whatever is in them, there are no more of them. */
export function printLines(stream: NodeJS.WritableStream, ...lines: readonly string[]): void {
  stream.write(lines.map((line) => `${visible(line)}\n`).join(""));
}

/** JSON for people and programs, in which no terminal finds anything to act upon either. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(CONTROL, (letter) => (letter === "\n" ? letter : visible(letter)))}\n`;
}

/**
 * A text as exactly one word of a POSIX shell, whatever is in it. Control characters are written as `printf` reads them,
 * so that the line can be looked at and copied; a text's very last line end would be lost, as in every `$(...)`.
 */
export function shellWord(text: string): string {
  const quoted = (part: string): string => `'${part.replaceAll("'", "'\\''")}'`;
  if (text.search(CONTROL) < 0) return quoted(text);
  const escaped = text.replaceAll("\\", "\\\\").replace(CONTROL, octal);
  return `"$(printf '%b' ${quoted(escaped)})"`;
}

/** The bytes of a character as `%b` of `printf` has them. */
function octal(letter: string): string {
  const bytes = [...new TextEncoder().encode(letter)];
  return bytes.map((byte) => `\\0${byte.toString(8).padStart(3, "0")}`).join("");
}

/** A style of the terminal, or several: "bold", "red", ... */
export type Style = Parameters<typeof styleText>[0];

/** Gives a text a style, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Whether to write colours to `stream`: on a terminal only, and never against NO_COLOR (https://no-color.org). */
export function hasColour(stream: { readonly isTTY?: boolean } = process.stdout): boolean {
  return stream.isTTY === true && !process.env["NO_COLOR"];
}

/** Paints for a stream that {@link hasColour}; for any other leaves the text as it is. */
export function painter(stream?: { readonly isTTY?: boolean }): Paint {
  const coloured = hasColour(stream);
  return (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text);
}
