import { isInside, outlineOf } from "./outline";
import type { PlacedEdge, PlacedNode, Point } from "./layout";

/** Pixels from the tip of an arrow to its back, where the line ends. */
const HEAD = 7;

/** How far beyond its end a line is drawn on, to a shape that is smaller than the box it stands in. */
const REACH = 40;

/**
 * Lets an arrow end on the outline of its target: Graphviz ends a line at the box around it.
 * @param spline ends outside of the box, a head's length before `tip`
 */
export function endOnOutline(
  spline: readonly Point[],
  tip: Point,
  target: PlacedNode,
): Pick<PlacedEdge, "spline" | "tip"> {
  const back = spline.at(-1) ?? tip;
  const end = hitOf(target, back, tip);
  const length = Math.hypot(end.x - back.x, end.y - back.y);
  if (length <= HEAD + 1) return { spline, tip: end };
  const neck = between(back, end, 1 - HEAD / length);
  return { spline: [...spline, back, neck, neck], tip: end };
}

/** Lets a line begin on the outline of the node that it comes from. */
export function beginOnOutline(spline: readonly Point[], source: PlacedNode): readonly Point[] {
  const [first, second] = spline;
  if (!first || !second) return spline;
  const begin = hitOf(source, second, first);
  return [begin, begin, first, ...spline];
}

/** Where a line from a point outside of a node over another meets its outline; bent to its middle where it would not. */
function hitOf({ kind, at, width, height }: PlacedNode, from: Point, over: Point): Point {
  const outline = outlineOf(kind, width, height);
  const isHit = ({ x, y }: Point): boolean => isInside(outline, width, height, x - at.x, y - at.y);
  return firstHit(from, over, REACH, isHit) ?? firstHit(over, at, 0, isHit) ?? over;
}

/** The first point of the way from one point over another, and `beyond` pixels on, that is a hit. */
function firstHit(
  from: Point,
  over: Point,
  beyond: number,
  isHit: (point: Point) => boolean,
): Point | undefined {
  const length = Math.hypot(over.x - from.x, over.y - from.y);
  if (length === 0) return undefined;
  for (let at = 0; at <= length + beyond; at += 0.25) {
    const point = between(from, over, at / length);
    if (isHit(point)) return point;
  }
  return undefined;
}

function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
