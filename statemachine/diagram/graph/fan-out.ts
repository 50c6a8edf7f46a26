import { groupBy } from "../../group-by";
import { markNode, type Edge, type Graph } from "./graph";

/** More targets of one state than this stand in several rows. */
const MOST_IN_LINE = 8;

/** The most targets in a row: at the widest states, a picture of about 1,800 pixels. */
const MOST_IN_ROW = 6;

/** More lines from one row to the same state than this are drawn as one. */
const MOST_APART = 2;

/**
 * The same graph with the targets of each wide Choice or Parallel in rows. One line leads from row to row, over points
 * at which it branches to the states of a row, and what leads from a row to the same state comes together in a point
 * below it. Targets that other states lead to as well are no part of a row.
 */
export function wrapFanOuts(graph: Graph): Graph {
  const origins = [...groupBy(graph.edges, ({ from }) => from)];
  const wide = origins.filter(([, edges]) => edges.filter(isBranch).length > MOST_IN_LINE);
  return wide.reduce((wrapped, [origin]) => wrap(wrapped, origin), graph);
}

function wrap(graph: Graph, origin: string): Graph {
  const flow = new Flow(graph, origin);
  const fan = graph.edges.filter((edge) => edge.from === origin && isBranch(edge));
  const own = fan.filter(({ to }) => flow.isOnlyFromOrigin(to));
  if (own.length <= MOST_IN_LINE) return graph;
  const box = graph.nodes.find(({ id }) => id === origin)?.box;
  const nodes = [...graph.nodes];
  const point = (id: string): string => {
    nodes.push(markNode(id, "Point", "", box));
    return id;
  };
  const replaced = new Map<Edge, Edge>();
  const added: Edge[] = [];
  const rows = inRows(own);
  const rest = fan.filter((edge) => !own.includes(edge));
  let last: { id: string; rows?: number } = { id: origin };
  rows.forEach((row, index) => {
    const id = point(`${origin}row${index}`);
    const carries = [...rows.slice(index).flat(), ...rest];
    const { id: from, ...below } = last;
    added.push({ from, to: id, kind: row[0]?.kind ?? "choice", labels: [], carries, ...below });
    for (const edge of row) replaced.set(edge, { ...edge, from: id, carries: [edge] });
    const members = flow.membersOf(row);
    const leaving = graph.edges.filter(
      ({ from, to, kind, labels }) =>
        members.has(from) && !members.has(to) && kind !== "hidden" && labels.length === 0,
    );
    for (const [to, edges] of groupBy(leaving, (edge) => edge.to)) {
      const [first] = edges;
      if (edges.length <= MOST_APART || !first) continue;
      const gather = point(`${id}to${to}`);
      for (const edge of edges) replaced.set(edge, { ...edge, to: gather, carries: [edge] });
      added.push({ ...first, from: gather, to, carries: edges });
    }
    last = { id, rows: flow.depthOf(row) };
  });
  for (const edge of rest) replaced.set(edge, { ...edge, from: last.id, carries: [edge] });
  const edges = graph.edges.map((edge) => replaced.get(edge) ?? edge);
  return { ...graph, nodes, edges: [...edges, ...added] };
}

/** A transition to one of the targets that stand beside each other. */
function isBranch({ kind }: Edge): boolean {
  return kind === "choice" || kind === "start";
}

/** Rows of about the same length. */
function inRows(edges: readonly Edge[]): Edge[][] {
  const length = Math.ceil(edges.length / Math.ceil(edges.length / MOST_IN_ROW));
  const rows: Edge[][] = [];
  for (let at = 0; at < edges.length; at += length) rows.push(edges.slice(at, at + length));
  return rows;
}

/** What comes after the targets of one state, and only after them. */
class Flow {
  private readonly into: ReadonlyMap<string, readonly Edge[]>;
  private readonly outOf: ReadonlyMap<string, readonly Edge[]>;

  public constructor(
    { edges }: Graph,
    private readonly origin: string,
  ) {
    this.into = groupBy(edges, ({ to }) => to);
    this.outOf = groupBy(edges, ({ from }) => from);
  }

  public isOnlyFromOrigin(target: string): boolean {
    return (
      target !== this.origin &&
      (this.into.get(target) ?? []).every(({ from }) => from === this.origin)
    );
  }

  /** The states of a row, with those that only they lead to. */
  public membersOf(row: readonly Edge[]): ReadonlySet<string> {
    const members = new Set(row.map(({ to }) => to));
    for (const id of members) {
      for (const { to } of this.outOf.get(id) ?? []) {
        const isOwn = (this.into.get(to) ?? []).every(({ from }) => members.has(from));
        if (isOwn && to !== this.origin) members.add(to);
      }
    }
    return members;
  }

  /** The longest way through a row, in states. */
  public depthOf(row: readonly Edge[]): number {
    const members = this.membersOf(row);
    const depths = new Map<string, number>();
    const depth = (id: string): number => {
      const known = depths.get(id);
      if (known !== undefined) return known;
      // A loop counts once.
      depths.set(id, 0);
      const next = (this.outOf.get(id) ?? []).filter(({ to }) => members.has(to));
      const found = 1 + Math.max(0, ...next.map(({ to }) => depth(to)));
      depths.set(id, found);
      return found;
    };
    return Math.max(...row.map(({ to }) => depth(to)));
  }
}
