/** What a JSONPath says, as far as rules need it. */
export interface Path {
  /** The variable that the path starts at; `undefined` for the input (`$`) and the context (`$$`). */
  readonly variable: string | undefined;
  readonly context: boolean;
  /** Whether it picks exactly one place: no `*`, `..`, slice, union, filter or function. */
  readonly reference: boolean;
  /** Whether it calls a function, such as `length()`. */
  readonly calls: boolean;
}

/** The result of reading a path: the path, or what is wrong with it. */
export type PathResult = { readonly path: Path } | { readonly problem: string };

const ROOT = /\$(?:\$|[\p{L}_][\p{L}\p{N}_]*)?/uy;
/** A blank ends it, as AWS's reader of paths asks for brackets around a name with blanks. */
const DOT_NAME = /\.[^.[\](){}'"\s,?*$][^.[\](){}'"\s,?*]*/y;
const CALL = /\.[a-z]+\([^()]*\)/y;
const WILD = /\.\*|\.\.\*|\.\.?(?=\[)|\.\.[^.[\](){}'"\s,?*$][^.[\](){}'"\s,?*]*/y;

/** Reads a JSONPath as Step Functions takes it, tolerant about blanks at its end and what stands in filters and quotes. */
export function readPath(written: string): PathResult {
  const text = written.trimEnd();
  const root = match(ROOT, text, 0);
  if (root === undefined) return { problem: "does not start with $" };
  let reference = true;
  let calls = false;
  for (let at = root.length; at < text.length;) {
    if (text[at] === "[") {
      const end = closingBracket(text, at);
      if (end === undefined) return { problem: `the [ at character ${at + 1} is not closed` };
      const inside = text.slice(at + 1, end).trim();
      if (inside === "") return { problem: `there is nothing in the [] at character ${at + 1}` };
      reference &&= /^(?:-?\d+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")$/.test(inside);
      at = end + 1;
      continue;
    }
    const call = match(CALL, text, at);
    const wild = call ?? match(WILD, text, at);
    const step = wild ?? match(DOT_NAME, text, at);
    if (step === undefined) return { problem: whyNoStep(text, at) };
    reference &&= wild === undefined;
    calls ||= call !== undefined;
    at += step.length;
  }
  const context = root === "$$";
  return {
    path: {
      variable: root === "$" || context ? undefined : root.slice(1),
      context,
      reference,
      calls,
    },
  };
}

function whyNoStep(text: string, at: number): string {
  return /\s/.test(text[at] ?? "")
    ? `has a blank at character ${at + 1}, which a name may have in brackets only: $['order id']`
    : `'${text.slice(at, at + 10)}' is not a step of a path`;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Where the bracket at `open`, of [] or (), closes; quotes hide brackets, and brackets nest. */
export function closingBracket(text: string, open: number): number | undefined {
  const [opening, closing] = text[open] === "(" ? ["(", ")"] : ["[", "]"];
  let depth = 0;
  let quote = "";
  for (let at = open; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (sign === "'" || sign === '"') quote = sign;
    else if (sign === opening) depth++;
    else if (sign === closing && --depth === 0) return at;
  }
  return undefined;
}
