import { readHistory } from "./execution/history";
import { checkSize, placeGraph } from "./layout/place";
import { renderMermaid } from "./render/mermaid";
import { buildGraph } from "./graph/build";
import { toPng } from "./render/png";
import { wrapFanOuts } from "./graph/fan-out";
import { shortenLines } from "./graph/references";
import type { Theme } from "./render/style";
import { renderSvg } from "./render/svg";

export { HistoryError, readVisits } from "./execution/history";
export type { Visit } from "./execution/visit";
export { DiagramError } from "./graph/build";

/** The kinds of picture: SVG and Mermaid are text, PNG is bytes. */
export const FORMATS = ["svg", "png", "mmd"] as const;
export type Format = (typeof FORMATS)[number];

/** How to draw a definition. */
export interface DiagramOptions {
  readonly format: Format;
  /** Defaults to auto, which follows the reader's setting in SVG and is light elsewhere. */
  readonly theme?: Theme | "auto";
  /**
   * An execution to show on the picture: the events of GetExecutionHistory, or an object with the `path` of states.
   */
  readonly history?: unknown;
}

/**
 * The picture of a workflow. The same input gives the same bytes. A definition with faults is drawn as far as it
 * goes, for example with a marked node for a target that does not exist.
 *
 * @throws DiagramError when there is nothing to draw, HistoryError when the history cannot be read.
 */
export function diagram(
  definition: unknown,
  options: DiagramOptions & { readonly format: "svg" | "mmd" },
): Promise<string>;
export function diagram(
  definition: unknown,
  options: DiagramOptions & { readonly format: "png" },
): Promise<Uint8Array>;
export function diagram(definition: unknown, options: DiagramOptions): Promise<string | Uint8Array>;
export async function diagram(
  definition: unknown,
  { format, theme = "auto", history }: DiagramOptions,
): Promise<string | Uint8Array> {
  const graph = buildGraph(definition);
  const trace = history === undefined ? undefined : readHistory(history);
  if (format === "mmd") return renderMermaid(graph, theme, trace);
  const shortened = shortenLines(graph);
  // Before targets are put into rows: of what is too large that takes as long as the picture may.
  checkSize(shortened);
  const layout = await placeGraph(wrapFanOuts(shortened));
  if (format === "svg") return renderSvg(layout, theme, trace);
  return toPng(renderSvg(layout, theme === "dark" ? "dark" : "light", trace));
}
