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

/** Names that always mean something: the input, the root, what Step Functions gives, and the functions. */
const GIVEN: ReadonlySet<string> = new Set(["", "$", "states", ...JSONATA_FUNCTIONS]);

/** The text between `{%` and `%}`; `undefined` when `value` is not such a string. */
export function expressionIn(value: string): string | undefined {
  return value.startsWith("{%") && value.endsWith("%}") && value.length >= 4
    ? value.slice(2, -2)
    : undefined;
}

/** Expressions read lately: several rules read the same ones. */
const READ = new Map<string, ExpressionResult>();
const MOST_READ = 10_000;

/** Texts, quoted names, comments and regular expressions; blanks before one are only looked through where one begins. */
const QUOTED =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\/\*[^]*?\*\/|(?=\/)(?<=[(,=>[:]\s*)\/(?:[^/\\\n]|\\.)+\//g;

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
  // The parser here takes operators that AWS, which runs JSONata 2.0.6, does not have.
  const [newer] = /\?[?:]/.exec(text.replace(QUOTED, '""')) ?? [];
  if (newer !== undefined)
    return { problem: `AWS runs JSONata 2.0.6, which has no operator ${newer}`, variables: [] };
  const references = referencesIn(ast);
  const { guarded, called } = references;
  const free = [...references.free].filter((name) => !GIVEN.has(name) && !guarded.has(name));
  if (called.has("eval") && free.includes("eval"))
    return { problem: "Step Functions has no $eval; use $parse to read JSON", variables: [] };
  return {
    ...references,
    variables: free.filter((name) => !called.has(name)),
    unknownFunctions: free.filter((name) => called.has(name)),
  };
}
