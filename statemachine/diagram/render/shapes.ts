import { own } from "../../json";
import type { VisitStatus } from "../execution/visit";
import type { NodeKind, StateKind } from "../graph/graph";
import { outlineOf, type Outline } from "../layout/outline";
import icons from "./icons.json";

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

/** The icon of each kind of state, drawn with a line in a box of 16 by 16 pixels. */
export const ICONS: Readonly<Record<StateKind, string>> = icons.states;

/** Marks for the badges of a history, in a box of 16 by 16 pixels. */
export const MARKS: Readonly<Record<VisitStatus, string>> = icons.statuses;

/** The circular arrow of the retry badge, in a box of 12 by 12 pixels. */
export const RETRY = icons.retry;

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
