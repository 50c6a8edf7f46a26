import type { Trace } from "../execution/history";
import { isState } from "../graph/graph";
import type { Layout, PlacedBox, PlacedEdge, PlacedNode, Point } from "../layout/layout";
import { BASELINE, ICON, ICON_GAP, STYLES } from "../layout/size";
import { badges, heading } from "./badges";
import { PathTaken, type Highlight } from "./path-taken";
import { ICONS, n, shapePath } from "./shapes";
import { styleSheet, type Theme } from "./style";
import { escapeXml, textLine } from "./xml";

/** Pixels around the picture, and the height of the line that tells an execution's outcome. */
const MARGIN = 20;
const HEADING = 34;

/** States that the description names. */
const MOST_NAMES = 50;

/** The picture as an SVG document: accessible, self-contained, without scripts or references. */
export function renderSvg(layout: Layout, theme: Theme | "auto", trace?: Trace): string {
  const top = MARGIN + (trace ? HEADING : 0);
  const headline = trace ? heading(trace, MARGIN, MARGIN + 12) : { text: "", width: 0 };
  const width = Math.ceil(Math.max(layout.width, headline.width) + 2 * MARGIN);
  const height = Math.ceil(layout.height + top + MARGIN);
  const taken = trace && new PathTaken(layout, trace);
  const states = layout.nodes.filter(({ kind }) => isState(kind));
  const title = `State machine of ${states.length} state${states.length === 1 ? "" : "s"}`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escapeXml(trace ? `${title}, execution ${trace.status}` : title)}</title>`,
    `<desc id="desc">${escapeXml(layout.comment || description(states))}</desc>`,
    `<style>${styleSheet(theme)}</style>`,
    `<rect class="background" width="${width}" height="${height}" rx="8"/>`,
    headline.text,
    `<g transform="translate(${n((width - layout.width) / 2)} ${top})">`,
    ...layout.boxes.map(renderBox),
    ...layout.edges.map((edge) => renderEdge(edge, taken)),
    ...layout.nodes.map((node) => renderNode(node, trace, taken)),
    // After the nodes, whose stacks of paper would hide them.
    ...layout.edges.map((edge) => renderHead(edge, taken)),
    // Labels last: no line may cross a condition.
    ...layout.edges.map((edge) => renderLabel(edge, taken)),
    "</g>",
    "</svg>",
  ]
    .filter((line) => line !== "")
    .join("\n")}\n`;
}

function description(states: readonly PlacedNode[]): string {
  const names = states.slice(0, MOST_NAMES).map(({ name, kind }) => `${name} (${kind})`);
  const more = states.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function renderBox({ kind, x, y, width, height }: PlacedBox): string {
  return `<rect class="box ${kind}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="10"/>`;
}

function renderNode(node: PlacedNode, trace?: Trace, taken?: PathTaken): string {
  const { kind, at, width, height } = node;
  const title = tooltip(node, trace);
  const state = isState(kind) ? ` data-state="${escapeXml(node.name)}"` : "";
  return [
    `<g${classes("node", taken?.node(node))}${state} transform="translate(${n(at.x)} ${n(at.y)})">`,
    title === "" ? "" : `<title>${escapeXml(title)}</title>`,
    `<path class="shape ${kind}" d="${shapePath(kind, width, height)}"/>`,
    ...renderText(node),
    ...badges(node, trace),
    "</g>",
  ].join("");
}

function renderText({ kind, lines, textWidth }: PlacedNode): string[] {
  const icon = isState(kind) ? ICONS[kind] : undefined;
  const iconWidth = icon ? ICON + ICON_GAP : 0;
  const left = -(textWidth + iconWidth) / 2;
  return [
    icon
      ? `<path class="icon mark ${kind}" transform="translate(${n(left)} ${n(-ICON / 2)})" d="${icon}"/>`
      : "",
    ...lines.map(({ text, style, y }) =>
      textLine(text, STYLES[style].font, `class="${style}" x="${n(left + iconWidth)}" y="${n(y)}"`),
    ),
  ];
}

function tooltip(node: PlacedNode, trace: Trace | undefined): string {
  if (!isState(node.kind)) return node.name;
  const visit = trace?.states.get(node.name);
  return [
    `${node.kind} ${node.name}`,
    node.detail,
    node.comment,
    node.retry ? `Retries ${node.retry.errors.join(", ")} up to ${node.retry.attempts} times` : "",
    visit?.error ? `Error ${visit.error}` : "",
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function renderEdge(edge: PlacedEdge, taken?: PathTaken): string {
  const [first, ...rest] = edge.spline;
  if (!first) return "";
  const path = `M${pair(first)}C${rest.map(pair).join(" ")}`;
  const error = edge.kind === "catch" ? " catch" : "";
  const title =
    edge.labels.length === 0 ? "" : `<title>${escapeXml(edge.labels.join("\n"))}</title>`;
  const line = `<path class="edge${error}" d="${path}"/>`;
  return `<g${classes("", taken?.edge(edge))}>${title}${line}</g>`;
}

function renderHead(edge: PlacedEdge, taken?: PathTaken): string {
  if (!edge.tip) return "";
  const error = edge.kind === "catch" ? " catch" : "";
  const head = `<path class="head${error}" d="${arrow(edge.spline.at(-1) ?? edge.tip, edge.tip)}"/>`;
  return `<g${classes("", taken?.edge(edge))}>${head}</g>`;
}

function renderLabel(edge: PlacedEdge, taken?: PathTaken): string {
  const { labelAt, lines, kind } = edge;
  if (!labelAt || lines.length === 0) return "";
  const { font, line } = STYLES.detail;
  const name = `label halo${kind === "catch" ? " catch" : ""}`;
  const spans = lines.map((text, index) => {
    const y = labelAt.y + (index + BASELINE - lines.length / 2) * line;
    const attributes = `class="${name}" text-anchor="middle" x="${n(labelAt.x)}" y="${n(y)}"`;
    return textLine(text, font, attributes);
  });
  return `<g${classes("labels", taken?.edge(edge))}>${spans.join("")}</g>`;
}

function classes(own: string, part: Highlight = ""): string {
  const all = [own, part].filter((name) => name !== "").join(" ");
  return all === "" ? "" : ` class="${all}"`;
}

/** A triangle from the end of the line to the tip. */
function arrow(end: Point, tip: Point): string {
  const length = Math.hypot(tip.x - end.x, tip.y - end.y) || 1;
  const [dx, dy] = [(tip.x - end.x) / length, (tip.y - end.y) / length];
  const half = 4;
  const left = { x: end.x - dy * half, y: end.y + dx * half };
  const right = { x: end.x + dy * half, y: end.y - dx * half };
  return `M${pair(left)}L${pair(tip)}L${pair(right)}Z`;
}

function pair({ x, y }: Point): string {
  return `${n(x)} ${n(y)}`;
}
