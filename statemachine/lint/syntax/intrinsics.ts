import { INTRINSICS, parseCall, type Argument, type Call, type IntrinsicName } from "./calls";

/** What an intrinsic call says, or what is wrong with it. */
export interface IntrinsicResult {
  readonly problem?: string;
  /** Whether the result is always text. */
  readonly text: boolean;
  /** The variables that its paths start at. */
  readonly variables: readonly string[];
}

/** The most numbers of a range, and characters of a text that is encoded or hashed. Source: the guide's page. */
export const MAX_RANGE = 1000;
const MAX_TEXT = 10_000;

/** Algorithms of States.Hash. Source: the same page. */
export const HASHES: readonly string[] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/** A constant argument as it is written; undefined for one that is only known when the state runs. */
function constantIn(call: Call, index: number): string | undefined {
  const argument = call.arguments[index];
  return argument?.kind === "text" || argument?.kind === "constant" ? argument.source : undefined;
}

/** The first arguments as numbers; those that are not constants are NaN. */
function numbersIn(call: Call, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Number(constantIn(call, index) ?? NaN));
}

function tooLong(call: Call): string | undefined {
  const length = (constantIn(call, 0)?.length ?? 2) - 2;
  return length > MAX_TEXT
    ? `States.${call.name} takes at most ${MAX_TEXT} characters, but has ${length}`
    : undefined;
}

function wrongAlgorithm(call: Call): string | undefined {
  const algorithm = constantIn(call, 1);
  return algorithm === undefined || HASHES.includes(algorithm.slice(1, -1))
    ? undefined
    : `${algorithm} is not 'MD5', 'SHA-1', 'SHA-256', 'SHA-384' or 'SHA-512'`;
}

/** What the constants of a call must be; gives what is wrong with them. Source: the guide's page. */
const CONSTANTS: Partial<Record<IntrinsicName, (call: Call) => string | undefined>> = {
  Format: (call) => {
    const template = constantIn(call, 0);
    const values = call.arguments.length - 1;
    const places = template?.replace(/\\[^]/g, "").match(/\{\}/g)?.length ?? 0;
    return template === undefined || places === values
      ? undefined
      : `the text has ${places} {}, but ${values} values follow`;
  },
  ArrayRange: (call) => {
    const [first = NaN, last = NaN, step = NaN] = numbersIn(call, 3);
    if (step === 0) return "the step of States.ArrayRange is 0";
    const length = Math.floor((last - first) / step) + 1;
    return length > MAX_RANGE
      ? `States.ArrayRange gives ${length} numbers; the most are ${MAX_RANGE}`
      : undefined;
  },
  ArrayPartition: (call) => {
    const [, size = NaN] = numbersIn(call, 2);
    return size <= 0 ? `the size of a chunk must be positive, but is ${size}` : undefined;
  },
  ArrayGetItem: (call) => {
    const [, index = NaN] = numbersIn(call, 2);
    return index < 0 ? `an index is at least 0, but this is ${index}` : undefined;
  },
  MathRandom: (call) => {
    const [start = NaN, end = NaN] = numbersIn(call, 2);
    return start >= end
      ? `the start must be less than the end, but they are ${start} and ${end}`
      : undefined;
  },
  JsonMerge: (call) =>
    (constantIn(call, 2) ?? "false") === "false"
      ? undefined
      : "States.JsonMerge only merges shallowly: its third argument is false",
  Base64Encode: tooLong,
  Base64Decode: tooLong,
  Hash: (call) => tooLong(call) ?? wrongAlgorithm(call),
};

/** Reads the call of an intrinsic function: what is wrong with it is the first thing from the left. */
export function readIntrinsic(text: string): IntrinsicResult {
  const { call, problem } = parseCall(text);
  if (call === undefined) return { ...(problem && { problem }), text: false, variables: [] };
  const wrong = problemIn(call) ?? problem;
  const variables = variablesIn(call);
  if (wrong !== undefined) return { problem: wrong, text: false, variables };
  return { text: INTRINSICS[call.name].text === true, variables };
}

function problemIn(call: Call): string | undefined {
  for (const [index, argument] of call.arguments.entries()) {
    const problem =
      argument.kind === "call" ? problemIn(argument) : wrongConstant(call, index, argument);
    if (problem !== undefined) return problem;
  }
  return call.isClosed ? CONSTANTS[call.name]?.(call) : undefined;
}

function wrongConstant(
  { name }: Call,
  index: number,
  { kind, source }: Argument & { source: string },
) {
  const { numeric = false, structures = 0 } = INTRINSICS[name];
  if (kind !== "path" && index < structures)
    return `States.${name} takes a list or an object there, not ${source}`;
  if (kind !== "text") return undefined;
  const isSeed = name === "MathRandom" && index === 2;
  if (numeric && !isSeed) return `States.${name} takes numbers and paths, not the text ${source}`;
  const stray = /\\[^'{}\\]/.exec(source.replace(/\\\\/g, ""));
  return stray === null
    ? undefined
    : `'${stray[0]}' is not an escape: a text has \\', \\{, \\} and \\\\ alone`;
}

function variablesIn({ arguments: all }: Call): string[] {
  return all.flatMap((argument) => {
    if (argument.kind === "call") return variablesIn(argument);
    return argument.kind === "path" && argument.variable !== undefined ? [argument.variable] : [];
  });
}
