import type { Trace } from "../execution/history";
import { isState, type Edge } from "../graph/graph";
import type { Layout, PlacedNode } from "../layout/layout";

/** The part that something has in an execution: on its way, off it, or not known because the history is silent. */
export type Highlight = "taken" | "idle" | "";

/** The stronger first. */
const HIGHLIGHTS: readonly Highlight[] = ["taken", "", "idle"];

/** Tells which nodes and edges of a picture an execution went through. */
export class PathTaken {
  private readonly nodes: ReadonlyMap<string, PlacedNode>;
  /** Boxes about whose inside the history says nothing although the execution went through them. */
  private readonly silent: ReadonlySet<string>;
  /** Pairs of states between which a usual transition leads. */
  private readonly plain: ReadonlySet<string>;

  public constructor(
    private readonly layout: Layout,
    private readonly trace: Trace,
  ) {
    this.nodes = new Map(layout.nodes.map((node) => [node.id, node]));
    this.silent = silentBoxes(layout, trace);
    this.plain = new Set(
      layout.edges.flatMap(({ kind, from, to }) =>
        kind === "catch" ? [] : [pair(this.nodes.get(from), this.nodes.get(to))],
      ),
    );
  }

  public node(node: PlacedNode): Highlight {
    if (isState(node.kind)) {
      return this.trace.states.has(node.name) ? "taken" : this.unknown(node);
    }
    // A mark is on the way when one of its lines is.
    const touching = this.layout.edges.filter(({ from, to }) => from === node.id || to === node.id);
    return touching.some((edge) => this.edge(edge) === "taken") ? "taken" : this.unknown(node);
  }

  public edge(edge: Edge): Highlight {
    if (edge.carries) return this.carrying(edge.carries);
    const from = this.nodes.get(edge.from);
    const to = this.nodes.get(edge.to);
    if (!from || !to) return "";
    return this.went(edge, from, to) ? "taken" : this.unknown(from.kind === "Join" ? to : from);
  }

  /** A line of several transitions: taken when one of them is. */
  private carrying(edges: readonly Edge[]): Highlight {
    const highlights = edges.map((edge) => this.edge(edge));
    return HIGHLIGHTS.find((each) => highlights.includes(each)) ?? "";
  }

  private went({ kind }: Edge, from: PlacedNode, to: PlacedNode): boolean {
    const { trace } = this;
    if (from.kind === "Start" || from.kind === "Reference") return trace.states.has(to.name);
    if (kind === "end" || kind === "join") return trace.ended(from.name);
    if (trace.went(from.name, to.name, kind === "catch")) return true;
    // A path of names alone does not say which transitions were errors; often there is only one way.
    return (
      kind === "catch" && !this.plain.has(pair(from, to)) && trace.went(from.name, to.name, false)
    );
  }

  private unknown({ box }: PlacedNode): Highlight {
    return box !== undefined && this.silent.has(box) ? "" : "idle";
  }
}

function pair(from: PlacedNode | undefined, to: PlacedNode | undefined): string {
  return `${from?.name}\u0000${to?.name}`;
}

function silentBoxes({ boxes, nodes }: Layout, trace: Trace): Set<string> {
  const parents = new Map(boxes.map((box) => [box.id, box.parent]));
  const told = new Set<string>();
  for (const node of nodes) {
    const isHeader = node.kind === "Parallel" || node.kind === "Map";
    if (node.kind === "Join" || !trace.states.has(node.name)) continue;
    // A container's own node stands in its box, but says nothing about what is inside.
    let box = isHeader && node.box !== undefined ? parents.get(node.box) : node.box;
    for (; box !== undefined && !told.has(box); box = parents.get(box)) told.add(box);
  }
  const silent = new Set<string>();
  for (const node of nodes) {
    const isHeader = node.kind === "Parallel" || node.kind === "Map";
    if (isHeader && node.box !== undefined && trace.states.has(node.name) && !told.has(node.box)) {
      silent.add(node.box);
    }
  }
  for (const { id, parent } of boxes)
    if (parent !== undefined && silent.has(parent)) silent.add(id);
  return silent;
}
