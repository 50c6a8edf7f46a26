import { readPath } from "./paths";

/** How many arguments a function takes, and whether it computes with numbers. */
interface Signature {
  readonly least: number;
  readonly most: number;
  readonly numeric?: true;
  /** Whether the result is always text, as Error and Cause want it. */
  readonly text?: true;
}

/** Every intrinsic function. Source: the "Intrinsic functions" page of the Step Functions guide. */
const FUNCTIONS: ReadonlyMap<string, Signature> = new Map(
  Object.entries({
    Format: { least: 1, most: Infinity, text: true },
    StringToJson: { least: 1, most: 1 },
    JsonToString: { least: 1, most: 1, text: true },
    Array: { least: 0, most: Infinity },
    ArrayPartition: { least: 2, most: 2 },
    ArrayContains: { least: 2, most: 2 },
    ArrayRange: { least: 3, most: 3, numeric: true },
    ArrayGetItem: { least: 2, most: 2, text: true },
    ArrayLength: { least: 1, most: 1 },
    ArrayUnique: { least: 1, most: 1 },
    Base64Encode: { least: 1, most: 1, text: true },
    Base64Decode: { least: 1, most: 1, text: true },
    Hash: { least: 2, most: 2, text: true },
    JsonMerge: { least: 3, most: 3 },
    MathRandom: { least: 2, most: 3, numeric: true },
    MathAdd: { least: 2, most: 2, numeric: true },
    StringSplit: { least: 2, most: 2 },
    UUID: { least: 0, most: 0, text: true },
  } satisfies Record<string, Signature>),
);

/** Functions inside each other; AWS allows ten. */
const MAX_DEPTH = 10;

/** What an intrinsic call says, or what is wrong with it. */
export interface IntrinsicResult {
  readonly problem?: string;
  /** Whether the result is always text. */
  readonly text: boolean;
  /** The variables that its paths start at. */
  readonly variables: readonly string[];
}

/** Whether `value` is meant as the call of an intrinsic function. */
export function looksIntrinsic(value: string): boolean {
  return value.startsWith("States.");
}

const HEAD =
  /\s*(?:States\.([A-Za-z0-9]+)\(|('(?:[^'\\]|\\[^])*')|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?=[\s,)]))/y;
const PATH_END = /[\s,)]/;

interface Open {
  readonly name: string;
  count: number;
  /** The constants among the arguments as they are written, by their index. */
  readonly constants: Map<number, string>;
}

/** The most numbers of a range, and characters of a text that is encoded or hashed. Source: the guide's page. */
const MAX_RANGE = 1000;
const MAX_TEXT = 10_000;

/** The first arguments as numbers; those that are not constants are NaN. */
function numbersIn(constants: Open["constants"], count: number): number[] {
  return Array.from({ length: count }, (_, index) => Number(constants.get(index) ?? NaN));
}

function tooLong({ name, constants }: Open): string | undefined {
  const length = (constants.get(0)?.length ?? 2) - 2;
  return length > MAX_TEXT
    ? `States.${name} takes at most ${MAX_TEXT} characters, but has ${length}`
    : undefined;
}

function wrongAlgorithm({ constants }: Open): string | undefined {
  const algorithm = constants.get(1);
  return algorithm === undefined || /^'(?:MD5|SHA-(?:1|256|384|512))'$/.test(algorithm)
    ? undefined
    : `${algorithm} is not 'MD5', 'SHA-1', 'SHA-256', 'SHA-384' or 'SHA-512'`;
}

/** What the constants of a call must be; gives what is wrong with them. Source: the guide's page. */
const CONSTANTS: ReadonlyMap<string, (call: Open) => string | undefined> = new Map([
  [
    "Format",
    ({ constants, count }) => {
      const template = constants.get(0);
      const places = template?.replace(/\\[^]/g, "").match(/\{\}/g)?.length ?? 0;
      return template === undefined || places === count - 1
        ? undefined
        : `the text has ${places} {}, but ${count - 1} values follow`;
    },
  ],
  [
    "ArrayRange",
    ({ constants }) => {
      const [first = NaN, last = NaN, step = NaN] = numbersIn(constants, 3);
      if (step === 0) return "the step of States.ArrayRange is 0";
      const length = Math.floor((last - first) / step) + 1;
      return length > MAX_RANGE
        ? `States.ArrayRange gives ${length} numbers; the most are ${MAX_RANGE}`
        : undefined;
    },
  ],
  [
    "ArrayPartition",
    ({ constants }) => {
      const [, size = NaN] = numbersIn(constants, 2);
      return size <= 0 ? `the size of a chunk must be positive, but is ${size}` : undefined;
    },
  ],
  [
    "ArrayGetItem",
    ({ constants }) => {
      const [, index = NaN] = numbersIn(constants, 2);
      return index < 0 ? `an index is at least 0, but this is ${index}` : undefined;
    },
  ],
  [
    "MathRandom",
    ({ constants }) => {
      const [start = NaN, end = NaN] = numbersIn(constants, 2);
      return start >= end
        ? `the start must be less than the end, but they are ${start} and ${end}`
        : undefined;
    },
  ],
  [
    "JsonMerge",
    ({ constants }) =>
      (constants.get(2) ?? "false") === "false"
        ? undefined
        : "States.JsonMerge only merges shallowly: its third argument is false",
  ],
  ...["Base64Encode", "Base64Decode", "Hash"].map(
    (name): [string, (call: Open) => string | undefined] => [
      name,
      (call) => tooLong(call) ?? (name === "Hash" ? wrongAlgorithm(call) : undefined),
    ],
  ),
]);

/** Reads the call of an intrinsic function, with calls inside it, left to right on a stack of its own. */
export function readIntrinsic(text: string): IntrinsicResult {
  const variables: string[] = [];
  const calls: Open[] = [];
  const fail = (problem: string): IntrinsicResult => ({ problem, text: false, variables });
  let at = 0;
  for (;;) {
    HEAD.lastIndex = at;
    const head = HEAD.exec(text);
    const call = calls.at(-1);
    if (head?.[1] !== undefined) {
      if (!FUNCTIONS.has(head[1])) return fail(`there is no function States.${head[1]}`);
      if (calls.length >= MAX_DEPTH)
        return fail(`more than ${MAX_DEPTH} functions are inside each other`);
      if (call !== undefined) call.count++;
      calls.push({ name: head[1], count: 0, constants: new Map() });
      at = HEAD.lastIndex;
      if (!/^\s*\)/.test(text.slice(at, at + 80))) continue;
    } else if (call === undefined) return fail("it is not of the form States.Function(...)");
    else if (head !== null) {
      if (head[2] !== undefined && FUNCTIONS.get(call.name)?.numeric && !isSeed(call)) {
        return fail(`States.${call.name} takes numbers and paths, not the text ${head[2]}`);
      }
      const stray = /\\[^'{}\\]/.exec(head[2]?.replace(/\\\\/g, "") ?? "");
      if (stray !== null)
        return fail(`'${stray[0]}' is not an escape: a text has \\', \\{, \\} and \\\\ alone`);
      call.constants.set(call.count, head[2] ?? head[3] ?? "");
      call.count++;
      at = HEAD.lastIndex;
    } else {
      const end = pathEnd(text, at);
      const result = readPath(text.slice(at, end).trim());
      if ("problem" in result)
        return fail(`the argument '${text.slice(at, end).trim()}' ${result.problem}`);
      if (result.path.variable !== undefined) variables.push(result.path.variable);
      call.count++;
      at = end;
    }
    const closed = close();
    if (typeof closed === "string") return fail(closed);
    if (closed) break;
  }
  const first = /^States\.([A-Za-z0-9]+)/.exec(text)?.[1] ?? "";
  return { text: FUNCTIONS.get(first)?.text === true, variables };

  /** Closes what ends here; true when all is closed, a text when something is wrong. */
  function close(): boolean | string {
    for (;;) {
      at += /^\s*/.exec(text.slice(at, at + 200))?.[0].length ?? 0;
      const sign = text[at++];
      if (sign === ",") return false;
      if (sign !== ")")
        return sign === undefined
          ? "a ) is missing"
          : `'${sign}' is not expected at character ${at}`;
      const call = calls.pop() ?? { name: "", count: 0, constants: new Map<number, string>() };
      const { name, count } = call;
      const { least, most } = FUNCTIONS.get(name) ?? { least: 0, most: 0 };
      if (count < least || count > most) return `States.${name} does not take ${count} arguments`;
      const wrong = CONSTANTS.get(name)?.(call);
      if (wrong !== undefined) return wrong;
      if (calls.length === 0)
        return text.slice(at).trim() === "" ? true : "there is text after the last )";
    }
  }

  function isSeed({ name, count }: Open): boolean {
    return name === "MathRandom" && count === 2;
  }
}

/** Where a path that begins at `from` ends; quotes and brackets hide separators. */
function pathEnd(text: string, from: number): number {
  let depth = 0;
  let quote = "";
  for (let at = from; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (quote !== "") {
      if (sign === "\\") at++;
      else if (sign === quote) quote = "";
    } else if (depth > 0 && (sign === "'" || sign === '"')) quote = sign;
    else if (sign === "[" || sign === "(") depth++;
    else if (depth > 0 && (sign === "]" || sign === ")")) depth--;
    else if (depth === 0 && PATH_END.test(sign) && text.slice(from, at).trim() !== "") return at;
  }
  return text.length;
}
