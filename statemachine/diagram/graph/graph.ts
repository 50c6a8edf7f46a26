import type { StateType } from "../../definition/types";
import kinds from "./node-kinds.json";

/** What a state is drawn as: its Type, or what is wrong with it. */
export type StateKind =
  | StateType
  /** A state whose Type is none of the eight. */
  | "Unknown"
  /** A transition's target that does not exist. */
  | "Missing";

/** The marks around states. */
const MARKS = [
  "Start",
  "End",
  /** Where the branches of a Parallel, or the items of a Map, come together. */
  "Join",
  /** Where lines of several transitions part or come together. */
  "Point",
  /** Stands for a state that is drawn elsewhere. */
  "Reference",
  /** As a Reference, but for a transition instead of an error path. */
  "Jump",
] as const;

export type NodeKind = StateKind | (typeof MARKS)[number];

/** Whether a node stands for a state. */
export function isState(kind: NodeKind): kind is StateKind {
  return !(MARKS as readonly NodeKind[]).includes(kind);
}

/** How nodes of a kind are drawn. */
interface NodeLook {
  /**
   * "ellipse", "pill", the radius of a rectangle's corners, or the corners of a convex polygon, clockwise: for x and for y
   * the side (-1, 0 or 1) and how many pixels from there.
   */
  readonly outline: string | number | readonly (readonly number[])[];
  /** The shape for Graphviz, at whose border lines end; from a box, the default, a line is drawn on to the outline. */
  readonly graphviz?: string;
  /** Width and height of a mark without text. */
  readonly size?: readonly number[];
  /** Room that the sloping sides of a shape need on top of the text, left and right together. */
  readonly slope?: number;
  /** The brackets that give a node its shape in a Mermaid flowchart, and what stands in a mark there. */
  readonly mermaid: readonly string[];
  readonly text?: string;
}

/** The one table of how each kind is drawn. */
export const LOOKS: Readonly<Record<NodeKind, NodeLook>> = kinds;

export interface Node {
  readonly id: string;
  readonly kind: NodeKind;
  /** The state's name, also of the state that a Join belongs to; the text of a Reference or Jump. */
  readonly name: string;
  /** What the state does, in a few words. */
  readonly detail: string;
  /** Retries of the state: the highest number of attempts and the errors. */
  readonly retry?: { readonly attempts: number; readonly errors: readonly string[] } | undefined;
  readonly comment: string;
  /** The box that the node stands in; `undefined` at the top. */
  readonly box: string | undefined;
}

export type EdgeKind = "start" | "next" | "choice" | "catch" | "end" | "join" | "hidden";

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Conditions or errors; one line each. */
  readonly labels: readonly string[];
  /** The transitions that a line from or to a Point is part of. */
  readonly carries?: readonly Edge[];
  /** How many rows of states lie between its ends; by default none. */
  readonly rows?: number;
}

/** A rectangle around states: a whole Parallel or Map, or one branch. */
export interface Box {
  readonly id: string;
  readonly kind: "Parallel" | "Map" | "Branch";
  readonly parent: string | undefined;
}

/** A definition as nodes, edges and nested boxes, in the order of the definition. */
export interface Graph {
  readonly comment: string;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly boxes: readonly Box[];
}

/** A node that is no state, or a state of which only the name is known. */
export function markNode(id: string, kind: NodeKind, name: string, box: string | undefined): Node {
  return { id, kind, name, detail: "", comment: "", box };
}

/** The parts of a graph while it is built; each node and box gets its id here. */
export class GraphParts {
  public readonly nodes: Node[] = [];
  public readonly boxes: Box[] = [];
  private readonly lines = new Map<string, Edge & { readonly labels: string[] }>();

  public get edges(): Edge[] {
    return [...this.lines.values()];
  }

  public addNode(content: Omit<Node, "id">): Node {
    const node = { id: `n${this.nodes.length}`, ...content };
    this.nodes.push(node);
    return node;
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
