import { display } from "../../json";
import { toDot } from "./dot";
import type { Box, Graph } from "../graph/graph";
import { DiagramError } from "../graph/build";
import { sizeEdge, sizeNode, type SizedEdge, type SizedNode } from "./size";

/** A point in pixels from the top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode extends SizedNode {
  /** The middle. */
  readonly at: Point;
}

export interface PlacedEdge extends SizedEdge {
  /** A cubic Bézier spline: a start, then three points for each piece. */
  readonly spline: readonly Point[];
  /** Where the arrow ends. */
  readonly tip: Point;
  /** The middle of the label. */
  readonly labelAt?: Point;
}

export interface PlacedBox extends Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A graph in which everything has its place. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly comment: string;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  /** Outer boxes before inner ones. */
  readonly boxes: readonly PlacedBox[];
}

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
  const dot = toDot(nodes, edges, graph.boxes);
  let result: Result;
  try {
    result = JSON.parse(engine.layout(dot, "json", "dot")) as Result;
  } catch (error) {
    // An instance that has run out of memory stays broken, so the next picture gets a new one.
    Graphviz.unload();
    throw new DiagramError(
      `Graphviz cannot lay out ${graph.nodes.length} nodes: ${display(error)}`,
    );
  }
  return readLayout(result, graph, nodes, edges);
}

/** Most nodes, and levels of nesting, that are laid out within seconds and within the memory of WebAssembly. */
const MOST_NODES = 3000;
const MOST_LEVELS = 200;

function checkSize({ nodes, boxes }: Graph): void {
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
  return {
    width,
    height,
    comment: graph.comment,
    nodes: nodes.map((node) => ({ ...node, at: point(objects.get(node.id)?.pos ?? "") })),
    edges: edges.flatMap((edge, index) => {
      const { pos, lp } = splines.get(`e${index}`) ?? {};
      if (edge.kind === "hidden" || pos === undefined) return [];
      const [tip = "", ...spline] = pos.split(" ");
      const points = spline.map(point);
      // An edge that was laid out the other way round has its tip at the start, marked "s".
      if (tip.startsWith("s,")) points.reverse();
      const end = point(tip.slice(2));
      // A wide fan-out leaves no room beside its lines: the label stands where the arrow ends.
      const above = { x: end.x, y: end.y - edge.labelHeight / 2 - 12 };
      const labelAt = lp === undefined ? above : point(lp);
      return [{ ...edge, spline: points, tip: end, labelAt }];
    }),
    boxes: graph.boxes.flatMap((box) => {
      const [left, bottom, right, top] = numbers(objects.get(`cluster_${box.id}`)?.bb ?? "");
      if (left === undefined || bottom === undefined || right === undefined || top === undefined) {
        return [];
      }
      return [{ ...box, x: left, y: height - top, width: right - left, height: top - bottom }];
    }),
  };
}

function numbers(text: string): number[] {
  return text === "" ? [] : text.split(",").map(Number);
}
