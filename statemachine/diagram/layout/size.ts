import { isState, LOOKS, type Edge, type Node } from "../graph/graph";
import { widthOf, wrap, type Font } from "./text";

/** How texts are set: their fonts, and the pixels from line to line. */
export const STYLES = {
  name: { font: { size: 13, bold: true }, line: 17 },
  detail: { font: { size: 11, bold: false }, line: 14 },
} as const;

/** Where letters stand in a line, as a share of its height. */
export const BASELINE = 0.76;

export const BADGE: Font = { size: 10, bold: true };

export const ICON = 16;
export const ICON_GAP = 8;

/** Longest lines, in pixels, and how many of them are shown; the whole text is in the tooltip. */
const NAME_WIDTH = 190;
const NAME_LINES = 4;
const DETAIL_WIDTH = 200;
const DETAIL_LINES = 2;
const LABEL_WIDTH = 170;
const LABEL_LINES = 4;

/** A line of text, and how far below the middle of its node it stands. */
interface TextLine {
  readonly text: string;
  readonly style: keyof typeof STYLES;
  readonly y: number;
}

/** A node with its text set and its size in pixels. */
export interface SizedNode extends Node {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly TextLine[];
  /** Width of the widest line of text. */
  readonly textWidth: number;
}

/** An edge with its label set. */
export interface SizedEdge extends Edge {
  readonly lines: readonly string[];
  readonly labelWidth: number;
  readonly labelHeight: number;
}

/** Room around the text: in a state also for its icon. */
const STATE_ROOM = { width: ICON + ICON_GAP + 28, height: 20 };
const REFERENCE_ROOM = { width: 28, height: 8 };

/** Sets the text of a node and measures it. */
export function sizeNode(node: Node): SizedNode {
  const { size, slope = 0 } = LOOKS[node.kind];
  if (size) {
    const [width = 0, height = 0] = size;
    return { ...node, width, height, lines: [], textWidth: 0 };
  }
  const room = isState(node.kind) ? STATE_ROOM : REFERENCE_ROOM;
  const texts = [
    ...setText(node.name, isState(node.kind) ? "name" : "detail", NAME_WIDTH, NAME_LINES),
    ...(node.detail === "" ? [] : setText(node.detail, "detail", DETAIL_WIDTH, DETAIL_LINES)),
  ];
  const textWidth = Math.max(...texts.map(({ text, style }) => widthOf(text, STYLES[style].font)));
  const textHeight = texts.reduce((sum, { style }) => sum + STYLES[style].line, 0);
  let top = -textHeight / 2;
  const lines = texts.map(({ text, style }): TextLine => {
    const { line } = STYLES[style];
    top += line;
    return { text, style, y: top - (1 - BASELINE) * line };
  });
  return {
    ...node,
    lines,
    textWidth,
    width: Math.ceil(textWidth + room.width + slope),
    height: Math.ceil(textHeight + room.height),
  };
}

function setText(
  text: string,
  style: TextLine["style"],
  width: number,
  lines: number,
): Omit<TextLine, "y">[] {
  return wrap(text, STYLES[style].font, width, lines).map((line) => ({ text: line, style }));
}

/** Sets the label of an edge and measures it. */
export function sizeEdge(edge: Edge): SizedEdge {
  const { font, line } = STYLES.detail;
  const all = edge.labels.flatMap((label) => wrap(label, font, LABEL_WIDTH, LABEL_LINES));
  const lines = all.length <= 8 ? all : [...all.slice(0, 7), `and ${all.length - 7} more lines`];
  if (lines.length === 0) return { ...edge, lines, labelWidth: 0, labelHeight: 0 };
  return {
    ...edge,
    lines,
    labelWidth: Math.ceil(Math.max(...lines.map((text) => widthOf(text, font)))) + 8,
    labelHeight: lines.length * line + 2,
  };
}
