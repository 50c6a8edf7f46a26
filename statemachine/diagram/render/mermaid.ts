import { durationText } from "../graph/detail";
import type { Trace } from "../execution/history";
import type { Box, Edge, Graph, Node, NodeKind } from "../graph/graph";
import { PALETTES, type Theme } from "./style";

/** The brackets that give a node its shape in a Mermaid flowchart. */
const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  Task: ["(", ")"],
  Pass: ["[/", "/]"],
  Choice: ["{{", "}}"],
  Wait: ["([", "])"],
  Succeed: ["((", "))"],
  Fail: ["[[", "]]"],
  Parallel: ["[[", "]]"],
  Map: ["[[", "]]"],
  Unknown: ["[", "]"],
  Missing: ["[", "]"],
  Start: ["((", "))"],
  End: ["(((", ")))"],
  Join: ["((", "))"],
  Point: ["((", "))"],
  Reference: [">", "]"],
  Jump: [">", "]"],
};

const MARK_TEXT: Partial<Readonly<Record<NodeKind, string>>> = {
  Start: "start",
  End: "end",
  Join: " ",
};

/** The graph as a Mermaid flowchart, for Markdown that renders it; Mermaid does the layout. */
export function renderMermaid(graph: Graph, theme: Theme | "auto", trace?: Trace): string {
  const lines: string[] = [];
  const scope = (box: string | undefined, indent: string): void => {
    for (const node of graph.nodes) {
      if (node.box === box) lines.push(`${indent}${nodeText(node, trace)}`);
    }
    for (const child of graph.boxes) {
      if (child.parent !== box) continue;
      lines.push(`${indent}subgraph ${child.id}["${boxText(child, graph)}"]`);
      scope(child.id, `${indent}  `);
      lines.push(`${indent}end`);
    }
  };
  scope(undefined, "  ");
  const edges = graph.edges.map((edge) => `  ${edgeText(edge)}`);
  return `${[
    `%%{init: {"theme": "${theme === "dark" ? "dark" : "default"}"}}%%`,
    "flowchart TD",
    ...lines,
    ...edges,
    ...classLines(graph, theme === "dark" ? "dark" : "light", trace),
  ].join("\n")}\n`;
}

function nodeText(node: Node, trace: Trace | undefined): string {
  const [open, close] = SHAPES[node.kind];
  const visit = node.kind === "Join" ? undefined : trace?.states.get(node.name);
  const facts = visit && [
    visit.status,
    visit.visits > 1 ? `${visit.visits} visits` : "",
    visit.attempts !== undefined && visit.attempts > visit.visits
      ? `${visit.attempts} attempts`
      : "",
    visit.seconds === undefined ? "" : durationText(visit.seconds),
  ];
  const parts = [
    MARK_TEXT[node.kind] ?? node.name,
    node.detail,
    node.retry ? `retry up to ${node.retry.attempts}×` : "",
    (facts ?? []).filter((fact) => fact !== "").join(", "),
  ];
  const text = parts
    .filter((part) => part !== "")
    .map(escapeLabel)
    .join("<br/>");
  return `${node.id}${open}"${text}"${close}`;
}

function boxText({ id, kind }: Box, { nodes }: Graph): string {
  return kind === "Branch" ? " " : escapeLabel(nodes.find((node) => node.box === id)?.name ?? kind);
}

function edgeText({ from, to, kind, labels }: Edge): string {
  const label = labels.length === 0 ? "" : `|"${labels.map(escapeLabel).join("<br/>")}"|`;
  const line = kind === "hidden" ? "~~~" : kind === "catch" ? "-.->" : "-->";
  return `${from} ${line}${label} ${to}`;
}

function classLines(graph: Graph, theme: Theme, trace: Trace | undefined): string[] {
  const { paints, text, error } = PALETTES[theme];
  const kinds = [...new Set(graph.nodes.map((node) => node.kind))];
  const idle = trace
    ? graph.nodes.filter(
        ({ kind, name }) => kind in paints && name !== "" && !trace.states.has(name),
      )
    : [];
  const catches = graph.edges.flatMap(({ kind }, index) => (kind === "catch" ? [index] : []));
  return [
    ...kinds.map(
      (kind) =>
        `  classDef ${kind} fill:${paints[kind].fill},stroke:${paints[kind].stroke},color:${text}`,
    ),
    ...kinds.map((kind) => {
      const ids = graph.nodes.filter((node) => node.kind === kind).map((node) => node.id);
      return `  class ${ids.join(",")} ${kind}`;
    }),
    ...(catches.length > 0 ? [`  linkStyle ${catches.join(",")} stroke:${error}`] : []),
    ...(idle.length > 0
      ? ["  classDef idle opacity:0.4", `  class ${idle.map(({ id }) => id).join(",")} idle`]
      : []),
  ];
}

/** Text for a quoted Mermaid label: everything that Mermaid or its HTML could read as syntax becomes an entity. */
function escapeLabel(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    .replaceAll(/[#"<>&`\\|{}[\]()*_~%;]/gu, (character) => `#${character.codePointAt(0)};`)
    .replaceAll(/\s+/gu, " ");
}
