import type { Edge, Node, NodeKind } from "../graph/graph";
import { widthOf, wrap, type Font } from "./text";

export const NAME: Font = { size: 13, bold: true };
export const DETAIL: Font = { size: 11, bold: false };
export const BADGE: Font = { size: 10, bold: true };

export const NAME_LINE = 17;
export const DETAIL_LINE = 14;
export const ICON = 16;
export const ICON_GAP = 8;

/** Longest lines, in pixels, and how many of them are shown; the whole text is in the tooltip. */
const NAME_WIDTH = 190;
const NAME_LINES = 4;
const DETAIL_WIDTH = 200;
const DETAIL_LINES = 2;
const LABEL_WIDTH = 170;
const LABEL_LINES = 4;

/** A node with its text set and its size in pixels. */
export interface SizedNode extends Node {
  readonly width: number;
  readonly height: number;
  readonly nameLines: readonly string[];
  readonly detailLines: readonly string[];
  /** Width of the widest line of text. */
  readonly textWidth: number;
}

/** An edge with its label set. */
export interface SizedEdge extends Edge {
  readonly lines: readonly string[];
  readonly labelWidth: number;
  readonly labelHeight: number;
}

/** Marks without text, by size. */
const MARKS: Partial<Readonly<Record<NodeKind, readonly [number, number]>>> = {
  Start: [16, 16],
  End: [18, 18],
  Join: [72, 6],
  Point: [6, 6],
};

/** Room that the sloping sides of a shape need on top of the text, left and right together. */
const SLOPES: Partial<Readonly<Record<NodeKind, number>>> = {
  Pass: 16,
  Choice: 28,
  Wait: 14,
  Succeed: 34,
  Fail: 8,
  Parallel: 16,
};

/** Sets the text of a node and measures it. */
export function sizeNode(node: Node): SizedNode {
  const mark = MARKS[node.kind];
  if (mark) {
    const [width, height] = mark;
    return { ...node, width, height, nameLines: [], detailLines: [], textWidth: 0 };
  }
  const isReference = node.kind === "Reference" || node.kind === "Jump";
  const nameLines = wrap(node.name, isReference ? DETAIL : NAME, NAME_WIDTH, NAME_LINES);
  const detailLines =
    node.detail === "" ? [] : wrap(node.detail, DETAIL, DETAIL_WIDTH, DETAIL_LINES);
  const textWidth = Math.max(
    ...nameLines.map((line) => widthOf(line, isReference ? DETAIL : NAME)),
    ...detailLines.map((line) => widthOf(line, DETAIL)),
  );
  const icon = isReference ? 0 : ICON + ICON_GAP;
  const height =
    nameLines.length * (isReference ? DETAIL_LINE : NAME_LINE) + detailLines.length * DETAIL_LINE;
  return {
    ...node,
    nameLines,
    detailLines,
    textWidth,
    width: Math.ceil(textWidth + icon + 28 + (SLOPES[node.kind] ?? 0)),
    height: Math.ceil(height + (isReference ? 8 : 20)),
  };
}

/** Sets the label of an edge and measures it. */
export function sizeEdge(edge: Edge): SizedEdge {
  const all = edge.labels.flatMap((label) => wrap(label, DETAIL, LABEL_WIDTH, LABEL_LINES));
  const lines = all.length <= 8 ? all : [...all.slice(0, 7), `and ${all.length - 7} more lines`];
  if (lines.length === 0) return { ...edge, lines, labelWidth: 0, labelHeight: 0 };
  return {
    ...edge,
    lines,
    labelWidth: Math.ceil(Math.max(...lines.map((line) => widthOf(line, DETAIL)))) + 8,
    labelHeight: lines.length * DETAIL_LINE + 2,
  };
}
