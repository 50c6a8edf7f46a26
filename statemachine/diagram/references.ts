import type { Edge, Graph, Node } from "./graph";

/** Error paths into one state beyond which they are drawn as references instead of lines across the picture. */
const MOST_ERROR_LINES = 4;

/**
 * The same graph with the error paths into much-used handlers replaced: each source gets a small reference that
 * names the handler, and the handler one that says how many states lead to it. Without this a hundred states that
 * share a handler are unreadable.
 */
export function shortenErrors(graph: Graph): Graph {
  const busy = new Map<string, Edge[]>();
  for (const edge of graph.edges) {
    if (edge.kind === "catch") busy.set(edge.to, [...(busy.get(edge.to) ?? []), edge]);
  }
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const added: Node[] = [];
  const edges = new Map<Edge, readonly Edge[]>();
  const incoming: Edge[] = [];
  for (const [target, sources] of busy) {
    const handler = nodes.get(target);
    if (sources.length <= MOST_ERROR_LINES || !handler) continue;
    const reference = (id: string, name: string, beside: Node): Node => ({
      id,
      kind: "Reference",
      name,
      detail: "",
      comment: "",
      ...(beside.box === undefined ? {} : { box: beside.box }),
    });
    for (const edge of sources) {
      const id = `${edge.from}to${target}`;
      added.push(reference(id, handler.name, nodes.get(edge.from) ?? handler));
      edges.set(edge, [{ ...edge, to: id }]);
    }
    const id = `to${target}`;
    added.push(reference(id, `errors of ${sources.length} states`, handler));
    incoming.push({ from: id, to: target, kind: "catch", labels: [] });
    // Keeps the handler below the last of its sources, although no line leads there any more.
    const last = sources.at(-1);
    if (last)
      incoming.push({ from: `${last.from}to${target}`, to: id, kind: "hidden", labels: [] });
  }
  return {
    ...graph,
    nodes: [...graph.nodes, ...added],
    edges: [...graph.edges.flatMap((edge) => edges.get(edge) ?? [edge]), ...incoming],
  };
}
