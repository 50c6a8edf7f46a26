import { own } from "../../json/values";
import type { NodeKind } from "../graph/graph";
import { outlineOf, type Outline } from "../layout/outline";

/** The drawing of each kind of node in a box of `w` by `h` pixels around 0,0, as SVG path data. */
export function shapePath(kind: NodeKind, w: number, h: number): string {
  const path = pathOf(outlineOf(kind, w, h), w, h);
  return own(DECORATIONS, kind)?.(w, h, path) ?? path;
}

/** What some kinds have beside their outline. */
const DECORATIONS: Partial<
  Readonly<Record<NodeKind, (w: number, h: number, path: string) => string>>
> = {
  Parallel: (w, h, path) =>
    `${path}M${n(-w / 2 + 7)} ${n(-h / 2)}v${n(h)}M${n(w / 2 - 7)} ${n(-h / 2)}v${n(h)}`,
  Map: (w, h, path) => `${stacked(w, h, 6)}${stacked(w, h, 3)}${path}`,
  End: (w, h, path) => `${path}${ellipse(w - 9, h - 9)}`,
};

/** The icon of each type of state, drawn with a line in a box of 16 by 16 pixels. */
export const ICONS: Partial<Readonly<Record<NodeKind, string>>> = {
  Task: "M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6M8 1.2v2M8 12.8v2M1.2 8h2M12.8 8h2M3.2 3.2l1.4 1.4M11.4 11.4l1.4 1.4M3.2 12.8l1.4-1.4M11.4 4.6l1.4-1.4",
  Pass: "M2 8h11.5M9.5 4l4 4l-4 4",
  Choice: "M8 14.5V9.5L3 4M8 9.5L13 4M3 7.5V4h3.5M13 7.5V4H9.5",
  Wait: "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M8 4.8v3.4l2.4 1.7",
  Succeed: "M2.8 8.6l3.4 3.4L13.2 4.8",
  Fail: "M4 4l8 8M12 4l-8 8",
  Parallel: "M3.5 3v10M8 3v10M12.5 3v10",
  Map: "M2.5 5.8h8v8h-8zM5.8 5.8V2.5h7.7v8h-3",
  Unknown: "M5.2 5.6a2.8 2.8 0 1 1 4.2 2.5c-.9.5-1.4 1-1.4 2M8 12.6v.6",
  Missing: "M5.2 5.6a2.8 2.8 0 1 1 4.2 2.5c-.9.5-1.4 1-1.4 2M8 12.6v.6",
};

/** Marks for the badges of a history, in a box of 16 by 16 pixels. */
export const MARKS = {
  succeeded: "M4.2 8.4l2.6 2.6l5-5.4",
  failed: "M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6",
  caught: "M8 4.4v4.4M8 11.4v.2",
  running: "M5 8h.1M8 8h.1M11 8h.1",
  stopped: "M6 6v4M10 6v4",
} as const;

/** The circular arrow of the retry badge, in a box of 12 by 12 pixels. */
export const RETRY = "M9.9 5.2a4 4 0 1 0 .1 2M10.4 2.6v2.8H7.6";

/** A number as short as it can be without being seen. */
export function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function pathOf(outline: Outline, w: number, h: number): string {
  if (outline === "ellipse") return ellipse(w, h);
  if (typeof outline === "number") return rounded(w, h, outline);
  return `M${outline.map(([x, y]) => `${n(x)} ${n(y)}`).join("L")}Z`;
}

function rounded(w: number, h: number, radius: number): string {
  const r = radius;
  const arc = (x: number, y: number): string => `a${n(r)} ${n(r)} 0 0 1 ${n(x)} ${n(y)}`;
  return (
    `M${n(-w / 2 + r)} ${n(-h / 2)}h${n(w - 2 * r)}${arc(r, r)}v${n(h - 2 * r)}${arc(-r, r)}` +
    `h${n(2 * r - w)}${arc(-r, -r)}v${n(2 * r - h)}${arc(r, -r)}Z`
  );
}

function ellipse(w: number, h: number): string {
  const arc = `a${n(w / 2)} ${n(h / 2)} 0 1 0`;
  return `M${n(-w / 2)} 0${arc} ${n(w)} 0${arc} ${n(-w)} 0Z`;
}

/** A sheet of paper that peeks out `by` pixels to the lower right. */
function stacked(w: number, h: number, by: number): string {
  const [x, y] = [w / 2 + by, h / 2 + by];
  return `M${n(x - 6)} ${n(-y + 2 * by)}H${n(x)}V${n(y)}H${n(-x + 2 * by)}v-6`;
}
