import signatures from "./intrinsic-signatures.json";
import { closingBracket, readPath } from "./paths";

/** How many arguments a function takes, and whether it computes with numbers. */
interface Signature {
  readonly least: number;
  /** Without it, as many as one likes. */
  readonly most?: number;
  readonly numeric?: boolean;
  /** How many of the first arguments are lists or objects, as no constant is. */
  readonly structures?: number;
  /** Whether the result is always text, as Error and Cause want it. */
  readonly text?: boolean;
}

/** The name of an intrinsic function, after `States.`. */
export type IntrinsicName = keyof typeof signatures;

/** Every intrinsic function. Source: the "Intrinsic functions" page of the Step Functions guide. */
export const INTRINSICS: Readonly<Record<IntrinsicName, Signature>> = signatures;

/** The call of an intrinsic function. */
export interface Call {
  readonly kind: "call";
  readonly name: IntrinsicName;
  readonly arguments: readonly Argument[];
  /** False for one that something is wrong with before its end. */
  readonly isClosed: boolean;
}

/** What stands in the brackets of a call: texts with their quotes, all as it is written. */
export type Argument =
  | Call
  | { readonly kind: "text" | "constant"; readonly source: string }
  | { readonly kind: "path"; readonly source: string; readonly variable: string | undefined };

/** A call, or as much of it as there is before what is wrong. */
export interface ParsedCall {
  readonly call?: Call;
  readonly problem?: string;
}

/** Whether `value` is meant as the call of an intrinsic function. */
export function looksIntrinsic(value: string): boolean {
  return value.startsWith("States.");
}

const HEAD =
  /States\.([A-Za-z0-9]+)\(|('(?:[^'\\]|\\[^])*')|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?=[\s,)])/y;
const BLANKS = /\s*/y;
const PATH_END = /[\s,)]/;

/** Functions inside each other; AWS allows ten. */
const MAX_DEPTH = 10;

interface Open {
  readonly kind: "call";
  readonly name: IntrinsicName;
  readonly arguments: Argument[];
  isClosed: boolean;
}

/** Parses the call of an intrinsic function, with calls inside it, left to right on a stack of its own. */
export function parseCall(text: string): ParsedCall {
  const open: Open[] = [];
  let root: Open | undefined;
  const fail = (problem: string): ParsedCall => ({ ...(root && { call: root }), problem });
  let at = 0;
  for (;;) {
    at = afterBlanks(text, at);
    HEAD.lastIndex = at;
    const [, name, quoted, constant] = HEAD.exec(text) ?? [];
    const call = open.at(-1);
    if (name !== undefined) {
      if (!isIntrinsic(name)) return fail(`there is no function States.${name}`);
      if (open.length >= MAX_DEPTH)
        return fail(`more than ${MAX_DEPTH} functions are inside each other`);
      const opened: Open = { kind: "call", name, arguments: [], isClosed: false };
      call?.arguments.push(opened);
      root ??= opened;
      open.push(opened);
      at = HEAD.lastIndex;
      if (text[afterBlanks(text, at)] !== ")") continue;
    } else if (call === undefined) return fail("it is not of the form States.Function(...)");
    else if (quoted !== undefined || constant !== undefined) {
      const kind = quoted === undefined ? "constant" : "text";
      call.arguments.push({ kind, source: quoted ?? constant ?? "" });
      at = HEAD.lastIndex;
    } else {
      const end = pathEnd(text, at);
      const source = text.slice(at, end);
      const result = readPath(source);
      if ("problem" in result) return fail(`the argument '${source}' ${result.problem}`);
      call.arguments.push({ kind: "path", source, variable: result.path.variable });
      at = end;
    }
    const closed = close();
    if (typeof closed === "string") return fail(closed);
    if (closed) return { ...(root && { call: root }) };
  }

  /** Closes what ends here; true when all is closed, a text when something is wrong. */
  function close(): boolean | string {
    for (;;) {
      at = afterBlanks(text, at);
      const sign = text[at++];
      if (sign === ",") return false;
      if (sign !== ")")
        return sign === undefined
          ? "a ) is missing"
          : `'${sign}' is not expected at character ${at}`;
      const call = open.pop();
      if (call === undefined) continue;
      const { least, most = Infinity } = INTRINSICS[call.name];
      const count = call.arguments.length;
      if (count < least || count > most)
        return `States.${call.name} does not take ${count} arguments`;
      call.isClosed = true;
      if (open.length === 0)
        return text.slice(at).trim() === "" ? true : "there is text after the last )";
    }
  }
}

function isIntrinsic(name: string): name is IntrinsicName {
  return Object.hasOwn(INTRINSICS, name);
}

/** Where a path that begins at `from` ends; brackets hide separators. */
function pathEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length && !PATH_END.test(text[at] ?? ""); at++) {
    if (text[at] === "[" || text[at] === "(") at = closingBracket(text, at) ?? text.length;
  }
  return at;
}

function afterBlanks(text: string, at: number): number {
  BLANKS.lastIndex = at;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}
