import { display } from "../../json";
import { beginOnOutline, endOnOutline } from "./arrow";
import { clearLabels, overlaps } from "./labels";
import type { Layout, PlacedEdge, PlacedNode, Point } from "./layout";
import { toDot, type Ranks } from "./dot";
import type { Graph } from "../graph/graph";
import { DiagramError } from "../graph/build";
import { sizeEdge, sizeNode, type SizedEdge, type SizedNode } from "./size";

/**
 * Places a graph with Graphviz's `dot`, which is compiled to WebAssembly: same input, same picture, on any machine.
 *
 * @throws DiagramError for a graph that is too large.
 */
export async function placeGraph(graph: Graph): Promise<Layout> {
  checkSize(graph);
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  const engine = await Graphviz.load();
  const nodes = graph.nodes.map(sizeNode);
  const edges = graph.edges.map(sizeEdge);
  const place = (ranks: Ranks): Layout => {
    const result = JSON.parse(
      engine.layout(toDot(nodes, edges, graph.boxes, ranks), "json", "dot"),
    );
    return readLayout(result as Result, graph, nodes, edges);
  };
  try {
    const layout = place("by box");
    return isStartOnTop(layout) && areApart(layout) ? layout : place("all");
  } catch (error) {
    // An instance that has run out of memory stays broken, so the next picture gets a new one.
    Graphviz.unload();
    throw new DiagramError(
      `Graphviz cannot lay out ${graph.nodes.length} nodes: ${display(error)}`,
    );
  }
}

/** Not so where a way from the start leads up, out of one box into another. */
function isStartOnTop({ nodes }: Layout): boolean {
  const [start] = nodes;
  return !start || nodes.every(({ at }) => at.y >= start.at.y);
}

/** Not so where Graphviz, with several boxes beside each other, puts states of one over those of another. */
function areApart({ nodes }: Layout): boolean {
  const edge = ({ at, width }: PlacedNode, side: number): number => at.x + (side * width) / 2;
  const sorted = nodes.toSorted((one, other) => edge(one, -1) - edge(other, -1));
  return sorted.every((node, index) => {
    for (let next = index + 1; next < sorted.length; next++) {
      const other = sorted[next];
      if (!other || edge(other, -1) >= edge(node, 1)) return true;
      if (overlaps(node, other)) return false;
    }
    return true;
  });
}

/** Most nodes, and levels of nesting, that are laid out within seconds and within the memory of WebAssembly. */
const MOST_NODES = 3000;
const MOST_LEVELS = 200;

/** @throws DiagramError for a graph that is too large */
export function checkSize({ nodes, boxes }: Graph): void {
  const levels = new Map<string, number>();
  let deepest = 0;
  for (const { id, parent } of boxes) {
    const level = (levels.get(parent ?? "") ?? 0) + 1;
    levels.set(id, level);
    deepest = Math.max(deepest, level);
  }
  if (nodes.length <= MOST_NODES && deepest <= MOST_LEVELS) return;
  throw new DiagramError(
    `the definition is too large for a picture: ${nodes.length} nodes (at most ${MOST_NODES}), ` +
      `nested ${deepest} deep (at most ${MOST_LEVELS}); Mermaid (.mmd) has no limit`,
  );
}

/** The parts of Graphviz's JSON that are read; lengths are in points, y counts upwards. */
interface Result {
  readonly bb: string;
  readonly objects?: readonly {
    readonly name: string;
    readonly pos?: string;
    readonly bb?: string;
  }[];
  readonly edges?: readonly { readonly id: string; readonly pos?: string; readonly lp?: string }[];
}

function readLayout(
  result: Result,
  graph: Graph,
  nodes: readonly SizedNode[],
  edges: readonly SizedEdge[],
): Layout {
  const [, , width = 0, height = 0] = numbers(result.bb);
  const point = (text: string): Point => {
    const [x = 0, y = 0] = numbers(text);
    return { x, y: height - y };
  };
  const objects = new Map((result.objects ?? []).map((object) => [object.name, object]));
  const splines = new Map((result.edges ?? []).map((edge) => [edge.id, edge]));
  const placed = nodes.map((node) => ({ ...node, at: point(objects.get(node.id)?.pos ?? "") }));
  const byId = new Map(placed.map((node) => [node.id, node]));
  const lines = edges.flatMap((edge, index) => {
    const { pos, lp } = splines.get(`e${index}`) ?? {};
    const [source, target] = [byId.get(edge.from), byId.get(edge.to)];
    if (edge.kind === "hidden" || pos === undefined || !source || !target) return [];
    const labelAt = lp === undefined ? {} : { labelAt: point(lp) };
    return [{ ...edge, ...readLine(pos, point, source, target), ...labelAt }];
  });
  return {
    width,
    height,
    comment: graph.comment,
    nodes: placed,
    edges: clearLabels(lines, placed),
    boxes: graph.boxes.flatMap((box) => {
      const [left, bottom, right, top] = numbers(objects.get(`cluster_${box.id}`)?.bb ?? "");
      if (left === undefined || bottom === undefined || right === undefined || top === undefined) {
        return [];
      }
      return [{ ...box, x: left, y: height - top, width: right - left, height: top - bottom }];
    }),
  };
}

/** Reads a line. Its tip stands before its points: after `e,`, or `s,` where it was laid out the other way round. */
function readLine(
  pos: string,
  point: (text: string) => Point,
  source: PlacedNode,
  target: PlacedNode,
): Pick<PlacedEdge, "spline" | "tip"> {
  const [, end, tip, line = ""] = /^(?:([es]),(\S+) )?(.*)$/.exec(pos) ?? [];
  const points = line.split(" ").map(point);
  const spline = beginOnOutline(end === "s" ? points.reverse() : points, source);
  return tip === undefined ? { spline } : endOnOutline(spline, point(tip), target);
}

function numbers(text: string): number[] {
  return text === "" ? [] : text.split(",").map(Number);
}
