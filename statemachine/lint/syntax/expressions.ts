import jsonata from "jsonata";
import { JSONATA_FUNCTIONS } from "./fields";
import { referencesIn, type References } from "./references";

/** Longer expressions, paths and calls are not read: no one writes them, and reading takes time. */
const MAX_EXPRESSION = 65_536;

/** Whether `value` is a string that is short enough to be read. */
export function isShort(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_EXPRESSION;
}

/** What a JSONata expression says, or what is wrong with it. */
export interface ExpressionResult extends Partial<References> {
  readonly problem?: string;
  /** The variables that it reads and does not bind itself, without `$`, functions left out. */
  readonly variables: readonly string[];
  /** The functions that it calls, without `$`, and that neither it nor Step Functions has. */
  readonly unknownFunctions?: readonly string[];
}

/** Names that always mean something: the input, the root, and what Step Functions gives. */
const GIVEN: ReadonlySet<string> = new Set(["", "$", "states"]);

/** The text between `{%` and `%}`; `undefined` when `value` is not such a string. */
export function expressionIn(value: string): string | undefined {
  return value.startsWith("{%") && value.endsWith("%}") && value.length >= 4
    ? value.slice(2, -2)
    : undefined;
}

/** Expressions read lately: several rules read the same ones. */
const READ = new Map<string, ExpressionResult>();
const MOST_READ = 10_000;

/** Reads a JSONata expression. One that is too deep for its parser is taken for right. */
export function readExpression(text: string): ExpressionResult {
  const read = READ.get(text) ?? readAnew(text);
  if (READ.size >= MOST_READ) READ.clear();
  READ.set(text, read);
  return read;
}

function readAnew(text: string): ExpressionResult {
  let ast: unknown;
  try {
    ast = jsonata(text).ast();
  } catch (error) {
    if (error instanceof RangeError) return { variables: [] };
    const said = (error as { message?: unknown } | null)?.message;
    return { problem: typeof said === "string" ? said : "it is not JSONata", variables: [] };
  }
  const problem = newerThanAws(text);
  if (problem !== undefined) return { problem, variables: [] };
  const references = referencesIn(ast);
  const { guarded, called } = references;
  const free = freeVariables(ast).filter((name) => !guarded.has(name));
  return {
    ...references,
    variables: free.filter((name) => !called.has(name)),
    unknownFunctions: free.filter((name) => called.has(name)),
  };
}

/** Texts, quoted names, comments and regular expressions. */
const QUOTED =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\/\*[^]*?\*\/|(?<=[(,=>[:]\s*)\/(?:[^/\\\n]|\\.)+\//g;

/** What an expression uses that the parser here has, but AWS has not, which runs JSONata 2.0.6 without `$eval`. */
function newerThanAws(text: string): string | undefined {
  const [operator] = /\?[?:]/.exec(text.replace(QUOTED, '""')) ?? [];
  if (operator !== undefined) return `AWS runs JSONata 2.0.6, which has no operator ${operator}`;
  return /\$eval\s*\(/.test(text.replace(QUOTED, '""'))
    ? "Step Functions has no $eval; use $parse to read JSON"
    : undefined;
}

/** The names read anywhere in the tree, less those that the expression binds anywhere. */
function freeVariables(ast: unknown): string[] {
  const read = new Set<string>();
  const bound = new Set<string>();
  const seen = new Set<unknown>();
  const pending: unknown[] = [ast];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== "object" || node === null || seen.has(node)) continue;
    seen.add(node);
    const {
      type,
      value,
      lhs,
      focus,
      index,
      arguments: parameters,
    } = node as Record<string, unknown>;
    if (type === "variable" && typeof value === "string") read.add(value);
    if (type === "bind") bind(lhs);
    if (type === "lambda" && Array.isArray(parameters)) parameters.forEach(bind);
    for (const name of [focus, index]) if (typeof name === "string") bound.add(name);
    pending.push(...Object.values(node));
  }
  return [...read].filter(
    (name) => !bound.has(name) && !JSONATA_FUNCTIONS.has(name) && !GIVEN.has(name),
  );

  function bind(target: unknown): void {
    const { value } = (target ?? {}) as { value?: unknown };
    if (typeof value === "string") bound.add(value);
  }
}
