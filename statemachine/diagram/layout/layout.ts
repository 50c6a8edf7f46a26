import type { Box } from "../graph/graph";
import type { SizedEdge, SizedNode } from "./size";

/** A point in pixels from the top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode extends SizedNode {
  /** The middle. */
  readonly at: Point;
}

export interface PlacedEdge extends SizedEdge {
  /** A cubic Bézier spline: a start, then three points for each piece. */
  readonly spline: readonly Point[];
  /** Where the arrow ends; absent where a line ends in a Point. */
  readonly tip?: Point;
  /** The middle of the label. */
  readonly labelAt?: Point;
}

export interface PlacedBox extends Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A graph in which everything has its place. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly comment: string;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  /** Outer boxes before inner ones. */
  readonly boxes: readonly PlacedBox[];
}
