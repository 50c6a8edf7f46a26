import { markNode, type Box, type Edge, type EdgeKind, type Node, type NodeKind } from "./graph";

/** The parts of a graph while it is built; each node and box gets its id here. */
export class GraphParts {
  public readonly nodes: Node[] = [];
  public readonly boxes: Box[] = [];
  private readonly lines = new Map<string, Edge & { readonly labels: string[] }>();

  public get edges(): Edge[] {
    return [...this.lines.values()];
  }

  public addNode(node: Omit<Node, "id">): string {
    const id = `n${this.nodes.length}`;
    this.nodes.push({ id, ...node });
    return id;
  }

  public addMark(kind: NodeKind, name: string, box: string | undefined): string {
    const id = `n${this.nodes.length}`;
    this.nodes.push(markNode(id, kind, name, box));
    return id;
  }

  public addBox(kind: Box["kind"], parent: string | undefined): string {
    const id = `b${this.boxes.length}`;
    this.boxes.push({ id, kind, parent });
    return id;
  }

  /** Adds a line between two nodes; of one that is there already, only the label. */
  public addEdge(from: string, to: string, kind: EdgeKind, ...label: [] | [string]): void {
    const key = `${from} ${to} ${kind}`;
    const line = this.lines.get(key) ?? { from, to, kind, labels: [] };
    line.labels.push(...label);
    this.lines.set(key, line);
  }
}
