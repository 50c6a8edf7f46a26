import type { PlacedEdge, PlacedNode, Point } from "./layout";

/** Places tried along a line. */
const PLACES = 24;

/** Pixels between a label and what it stands beside. */
const GAP = 4;

interface Rectangle {
  readonly at: Point;
  readonly width: number;
  readonly height: number;
}

/**
 * Moves labels that cover a state along their lines, to where there is room. Graphviz keeps a place for each, except
 * between boxes, where it may forget that.
 */
export function clearLabels(
  edges: readonly PlacedEdge[],
  nodes: readonly PlacedNode[],
): readonly PlacedEdge[] {
  const taken: Rectangle[] = edges.flatMap((edge) => labelOf(edge, edge.labelAt) ?? []);
  return edges.map((edge) => {
    const label = labelOf(edge, edge.labelAt);
    if (!label || !nodes.some((node) => overlaps(label, node))) return edge;
    const places = placesFor(label, edge.spline);
    const isFree = (others: readonly Rectangle[], at: Point): boolean =>
      !others.some((other) => overlaps({ ...label, at }, other));
    const others = taken.filter(({ at }) => at !== label.at);
    // Where there is too little room, another label is the lesser loss.
    const free =
      places.find((at) => isFree([...nodes, ...others], at)) ??
      places.find((at) => isFree(nodes, at));
    if (!free) return edge;
    taken.push({ ...label, at: free });
    return { ...edge, labelAt: free };
  });
}

function labelOf({ labelWidth, labelHeight }: PlacedEdge, at?: Point): Rectangle | undefined {
  if (!at || labelWidth === 0) return undefined;
  return { at, width: labelWidth, height: labelHeight };
}

/** Whether two rectangles, each given by its middle, have more in common than an edge. */
export function overlaps(one: Rectangle, other: Rectangle): boolean {
  return (
    Math.abs(one.at.x - other.at.x) < (one.width + other.width) / 2 &&
    Math.abs(one.at.y - other.at.y) < (one.height + other.height) / 2
  );
}

/** Places beside a line, near its middle first, then those on it, and above and below it. */
function placesFor({ width, height }: Rectangle, spline: readonly Point[]): Point[] {
  const shares = Array.from({ length: PLACES - 1 }, (_, index) => (index + 1) / PLACES);
  shares.sort((a, b) => Math.abs(a - 0.5) - Math.abs(b - 0.5));
  const points = shares.map((share) => pointAt(spline, share));
  const aside = [width / 2 + GAP, -width / 2 - GAP, 0].map((x) => ({ x, y: 0 }));
  const above = [-1, 1, -2, 2, -3, 3].map((rows) => ({ x: 0, y: rows * (height + GAP) }));
  return [...aside, ...above].flatMap((by) =>
    points.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })),
  );
}

/** The point at a share of a line's pieces. */
function pointAt(spline: readonly Point[], share: number): Point {
  const pieces = (spline.length - 1) / 3;
  const piece = Math.min(Math.floor(share * pieces), pieces - 1);
  const [t, u] = [share * pieces - piece, 1 - share * pieces + piece];
  const weights = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  const points = spline.slice(3 * piece, 3 * piece + 4);
  const sum = (axis: keyof Point): number =>
    points.reduce((total, point, index) => total + point[axis] * (weights[index] ?? 0), 0);
  return { x: sum("x"), y: sum("y") };
}
