import { display, own } from "../../json";

/** What the tree of a JSONata expression refers to, as far as Step Functions restricts it. */
export interface References {
  /** Names, `$` and `$$` outside of any step: Step Functions gives no input there. */
  readonly topLevel: readonly string[];
  /** The fields of `$states` that are read. */
  readonly states: ReadonlySet<string>;
  /** Variables that `$exists` asks for first. */
  readonly guarded: ReadonlySet<string>;
  /** Variables that are called as functions. */
  readonly called: ReadonlySet<string>;
  /** Variables that are read anywhere, less those that the expression binds anywhere. */
  readonly free: ReadonlySet<string>;
}

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
  readonly lhs?: Node;
  readonly rhs?: Node;
  /** What `@` and `#` bind. */
  readonly focus?: unknown;
  readonly index?: unknown;
  readonly arguments?: readonly Node[];
  readonly procedure?: Node;
}

/** Parts of a node that have the input of the node itself, by its type; what is not here has one of its own. */
const SAME_INPUT: Readonly<Record<string, readonly string[]>> = {
  apply: ["lhs", "rhs"],
  binary: ["lhs", "rhs"],
  bind: ["rhs"],
  block: ["expressions"],
  condition: ["condition", "then", "else"],
  function: ["arguments"],
  partial: ["arguments"],
  unary: ["expressions", "expression", "lhs"],
};

/** Reads the tree that the parser gives. */
export function referencesIn(ast: unknown): References {
  const states = new Set<string>();
  const guarded = new Set<string>();
  const called = new Set<string>();
  const read = new Set<unknown>();
  const bound = new Set<unknown>();
  for (const node of nodesIn(ast)) {
    const { type, value, steps, procedure, lhs, rhs, focus, index, arguments: given = [] } = node;
    if (type === "variable") read.add(value);
    if (type === "bind") bound.add(lhs?.value);
    if (type === "lambda") for (const parameter of given) bound.add(parameter.value);
    bound.add(focus).add(index);
    const callee = type === "apply" ? rhs : procedure;
    if (callee?.type === "variable" && typeof callee.value === "string") called.add(callee.value);
    const [first, second] = steps ?? [];
    // Of other steps, as `*` and a call, the value is the parser's sign for them.
    const isStates = first?.type === "variable" && first.value === "states";
    if (isStates && second?.type === "name" && typeof second.value === "string")
      states.add(second.value);
    if (type !== "function" || procedure?.value !== "exists") continue;
    const tested = given[0]?.steps?.[0] ?? given[0];
    if (tested?.type === "variable" && typeof tested.value === "string") guarded.add(tested.value);
  }
  const names = [...read].filter((name) => typeof name === "string");
  const free = new Set(names.filter((name) => !bound.has(name)));
  return { topLevel: topLevelIn(ast), states, guarded, called, free };
}

function topLevelIn(ast: unknown): string[] {
  const found: string[] = [];
  const pending: unknown[] = [ast];
  while (pending.length > 0) {
    const node = pending.pop();
    if (Array.isArray(node)) pending.push(...(node as unknown[]));
    if (typeof node !== "object" || node === null || Array.isArray(node)) continue;
    const { type = "", value, steps } = node as Node;
    if (type === "path") pending.push(steps?.[0]);
    else if (type === "name") found.push(display(value));
    else if (type === "variable" && (value === "" || value === "$")) found.push(`$${value}`);
    else if (type === "wildcard" || type === "descendant") found.push(display(value));
    for (const part of own(SAME_INPUT, type) ?? [])
      pending.push((node as Record<string, unknown>)[part]);
  }
  return found;
}

/** Every object of the tree, on a stack of its own. */
function nodesIn(ast: unknown): Node[] {
  const seen = new Set<object>();
  const pending: unknown[] = [ast];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== "object" || node === null || seen.has(node)) continue;
    seen.add(node);
    pending.push(...(Object.values(node) as unknown[]));
  }
  return [...seen];
}
