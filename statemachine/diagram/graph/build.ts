import { readMachine, type Scope, type StateNode } from "../../definition/reader";
import { isRecord, type JsonRecord } from "../../json";
import { conditionText } from "./condition";
import { detailOf, textOf } from "./detail";
import type { Box, Edge, EdgeKind, Graph, Node, NodeKind } from "./graph";

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
  const builder = new Builder();
  const [top] = readMachine(definition).scopes;
  if (top) builder.addScope(top);
  const { nodes, boxes } = builder;
  return { comment: textOf(definition.Comment), nodes, boxes, edges: [...builder.edges.values()] };
}

/** One scope while it is drawn. */
interface Drawing {
  readonly box: string | undefined;
  /** Where the scope comes together again; absent at the top. */
  readonly join: string | undefined;
  readonly ids: Map<string, string>;
  /** Ids of nodes that end the scope. */
  readonly endings: string[];
}

class Builder {
  public readonly nodes: Node[] = [];
  public readonly edges = new Map<string, Edge>();
  public readonly boxes: Box[] = [];
  private depth = 0;

  /** Adds the states of a scope; gives the id of its first node and of those that end it. */
  public addScope(
    { states, value }: Scope,
    box?: string,
    join?: string,
  ): Pick<Drawing, "endings"> & { start: string } {
    const scope: Drawing = { box, join, ids: new Map(), endings: [] };
    const startId = box === undefined ? this.mark("Start", "", scope) : undefined;
    // A container's own node comes first in its box, so ids are given before anything nested is added.
    const boxes = states.map((state) => this.addState(state, scope));
    const start = this.target(value.StartAt, scope);
    if (startId !== undefined) this.edge(startId, start, "start");
    states.forEach((state, index) => this.addTransitions(state, scope, boxes[index]));
    if (box === undefined) this.addEnds(scope);
    return { start, endings: scope.endings };
  }

  private addState({ name, type, value }: StateNode, scope: Drawing): string | undefined {
    const isContainer = type === "Parallel" || type === "Map";
    const box = isContainer ? this.addBox(type, scope.box) : scope.box;
    const id = this.add({
      kind: type ?? "Unknown",
      name,
      detail: type ? detailOf(value) : `Type ${JSON.stringify(value.Type) ?? "missing"}`,
      comment: textOf(value.Comment),
      ...retryOf(value.Retry),
      ...(box === undefined ? {} : { box }),
    });
    scope.ids.set(name, id);
    return isContainer ? box : undefined;
  }

  private addTransitions(state: StateNode, scope: Drawing, box?: string): void {
    const { name, type, value } = state;
    const own = scope.ids.get(name) ?? "";
    const leave = box === undefined ? own : this.addContents(own, state, box);
    if (type === "Choice") this.addChoices(own, value, scope);
    else if (value.Next !== undefined) this.edge(leave, this.target(value.Next, scope), "next");
    else if (type !== "Fail") scope.endings.push(leave);
    // A Fail ends everything, but must still stand above the place where its branch would join.
    else if (scope.join !== undefined) this.edge(own, scope.join, "hidden");
    this.addCatches(own, value, scope);
  }

  private addChoices(own: string, state: JsonRecord, scope: Drawing): void {
    const rules = Array.isArray(state.Choices) ? (state.Choices as unknown[]) : [];
    rules.forEach((rule, index) => {
      const number = rules.length > 1 ? `${index + 1}. ` : "";
      const next = isRecord(rule) ? rule.Next : undefined;
      this.edge(own, this.target(next, scope), "choice", `${number}${conditionText(rule)}`);
    });
    if (state.Default !== undefined) {
      this.edge(own, this.target(state.Default, scope), "choice", "otherwise");
    }
  }

  private addCatches(own: string, state: JsonRecord, scope: Drawing): void {
    const catchers = Array.isArray(state.Catch) ? (state.Catch as unknown[]) : [];
    for (const catcher of catchers) {
      const { ErrorEquals: errors, Next: next } = isRecord(catcher) ? catcher : ({} as JsonRecord);
      const target = this.target(next, scope);
      for (const error of Array.isArray(errors) ? errors : ["?"]) {
        this.edge(own, target, "catch", textOf(error));
      }
    }
  }

  /** Adds what is inside of a Parallel or Map; gives the node from which it is left. */
  private addContents(own: string, { name, type, inner }: StateNode, box: string): string {
    this.depth += 1;
    if (this.depth > MOST_LEVELS) {
      throw new DiagramError(`the definition is nested deeper than ${MOST_LEVELS} levels`);
    }
    const join = this.add({ kind: "Join", name, detail: "", comment: "", box });
    let joined = false;
    // A Map has one processor, whatever else is written.
    for (const scope of type === "Map" ? inner.slice(0, 1) : inner) {
      const innerBox = type === "Map" ? box : this.addBox("Branch", box);
      const { start, endings } = this.addScope(scope, innerBox, join);
      this.edge(own, start, "start");
      for (const ending of endings) this.edge(ending, join, "join");
      joined ||= endings.length > 0;
    }
    if (!joined) this.edge(own, join, "hidden");
    this.depth -= 1;
    return join;
  }

  private addEnds(scope: Drawing): void {
    const succeeds = new Set(
      this.nodes.filter(({ kind }) => kind === "Succeed").map(({ id }) => id),
    );
    const visible = scope.endings.filter((id) => !succeeds.has(id));
    const shared = visible.length <= SHARED_ENDINGS;
    const end = shared && visible.length > 0 ? this.mark("End", "", scope) : undefined;
    for (const id of visible) this.edge(id, end ?? this.mark("End", "", scope), "end");
  }

  /** The node that a transition leads to; a state that does not exist gets a node that says so. */
  private target(name: unknown, scope: Drawing): string {
    const text = typeof name === "string" ? name : `${JSON.stringify(name) ?? "no target"}`;
    const known = scope.ids.get(text);
    if (known !== undefined) return known;
    const id = this.mark("Missing", text, scope);
    scope.ids.set(text, id);
    return id;
  }

  private edge(from: string, to: string, kind: EdgeKind, label?: string): void {
    const key = `${from} ${to} ${kind}`;
    const labels = [
      ...(this.edges.get(key)?.labels ?? []),
      ...(label === undefined ? [] : [label]),
    ];
    this.edges.set(key, { from, to, kind, labels });
  }

  private mark(kind: NodeKind, name: string, { box }: Drawing): string {
    return this.add({ kind, name, detail: "", comment: "", ...(box === undefined ? {} : { box }) });
  }

  private add(node: Omit<Node, "id">): string {
    const id = `n${this.nodes.length}`;
    this.nodes.push({ id, ...node });
    return id;
  }

  private addBox(kind: Box["kind"], parent: string | undefined): string {
    const id = `b${this.boxes.length}`;
    this.boxes.push({ id, kind, ...(parent === undefined ? {} : { parent }) });
    return id;
  }
}

function retryOf(retry: unknown): Pick<Node, "retry"> {
  const entries = Array.isArray(retry) ? (retry as unknown[]).filter(isRecord) : [];
  if (entries.length === 0) return {};
  const attempts = entries.map(({ MaxAttempts: most = 3 }) =>
    typeof most === "number" ? most : 3,
  );
  const errors = entries.flatMap(({ ErrorEquals: names }) => (Array.isArray(names) ? names : []));
  return {
    retry: {
      attempts: attempts.reduce((most, each) => Math.max(most, each), -Infinity),
      errors: errors.map(textOf),
    },
  };
}
