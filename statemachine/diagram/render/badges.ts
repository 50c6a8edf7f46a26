import { own } from "../../json";
import type { StateTrace, Trace } from "../execution/history";
import { durationText } from "../graph/text";
import type { PlacedNode } from "../layout/layout";
import { BADGE, STYLES } from "../layout/size";
import { widthOf, wrap } from "../layout/text";
import { MARKS, n, RETRY, shapePath } from "./shapes";
import { textLine } from "./xml";

/** The height of a badge. */
const BADGE_HEIGHT = 16;

/** What sits on the border of a state: its retries, and what an execution did in it. */
export function badges(node: PlacedNode, trace: Trace | undefined): string[] {
  if (node.kind === "Join" || node.kind === "Point") return [];
  const { width, height, retry } = node;
  const visit = trace?.states.get(node.name);
  const done = visit ? facts(visit).join(" · ") : "";
  return [
    ...(visit ? [ring(node, visit), statusMark(width / 2 - 6, -height / 2, visit)] : []),
    // What happened takes the lower border, so that the two never overlap.
    ...(retry ? [retryPill(node, retry.attempts, visit !== undefined)] : []),
    ...(visit && done !== "" ? [factsPill(node, done, visit.status)] : []),
  ];
}

/** `2 visits`, `3 attempts`, `1.2 s`, leaving out what is unknown or goes without saying. */
export function facts({ visits, attempts, seconds }: StateTrace): string[] {
  return [
    visits > 1 ? `${visits} visits` : "",
    attempts === undefined ? "" : `${attempts} attempt${attempts === 1 ? "" : "s"}`,
    // Less than what is shown: a Choice takes no time.
    seconds === undefined || seconds < 0.005 ? "" : durationText(seconds),
  ].filter((fact) => fact !== "");
}

function ring({ kind, width, height }: PlacedNode, { status }: StateTrace): string {
  return `<path class="ring ${status}" d="${shapePath(kind, width, height)}"/>`;
}

function statusMark(x: number, y: number, { status }: StateTrace): string {
  return (
    `<g transform="translate(${n(x)} ${n(y)})"><circle class="pill ${status}" r="9"/>` +
    `<path class="mark onpill" transform="translate(-8 -8)" d="${MARKS[status]}"/></g>`
  );
}

function retryPill({ width, height }: PlacedNode, attempts: number, above: boolean): string {
  const text = `${attempts}×`;
  const wide = widthOf(text, BADGE) + 26;
  const [x, y] = above ? [4 - width / 2, -height / 2] : [width / 2 - 4 - wide, height / 2];
  return pill("retry", x, y, wide, BADGE_HEIGHT, [
    `<path class="mark retryicon" transform="translate(5 2)" d="${RETRY}"/>`,
    textLine(text, BADGE, 'class="badge" x="19" y="11.5"'),
  ]);
}

function factsPill({ width, height }: PlacedNode, facts: string, status: string): string {
  const wide = widthOf(facts, BADGE) + 14;
  return pill(`pill ${status}`, 4 - width / 2, height / 2, wide, BADGE_HEIGHT, [
    textLine(facts, BADGE, 'class="badge onpill" x="7" y="11.5"'),
  ]);
}

/** The line above the picture: how the execution ended and how long it took. */
export function heading(trace: Trace, x: number, y: number): { text: string; width: number } {
  const { font } = STYLES.name;
  const seconds = trace.seconds === undefined ? "" : ` in ${durationText(trace.seconds)}`;
  const [status = ""] = wrap(trace.status, font, 300, 1);
  const line = `${status}${seconds}`;
  const width = widthOf(line, font) + 24;
  const text = pill(`pill ${own(HEADINGS, trace.status) ?? "failed"}`, x, y, width, 22, [
    textLine(line, font, 'class="name onpill" x="12" y="15.5"'),
  ]);
  return { text, width };
}

const HEADINGS: Readonly<Record<string, string>> = { SUCCEEDED: "succeeded", RUNNING: "running" };

/** A rectangle with round ends, with something in it; `y` is its middle. */
function pill(
  name: string,
  x: number,
  y: number,
  width: number,
  height: number,
  content: readonly string[],
): string {
  return (
    `<g transform="translate(${n(x)} ${n(y - height / 2)})">` +
    `<rect class="${name}" width="${n(width)}" height="${height}" rx="${height / 2}"/>` +
    `${content.join("")}</g>`
  );
}
