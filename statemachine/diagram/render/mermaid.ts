import { groupBy } from "../../group-by";
import type { Trace } from "../execution/history";
import { LOOKS, type Edge, type Graph, type Node } from "../graph/graph";
import { facts } from "./badges";
import { PALETTES, type Theme } from "./style";

/** The graph as a Mermaid flowchart, for Markdown that renders it; Mermaid does the layout. */
export function renderMermaid(graph: Graph, theme: Theme | "auto", trace?: Trace): string {
  const lines: string[] = [];
  const nodes = groupBy(graph.nodes, ({ box }) => box);
  const boxes = groupBy(graph.boxes, ({ parent }) => parent);
  const scope = (box: string | undefined, indent: string): void => {
    for (const node of nodes.get(box) ?? []) lines.push(`${indent}${nodeText(node, trace)}`);
    for (const { id, kind } of boxes.get(box) ?? []) {
      // A container's own node comes first in its box.
      const title = kind === "Branch" ? " " : escapeLabel(nodes.get(id)?.[0].name ?? kind);
      lines.push(`${indent}subgraph ${id}["${title}"]`);
      scope(id, `${indent}  `);
      lines.push(`${indent}end`);
    }
  };
  scope(undefined, "  ");
  const isDark = theme === "dark";
  return `${[
    `%%{init: {"theme": "${isDark ? "dark" : "default"}"}}%%`,
    "flowchart TD",
    ...lines,
    ...graph.edges.map((edge) => `  ${edgeText(edge)}`),
    ...classLines(graph, isDark ? "dark" : "light", trace),
  ].join("\n")}\n`;
}

function nodeText(node: Node, trace: Trace | undefined): string {
  const { mermaid, text: mark } = LOOKS[node.kind];
  const [open, close] = mermaid;
  const visit = node.kind === "Join" ? undefined : trace?.states.get(node.name);
  const text = [
    mark ?? node.name,
    node.detail,
    node.retry ? `retry up to ${node.retry.attempts}×` : "",
    visit ? [visit.status, ...facts(visit)].join(", ") : "",
  ]
    .filter((part) => part !== "")
    .map(escapeLabel)
    .join("<br/>");
  return `${node.id}${open}"${text}"${close}`;
}

function edgeText({ from, to, kind, labels }: Edge): string {
  const label = labels.length === 0 ? "" : `|"${labels.map(escapeLabel).join("<br/>")}"|`;
  const line = kind === "hidden" ? "~~~" : kind === "catch" ? "-.->" : "-->";
  return `${from} ${line}${label} ${to}`;
}

function classLines(graph: Graph, theme: Theme, trace: Trace | undefined): string[] {
  const { paints, text, error } = PALETTES[theme];
  const kinds = [...groupBy(graph.nodes, ({ kind }) => kind)];
  const idle = trace
    ? graph.nodes.filter(({ name }) => name !== "" && !trace.states.has(name))
    : [];
  const catches = graph.edges.flatMap(({ kind }, index) => (kind === "catch" ? [index] : []));
  return [
    ...kinds.map(
      ([kind]) =>
        `  classDef ${kind} fill:${paints[kind].fill},stroke:${paints[kind].stroke},color:${text}`,
    ),
    ...kinds.map(([kind, nodes]) => `  class ${idsOf(nodes)} ${kind}`),
    ...(catches.length > 0 ? [`  linkStyle ${catches.join(",")} stroke:${error}`] : []),
    ...(idle.length > 0 ? ["  classDef idle opacity:0.4", `  class ${idsOf(idle)} idle`] : []),
  ];
}

function idsOf(nodes: readonly Node[]): string {
  return nodes.map(({ id }) => id).join(",");
}

/** Text for a quoted Mermaid label: everything that Mermaid or its HTML could read as syntax becomes an entity. */
function escapeLabel(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    .replaceAll(/[#"<>&`\\|{}[\]()*_~%;]/gu, (character) => `#${character.codePointAt(0)};`)
    .replaceAll(/\s+/gu, " ");
}
