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
  const rows = rowsOf(edges);
  // Beside boxes and wide fan-outs Graphviz pays for a straight line with detours everywhere else.
  const main = boxes.length === 0 && rows.size === 0 ? mainLine(nodes, edges) : new Set<string>();
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
  const back = backEdges(nodes, edges);
  for (const [index, edge] of edges.entries()) {
    lines.push(edgeLine(edge, index, back.has(edge), rows.get(edge)));
  }
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

/**
 * The edges that lead back to where a walk from the start has come from. Graphviz gets them turned round: left to find
 * loops itself it may begin inside of a box, and then the start is not on top.
 */
function backEdges(
  nodes: readonly SizedNode[],
  edges: readonly SizedEdge[],
): ReadonlySet<SizedEdge> {
  const onward = byOrigin(edges);
  const back = new Set<SizedEdge>();
  const open = new Set<string>();
  const seen = new Set<string>();
  for (const { id } of nodes) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.add(id);
    const walk = [{ id, next: 0 }];
    for (let at = walk.at(-1); at; at = walk.at(-1)) {
      const edge = onward.get(at.id)?.[at.next++];
      if (edge === undefined) {
        open.delete(at.id);
        walk.pop();
      } else if (open.has(edge.to)) back.add(edge);
      else if (!seen.has(edge.to)) {
        seen.add(edge.to);
        open.add(edge.to);
        walk.push({ id: edge.to, next: 0 });
      }
    }
  }
  return back;
}

function byOrigin(edges: readonly SizedEdge[]): ReadonlyMap<string, readonly SizedEdge[]> {
  const groups = new Map<string, SizedEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge.from);
    if (group) group.push(edge);
    else groups.set(edge.from, [edge]);
  }
  return groups;
}

/** More targets of one node than this stand in several rows. */
const MOST_IN_ROW = 8;

/** How many ranks each edge of a wide fan-out spans, so that its targets make about a square. */
function rowsOf(edges: readonly SizedEdge[]): ReadonlyMap<SizedEdge, number> {
  const rows = new Map<SizedEdge, number>();
  for (const fan of byOrigin(edges).values()) {
    if (fan.length <= MOST_IN_ROW) continue;
    const inRow = Math.ceil(Math.sqrt(fan.length)) + 1;
    fan.forEach((edge, index) => rows.set(edge, 1 + Math.floor(index / inRow)));
  }
  return rows;
}

function edgeLine(
  { from, to, kind, labelWidth, labelHeight }: SizedEdge,
  index: number,
  isBack: boolean,
  rows: number | undefined,
): string {
  const size = `BORDER="0" CELLPADDING="0" FIXEDSIZE="TRUE" WIDTH="${labelWidth}" HEIGHT="${labelHeight}"`;
  const attributes = [
    `id=e${index}`,
    `weight=${rows === undefined ? WEIGHTS[kind] : ROW_WEIGHT}`,
    ...(kind === "hidden" ? ["style=invis"] : []),
    ...(labelWidth > 0 && rows === undefined
      ? [`label=<<TABLE ${size}><TR><TD></TD></TR></TABLE>>`]
      : []),
  ];
  if (isBack) attributes.push("dir=back");
  else if (rows !== undefined) attributes.push(`minlen=${rows}`);
  const [first, second] = isBack ? [to, from] : [from, to];
  return `${first} -> ${second} [${attributes.join(" ")}]`;
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

/** More than any other, so that a target stays in its row instead of near what comes after it. */
const ROW_WEIGHT = 40;

function inches(pixels: number): string {
  return (pixels / INCH).toFixed(4);
}
