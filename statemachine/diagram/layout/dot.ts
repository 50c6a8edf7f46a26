import type { Box, NodeKind } from "../graph/graph";
import type { SizedEdge, SizedNode } from "./size";

/** Graphviz counts in points of 1/72 inch; one is taken for one pixel. */
const INCH = 72;

/** A graph in Graphviz's language: sizes, nesting and what leads where; all text is left out. */
export function toDot(
  nodes: readonly SizedNode[],
  edges: readonly SizedEdge[],
  boxes: readonly Box[],
): string {
  const lines: string[] = [];
  const inside = new Map<string | undefined, SizedNode[]>();
  for (const node of nodes) inside.set(node.box, [...(inside.get(node.box) ?? []), node]);
  const children = new Map<string | undefined, Box[]>();
  for (const box of boxes) children.set(box.parent, [...(children.get(box.parent) ?? []), box]);
  // Beside boxes Graphviz pays for a straight line with detours everywhere else.
  const main = boxes.length === 0 ? mainLine(nodes, edges) : new Set<string>();
  const scope = (box: string | undefined): void => {
    for (const { id, kind, width, height } of inside.get(box) ?? []) {
      const shape = SHAPES[kind] ?? "box";
      lines.push(
        `${id} [width=${inches(width)} height=${inches(height)} shape=${shape}${main.has(id) ? " group=main" : ""}]`,
      );
    }
    for (const child of children.get(box) ?? []) {
      lines.push(`subgraph cluster_${child.id} { margin=${child.kind === "Branch" ? 12 : 16}`);
      scope(child.id);
      lines.push("}");
    }
  };
  scope(undefined);
  edges.forEach((edge, index) => lines.push(edgeLine(edge, index)));
  return `digraph {
graph [rankdir=TB nodesep=0.42 ranksep=0.42 splines=true]
node [fixedsize=true label=""]
edge [arrowsize=0.7]
${lines.join("\n")}
}`;
}

/** The states that a run passes when nothing special happens: they stand on one straight line. */
function mainLine(nodes: readonly SizedNode[], edges: readonly SizedEdge[]): ReadonlySet<string> {
  const onward = new Map<string, string>();
  for (const { from, to, kind } of edges) {
    // The last transition of a Choice is its default.
    if (kind !== "catch" && kind !== "hidden" && kind !== "join") onward.set(from, to);
  }
  const line = new Set<string>();
  const start = nodes.find(({ kind }) => kind === "Start");
  for (let id = start?.id; id !== undefined && !line.has(id); id = onward.get(id)) line.add(id);
  return line;
}

function edgeLine({ from, to, kind, labelWidth, labelHeight }: SizedEdge, index: number): string {
  const size = `BORDER="0" CELLPADDING="0" FIXEDSIZE="TRUE" WIDTH="${labelWidth}" HEIGHT="${labelHeight}"`;
  const attributes = [
    `id=e${index}`,
    `weight=${WEIGHTS[kind]}`,
    ...(kind === "hidden" ? ["style=invis"] : []),
    ...(labelWidth > 0 ? [`label=<<TABLE ${size}><TR><TD></TD></TR></TABLE>>`] : []),
  ];
  return `${from} -> ${to} [${attributes.join(" ")}]`;
}

/** The shape at whose border lines end, where a box would leave a gap at the corners. */
const SHAPES: Partial<Readonly<Record<NodeKind, string>>> = {
  Choice: "hexagon",
  Wait: "octagon",
  Succeed: "ellipse",
  Start: "circle",
  End: "circle",
};

/** How much an edge wants to be short and straight: the usual way through a workflow more than its error paths. */
const WEIGHTS: Readonly<Record<SizedEdge["kind"], number>> = {
  start: 12,
  next: 12,
  end: 8,
  join: 6,
  choice: 4,
  catch: 1,
  hidden: 0,
};

function inches(pixels: number): string {
  return (pixels / INCH).toFixed(4);
}
