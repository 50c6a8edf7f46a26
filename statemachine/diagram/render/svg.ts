import { badges, heading } from "./badges";
import type { Trace } from "../execution/history";
import { n, ICONS, shapePath } from "./shapes";
import { DETAIL_LINE, ICON, ICON_GAP, NAME_LINE } from "../layout/size";
import { DETAIL, NAME } from "../layout/size";
import { FONTS } from "../layout/text";
import { styleSheet, type Theme } from "./style";
import { escapeXml, textLine } from "./xml";
import { PathTaken, type Highlight } from "./path-taken";
import type { Layout, PlacedBox, PlacedEdge, PlacedNode, Point } from "../layout/layout";

/** Pixels around the picture, and the height of the line that tells an execution's outcome. */
const MARGIN = 20;
const HEADING = 34;

/** The picture as an SVG document: accessible, self-contained, without scripts or references. */
export function renderSvg(layout: Layout, theme: Theme | "auto", trace?: Trace): string {
  const top = MARGIN + (trace ? HEADING : 0);
  const headline = trace ? heading(trace, MARGIN, MARGIN + 14) : { text: "", width: 0 };
  const width = Math.ceil(Math.max(layout.width, headline.width) + 2 * MARGIN);
  const height = Math.ceil(layout.height + top + MARGIN);
  const taken = trace && new PathTaken(layout, trace);
  const states = layout.nodes.filter((node) => node.kind in ICONS).length;
  const title = `State machine of ${states} state${states === 1 ? "" : "s"}`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escapeXml(trace ? `${title}, execution ${trace.status}` : title)}</title>`,
    `<desc id="desc">${escapeXml(layout.comment || description(layout))}</desc>`,
    `<style>${styleSheet(theme, FONTS)}</style>`,
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

function description({ nodes }: Layout): string {
  const names = nodes
    .filter((node) => node.kind in ICONS)
    .map((node) => `${node.name} (${node.kind})`);
  return (
    names.slice(0, 50).join(", ") + (names.length > 50 ? ` and ${names.length - 50} more` : "")
  );
}

function renderBox({ kind, x, y, width, height }: PlacedBox): string {
  return `<rect class="box ${kind}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="10"/>`;
}

function renderNode(node: PlacedNode, trace?: Trace, taken?: PathTaken): string {
  const { kind, at, width, height } = node;
  const shape = `<path class="shape ${kind}" d="${shapePath(kind, width, height)}"/>`;
  const parts = [shape, ...renderText(node), ...badges(node, trace)];
  const title = tooltip(node, trace);
  const state = kind in ICONS ? ` data-state="${escapeXml(node.name)}"` : "";
  return [
    `<g${classes("node", taken?.node(node))}${state} transform="translate(${n(at.x)} ${n(at.y)})">`,
    title === "" ? "" : `<title>${escapeXml(title)}</title>`,
    ...parts,
    "</g>",
  ].join("");
}

function renderText(node: PlacedNode): string[] {
  const { kind, nameLines, detailLines, textWidth } = node;
  const icon = ICONS[kind];
  const left = -(textWidth + (icon ? ICON + ICON_GAP : 0)) / 2;
  const textLeft = left + (icon ? ICON + ICON_GAP : 0);
  const nameLine = icon ? NAME_LINE : DETAIL_LINE;
  const height = nameLines.length * nameLine + detailLines.length * DETAIL_LINE;
  const line = (text: string, style: "name" | "detail", y: number): string =>
    textLine(
      text,
      style === "name" ? NAME : DETAIL,
      `class="${style}" x="${n(textLeft)}" y="${n(y)}"`,
    );
  return [
    icon
      ? `<path class="icon mark ${kind}" transform="translate(${n(left)} ${n(-ICON / 2)})" d="${icon}"/>`
      : "",
    ...nameLines.map((text, index) =>
      line(text, icon ? "name" : "detail", -height / 2 + (index + 0.76) * nameLine),
    ),
    ...detailLines.map((text, index) =>
      line(
        text,
        "detail",
        -height / 2 + nameLines.length * nameLine + (index + 0.76) * DETAIL_LINE,
      ),
    ),
  ];
}

function tooltip(node: PlacedNode, trace: Trace | undefined): string {
  if (!(node.kind in ICONS)) return node.name;
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
  const top = labelAt.y - (lines.length * DETAIL_LINE) / 2;
  const spans = lines.map((text, index) =>
    textLine(
      text,
      DETAIL,
      `class="label halo${kind === "catch" ? " catch" : ""}" text-anchor="middle" x="${n(labelAt.x)}" y="${n(top + (index + 0.76) * DETAIL_LINE)}"`,
    ),
  );
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
