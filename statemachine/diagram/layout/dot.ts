import { groupBy } from "../../group-by";
import { LOOKS, type Box } from "../graph/graph";
import type { SizedEdge, SizedNode } from "./size";

/** Graphviz counts in points of 1/72 inch; one is taken for one pixel. */
const INCH = 72;

/**
 * How heights are found: for each box on its own, which gives calm pictures, but what leads from box to box is only
 * wished to go down; or for all states together.
 */
export type Ranks = "by box" | "all";

/** A graph in Graphviz's language: sizes, nesting and what leads where; all text is left out. */
export function toDot(
  nodes: readonly SizedNode[],
  edges: readonly SizedEdge[],
  boxes: readonly Box[],
  ranks: Ranks,
): string {
  const lines: string[] = [];
  const inside = groupBy(nodes, ({ box }) => box);
  const children = groupBy(boxes, ({ parent }) => parent);
  const points = new Set(nodes.filter(({ kind }) => kind === "Point").map(({ id }) => id));
  // Beside boxes and rows Graphviz pays for a straight line with detours everywhere else.
  const isPlain = boxes.length === 0 && points.size === 0;
  const main = isPlain ? mainLine(nodes, edges) : new Set<string>();
  const scope = (box: string | undefined): void => {
    for (const { id, kind, width, height } of inside.get(box) ?? []) {
      const { graphviz: shape = "box" } = LOOKS[kind];
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
    lines.push(edgeLine(edge, index, back.has(edge), points));
  }
  return `digraph {
graph [rankdir=TB nodesep=0.42 ranksep=0.42 splines=true newrank=${ranks === "all"}]
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
  const onward = groupBy(edges, ({ from }) => from);
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

function edgeLine(
  edge: SizedEdge,
  index: number,
  isBack: boolean,
  points: ReadonlySet<string>,
): string {
  const { from, to, kind, labelWidth, labelHeight, rows = 0 } = edge;
  const size = `BORDER="0" CELLPADDING="0" FIXEDSIZE="TRUE" WIDTH="${labelWidth}" HEIGHT="${labelHeight}"`;
  const attributes = [
    `id=e${index}`,
    `weight=${weightOf(edge, points)}`,
    ...(kind === "hidden" ? ["style=invis"] : []),
    ...(labelWidth > 0 ? [`label=<<TABLE ${size}><TR><TD></TD></TR></TABLE>>`] : []),
    ...(rows > 0 ? [`minlen=${rows + 1}`] : []),
    ...(isBack ? ["dir=back"] : points.has(to) ? ["dir=none"] : []),
  ];
  const [first, second] = isBack ? [to, from] : [from, to];
  return `${first} -> ${second} [${attributes.join(" ")}]`;
}

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

/** More than any other: a straight line from row to row, and each target in its row. */
const ROW_WEIGHTS = { next: 1000, target: 40 } as const;

function weightOf({ from, to, kind, rows }: SizedEdge, points: ReadonlySet<string>): number {
  if (rows !== undefined) return ROW_WEIGHTS.next;
  return points.has(from) && !points.has(to) && kind !== "next"
    ? ROW_WEIGHTS.target
    : WEIGHTS[kind];
}

function inches(pixels: number): string {
  return (pixels / INCH).toFixed(4);
}
