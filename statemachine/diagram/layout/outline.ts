import type { NodeKind } from "../graph/graph";

/** A line around 0,0: an ellipse, a rectangle with corners of this radius, or the corners of a convex polygon, clockwise. */
export type Outline = "ellipse" | number | readonly (readonly [number, number])[];

/** The outline of each kind of node in a box of `w` by `h` pixels; `x` and `y` are half of them. */
const OUTLINES: Readonly<Record<NodeKind, Outline | ((x: number, y: number) => Outline)>> = {
  Task: 8,
  Pass: (x, y) => [
    [10 - x, -y],
    [x, -y],
    [x - 10, y],
    [-x, y],
  ],
  Choice: (x, y) => [
    [-x, 0],
    [16 - x, -y],
    [x - 16, -y],
    [x, 0],
    [x - 16, y],
    [16 - x, y],
  ],
  Wait: (x, y) => Math.min(x, y),
  Succeed: "ellipse",
  Fail: (x, y) => [
    [10 - x, -y],
    [x - 10, -y],
    [x, 10 - y],
    [x, y - 10],
    [x - 10, y],
    [10 - x, y],
    [-x, y - 10],
    [-x, 10 - y],
  ],
  Parallel: 3,
  Map: 3,
  Unknown: 0,
  Missing: 0,
  Start: "ellipse",
  End: "ellipse",
  Join: 3,
  Point: "ellipse",
  Reference: tag,
  Jump: tag,
};

/** A sign that points to the right. */
function tag(x: number, y: number): Outline {
  return [
    [-x, -y],
    [x - 8, -y],
    [x, 0],
    [x - 8, y],
    [-x, y],
  ];
}

/** The line at which a node's picture ends, and arrows that lead to it. */
export function outlineOf(kind: NodeKind, w: number, h: number): Outline {
  const outline = OUTLINES[kind];
  return typeof outline === "function" ? outline(w / 2, h / 2) : outline;
}

/** Whether a point, from the middle of a node, is inside of its outline or on it. */
export function isInside(outline: Outline, w: number, h: number, x: number, y: number): boolean {
  if (outline === "ellipse") return (x / w) ** 2 + (y / h) ** 2 <= 0.25;
  if (typeof outline === "number") {
    const [beyondX, beyondY] = [Math.abs(x) - w / 2 + outline, Math.abs(y) - h / 2 + outline];
    const corner = Math.hypot(Math.max(beyondX, 0), Math.max(beyondY, 0));
    return corner <= outline && Math.max(beyondX, beyondY) <= outline;
  }
  return outline.every(([fromX, fromY], index) => {
    const [toX, toY] = outline[(index + 1) % outline.length] ?? [fromX, fromY];
    return (toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX) >= 0;
  });
}
