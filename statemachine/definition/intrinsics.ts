import { isRecord, own, type JsonRecord, type Steps } from "../json";

/** A part of a text that a template puts together. */
export interface Piece {
  readonly text: string;
  /** Steps to the text as it is written, or to the function that stands for it. */
  readonly steps: Steps;
}

const FUNCTION = /^(?:Ref|Fn::[A-Za-z:]+)$/;

/** Functions inside each other that are read; CloudFormation takes far fewer. */
const MOST_LEVELS = 50;

/** The name of the intrinsic function of CloudFormation that `value` calls: `{"Ref": "Table"}`. */
export function functionIn(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const [name = "", ...others] = Object.keys(value);
  return others.length === 0 && FUNCTION.test(name) ? name : undefined;
}

/**
 * The text that a value of a template stands for, in parts, with what only the deployment knows as `${Name}`. Source:
 * CloudFormation user guide, "Intrinsic function reference".
 */
export function piecesOf(value: unknown, steps: Steps = []): Piece[] {
  const name = functionIn(value);
  if (name === undefined) {
    const isPlain = typeof value === "string" || typeof value === "number";
    return [{ text: isPlain ? String(value) : "${Value}", steps }];
  }
  const read = steps.length > MOST_LEVELS ? undefined : READERS[name];
  const argument = own(value as JsonRecord, name);
  return read?.(argument, [...steps, name]) ?? [{ text: `\${${name}}`, steps }];
}

/** The text of the function that `value` calls; `undefined` when it calls none. */
export function functionText(value: unknown): string | undefined {
  return functionIn(value) === undefined ? undefined : joinPieces(piecesOf(value));
}

/** The text that is put together. */
export function joinPieces(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

type Reader = (argument: unknown, steps: Steps) => Piece[] | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  Ref: (name, steps) => (typeof name === "string" ? [{ text: `\${${name}}`, steps }] : undefined),
  "Fn::GetAtt": (path, steps) => {
    const names: unknown[] = [path].flat();
    const isPlain = names.every((each) => typeof each === "string");
    return isPlain ? [{ text: `\${${names.join(".")}}`, steps }] : undefined;
  },
  "Fn::Sub": (argument, steps) => {
    const [text, at] = Array.isArray(argument) ? [argument[0], [...steps, 0]] : [argument, steps];
    return typeof text === "string" ? [{ text, steps: at }] : undefined;
  },
  "Fn::Join": (argument, steps) => {
    const [delimiter, parts] = Array.isArray(argument) ? (argument as unknown[]) : [];
    if (typeof delimiter !== "string" || !Array.isArray(parts)) return undefined;
    return parts.flatMap((part, index) => [
      ...(index > 0 && delimiter !== "" ? [{ text: delimiter, steps: [...steps, 0] }] : []),
      ...piecesOf(part, [...steps, 1, index]),
    ]);
  },
};

/** Puts the text of each intrinsic function inside `root` in its place. */
export function writeFunctions(root: unknown): void {
  const pending: unknown[] = [root];
  const seen = new Set<unknown>();
  while (pending.length > 0) {
    const holder = pending.pop();
    if (typeof holder !== "object" || holder === null || seen.has(holder)) continue;
    seen.add(holder);
    for (const [key, value] of Object.entries(holder)) {
      const text = functionText(value);
      // Own properties all, also one called `__proto__`.
      if (text === undefined) pending.push(value);
      else (holder as Record<string, unknown>)[key] = text;
    }
  }
}
