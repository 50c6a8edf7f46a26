import { LOOKS, type NodeKind } from "../graph/graph";

/** A line around 0,0: an ellipse, a rectangle with corners of this radius, or the corners of a convex polygon, clockwise. */
export type Outline = "ellipse" | number | readonly (readonly [number, number])[];

/** The line at which a node's picture ends, and arrows that lead to it. */
export function outlineOf(kind: NodeKind, w: number, h: number): Outline {
  const { outline } = LOOKS[kind];
  if (outline === "ellipse" || typeof outline === "number") return outline;
  if (typeof outline === "string") return Math.min(w, h) / 2;
  return outline.map(
    ([sideX = 0, x = 0, sideY = 0, y = 0]) => [(sideX * w) / 2 + x, (sideY * h) / 2 + y] as const,
  );
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
