import { styleText } from "node:util";

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
