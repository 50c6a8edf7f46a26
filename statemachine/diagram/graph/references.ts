import { groupBy } from "../../group-by";
import { markNode, type Edge, type Graph, type Node, type NodeKind } from "./graph";

/** Error paths into one state beyond which they are drawn as references instead of lines across the picture. */
const MOST_ERROR_LINES = 4;

/** Transitions to states that are drawn already, beyond which they are references too. */
const MOST_JUMPS = 50;

/**
 * The same graph with lines that would cover the picture replaced by small references that name their target: error
 * paths into much-used handlers, and in a graph with very many transitions all but the first into each state. Without
 * this a hundred states that share a handler are unreadable, and a tangle takes minutes to lay out.
 */
export function shortenLines(graph: Graph): Graph {
  return shortenJumps(shortenErrors(graph));
}

function shortenErrors(graph: Graph): Graph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const errors = graph.edges.filter((edge) => edge.kind === "catch");
  const busy = groupBy(errors, (edge) => edge.to);
  const shortened = new Set<Edge>();
  const added: Node[] = [];
  const edges: Edge[] = [];
  for (const [target, sources] of busy) {
    const handler = nodes.get(target);
    const last = sources.at(-1);
    if (sources.length <= MOST_ERROR_LINES || !handler || !last) continue;
    for (const edge of sources) shortened.add(edge);
    const id = `to${target}`;
    added.push(markNode(id, "Reference", `errors of ${sources.length} states`, handler.box));
    edges.push({ from: id, to: target, kind: "catch", labels: [] });
    // Keeps the handler below the last of its sources, although no line leads there any more.
    edges.push({ from: idOf(last), to: id, kind: "hidden", labels: [] });
  }
  const { nodes: all, edges: rest, ...others } = replace(graph, shortened, "Reference");
  return { ...others, nodes: [...all, ...added], edges: [...rest, ...edges] };
}

function shortenJumps(graph: Graph): Graph {
  const from = groupBy(graph.edges, (edge) => edge.from);
  // The shortest way to each state, from every state that nothing leads to.
  const targets = new Set(graph.edges.map((edge) => edge.to));
  const queue = graph.nodes.map(({ id }) => id).filter((id) => !targets.has(id));
  const seen = new Set(queue);
  const jumps = new Set<Edge>();
  for (const id of queue) {
    for (const edge of from.get(id) ?? []) {
      if (seen.has(edge.to)) {
        if (edge.kind === "next" || edge.kind === "choice") jumps.add(edge);
      } else {
        seen.add(edge.to);
        queue.push(edge.to);
      }
    }
  }
  return jumps.size > MOST_JUMPS ? replace(graph, jumps, "Jump") : graph;
}

/** Lets each of the edges end in a reference of its own. */
function replace(graph: Graph, edges: ReadonlySet<Edge>, kind: NodeKind): Graph {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const added: Node[] = [];
  const all = graph.edges.map((edge) => {
    const target = nodes.get(edge.to);
    const source = nodes.get(edge.from);
    if (!edges.has(edge) || !target || !source) return edge;
    added.push(markNode(idOf(edge), kind, target.name, source.box));
    return { ...edge, to: idOf(edge) };
  });
  return { ...graph, nodes: [...graph.nodes, ...added], edges: all };
}

function idOf({ from, to, kind }: Edge): string {
  return `${from}${kind}${to}`;
}
