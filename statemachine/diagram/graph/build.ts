import { readMachine, type Scope, type StateNode } from "../../definition/reader";
import { isRecord, compactJson, list, number, type JsonRecord } from "../../json";
import { conditionText } from "./condition";
import { detailOf } from "./detail";
import { GraphParts, type Graph, type Node } from "./graph";
import { textOf } from "./text";

/** A definition that cannot be drawn at all. */
export class DiagramError extends Error {
  public override readonly name = "DiagramError";
}

/** Levels of nesting that are read; AWS takes far fewer. */
const MOST_LEVELS = 500;

/** More endings than this and each state gets an End of its own. */
const SHARED_ENDINGS = 3;

/**
 * Reads a definition with whatever faults it has: a missing target becomes a node of its own, an odd Type is drawn
 * as such.
 *
 * @throws DiagramError when there are no states to draw.
 */
export function buildGraph(definition: unknown): Graph {
  if (!isRecord(definition) || !isRecord(definition.States)) {
    throw new DiagramError(
      "there is nothing to draw: a definition is an object with StartAt and States, for example " +
        '{"StartAt": "Work", "States": {"Work": {"Type": "Succeed"}}}',
    );
  }
  const parts = new GraphParts();
  const [top] = readMachine(definition).scopes;
  if (top) new Builder(parts).addScope(top);
  const { nodes, boxes, edges } = parts;
  return { comment: textOf(definition.Comment), nodes, boxes, edges };
}

/** One scope while it is drawn. */
interface Drawing {
  readonly box: string | undefined;
  /** Where the scope comes together again; `undefined` at the top. */
  readonly join: string | undefined;
  /** Nodes of states, by name. */
  readonly ids: Map<string, string>;
  /** Nodes that end the scope. */
  readonly endings: string[];
}

class Builder {
  private depth = 0;

  public constructor(private readonly parts: GraphParts) {}

  /** Adds the states of a scope; gives its first node and those that end it. */
  public addScope(
    { states, value }: Scope,
    box?: string,
    join?: string,
  ): { readonly start: string; readonly endings: readonly string[] } {
    const scope: Drawing = { box, join, ids: new Map(), endings: [] };
    const begin = box === undefined ? this.parts.addMark("Start", "", box) : undefined;
    // A container's own node comes first in its box, so ids are given before anything nested is added.
    const drawn = states.map((state) => [state, this.addState(state, scope)] as const);
    const start = this.target(value.StartAt, scope);
    if (begin !== undefined) this.parts.addEdge(begin, start, "start");
    for (const [state, node] of drawn) this.addTransitions(state, node, scope);
    if (box === undefined) this.addEnds(scope.endings);
    return { start, endings: scope.endings };
  }

  private addState({ name, type, value }: StateNode, scope: Drawing): Node {
    const isContainer = type === "Parallel" || type === "Map";
    const node = this.parts.addNode({
      kind: type ?? "Unknown",
      name,
      detail: type ? detailOf(value) : `Type ${compactJson(value.Type) ?? "missing"}`,
      comment: textOf(value.Comment),
      retry: retryOf(value),
      box: isContainer ? this.parts.addBox(type, scope.box) : scope.box,
    });
    scope.ids.set(name, node.id);
    return node;
  }

  private addTransitions(state: StateNode, { id, box }: Node, scope: Drawing): void {
    const { type, value } = state;
    // Only a container's own node stands in a box of its own.
    const leave = box === undefined || box === scope.box ? id : this.addContents(id, state, box);
    if (type === "Choice") this.addChoices(id, value, scope);
    else if (value.Next !== undefined) {
      this.parts.addEdge(leave, this.target(value.Next, scope), "next");
    } else if (type !== "Fail") scope.endings.push(leave);
    // A Fail ends everything, but must still stand above the place where its branch would join.
    else if (scope.join !== undefined) this.parts.addEdge(id, scope.join, "hidden");
    this.addCatches(id, value, scope);
  }

  private addChoices(id: string, state: JsonRecord, scope: Drawing): void {
    const rules = list(state, "Choices");
    for (const [index, rule] of rules.entries()) {
      const number = rules.length > 1 ? `${index + 1}. ` : "";
      const next = isRecord(rule) ? rule.Next : undefined;
      const condition = `${number}${conditionText(rule)}`;
      this.parts.addEdge(id, this.target(next, scope), "choice", condition);
    }
    if (state.Default !== undefined) {
      this.parts.addEdge(id, this.target(state.Default, scope), "choice", "otherwise");
    }
  }

  private addCatches(id: string, state: JsonRecord, scope: Drawing): void {
    for (const catcher of list(state, "Catch")) {
      const { ErrorEquals: errors, Next: next } = isRecord(catcher) ? catcher : ({} as JsonRecord);
      const target = this.target(next, scope);
      for (const error of Array.isArray(errors) ? errors : ["?"]) {
        this.parts.addEdge(id, target, "catch", textOf(error));
      }
    }
  }

  /** Adds what is inside of a Parallel or Map; gives the node from which it is left. */
  private addContents(id: string, { name, type, inner }: StateNode, box: string): string {
    this.depth += 1;
    if (this.depth > MOST_LEVELS) {
      throw new DiagramError(`the definition is nested deeper than ${MOST_LEVELS} levels`);
    }
    const join = this.parts.addMark("Join", name, box);
    let isJoined = false;
    // A Map has one processor, whatever else is written.
    for (const scope of type === "Map" ? inner.slice(0, 1) : inner) {
      const innerBox = type === "Map" ? box : this.parts.addBox("Branch", box);
      const { start, endings } = this.addScope(scope, innerBox, join);
      this.parts.addEdge(id, start, "start");
      for (const ending of endings) this.parts.addEdge(ending, join, "join");
      isJoined ||= endings.length > 0;
    }
    if (!isJoined) this.parts.addEdge(id, join, "hidden");
    this.depth -= 1;
    return join;
  }

  /** Lets the machine end, of which a Succeed is the end itself. */
  private addEnds(endings: readonly string[]): void {
    const succeeds = new Set(
      this.parts.nodes.filter(({ kind }) => kind === "Succeed").map(({ id }) => id),
    );
    const visible = endings.filter((id) => !succeeds.has(id));
    const addEnd = (): string => this.parts.addMark("End", "", undefined);
    const isShared = visible.length > 0 && visible.length <= SHARED_ENDINGS;
    const end = isShared ? addEnd() : undefined;
    for (const id of visible) this.parts.addEdge(id, end ?? addEnd(), "end");
  }

  /** The node that a transition leads to; a state that does not exist gets a node that says so. */
  private target(name: unknown, scope: Drawing): string {
    const text = typeof name === "string" ? name : (compactJson(name) ?? "no target");
    const known = scope.ids.get(text);
    if (known !== undefined) return known;
    const id = this.parts.addMark("Missing", text, scope.box);
    scope.ids.set(text, id);
    return id;
  }
}

function retryOf(state: JsonRecord): Node["retry"] {
  const retriers = list(state, "Retry").filter(isRecord);
  if (retriers.length === 0) return undefined;
  return {
    attempts: retriers.reduce(
      (most, retrier) => Math.max(most, number(retrier, "MaxAttempts") ?? 3),
      0,
    ),
    errors: retriers.flatMap((retrier) => list(retrier, "ErrorEquals")).map(textOf),
  };
}
