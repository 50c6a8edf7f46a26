import { durationText } from "../graph/detail";
import type { StateTrace, Trace } from "../execution/history";
import type { PlacedNode } from "../layout/layout";
import { MARKS, n, RETRY, shapePath } from "./shapes";
import { BADGE, NAME } from "../layout/size";
import { widthOf, wrap } from "../layout/text";
import { own } from "../../json";
import { textLine } from "./xml";

const PILL = 16;

/** What sits on the border of a state: its retries, and what an execution did in it. */
export function badges(node: PlacedNode, trace: Trace | undefined): string[] {
  if (node.kind === "Join" || node.kind === "Point") return [];
  const { width, height, retry } = node;
  const visit = trace?.states.get(node.name);
  const facts = visit ? factsOf(visit) : "";
  return [
    ...(visit ? [ring(node, visit), statusMark(width / 2 - 6, -height / 2, visit)] : []),
    // What happened takes the lower border, so that the two never overlap.
    ...(retry ? [retryPill(node, retry.attempts, visit !== undefined)] : []),
    ...(visit && facts !== "" ? [pill(-width / 2 + 4, height / 2, facts, visit.status)] : []),
  ];
}

/** `2 visits · 3 attempts · 1.2 s`, leaving out what is unknown or goes without saying. */
function factsOf({ visits, attempts, seconds }: StateTrace): string {
  return [
    visits > 1 ? `${visits} visits` : "",
    attempts === undefined ? "" : `${attempts} attempt${attempts === 1 ? "" : "s"}`,
    // Less than what is shown: a Choice takes no time.
    seconds === undefined || seconds < 0.005 ? "" : durationText(seconds),
  ]
    .filter((fact) => fact !== "")
    .join(" · ");
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
  return (
    `<g transform="translate(${n(x)} ${n(y - PILL / 2)})">` +
    `<rect class="retry" width="${n(wide)}" height="${PILL}" rx="8"/>` +
    `<path class="mark retryicon" transform="translate(5 2)" d="${RETRY}"/>` +
    `${textLine(text, BADGE, 'class="badge" x="19" y="11.5"')}</g>`
  );
}

function pill(left: number, y: number, text: string, status: string): string {
  return (
    `<g transform="translate(${n(left)} ${n(y - PILL / 2)})">` +
    `<rect class="pill ${status}" width="${n(widthOf(text, BADGE) + 14)}" height="${PILL}" rx="8"/>` +
    `${textLine(text, BADGE, 'class="badge onpill" x="7" y="11.5"')}</g>`
  );
}

/** The line above the picture: how the execution ended and how long it took. */
export function heading(trace: Trace, x: number, y: number): { text: string; width: number } {
  const seconds = trace.seconds === undefined ? "" : ` in ${durationText(trace.seconds)}`;
  const [line = ""] = wrap(trace.status, NAME, 300, 1);
  const text = `${line}${seconds}`;
  const status = own(HEADINGS, trace.status) ?? "failed";
  const width = widthOf(text, NAME) + 24;
  return {
    width,
    text:
      `<g transform="translate(${x} ${n(y - 13)})"><rect class="pill ${status}" width="${n(width)}" height="22" rx="11"/>` +
      `${textLine(text, NAME, 'class="name onpill" x="12" y="15.5"')}</g>`,
  };
}

const HEADINGS: Readonly<Record<string, string>> = { SUCCEEDED: "succeeded", RUNNING: "running" };
