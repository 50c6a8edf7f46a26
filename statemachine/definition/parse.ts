import { messageOf, type Steps } from "../json";
import { SUBSTITUTION_SOURCE } from "./placeholder";
import { type OnPlace, type OnText, walkJson, walkYaml } from "./walk-text";
import { parseYaml } from "./yaml";

/** What a text says. */
export interface ReadText {
  /** Whether there is a value; `value` may be `undefined` only when not. */
  readonly readable: boolean;
  readonly value: unknown;
  /** Steps from the root to each key that an object has a second time. */
  readonly duplicates: readonly Steps[];
  /** Why the text cannot be read: it is not JSON or YAML, or it is longer than any definition. */
  readonly syntaxError?: string;
  readonly tooLong?: string;
}

/** Longest text that is read, in UTF-16 units; the definition that AWS takes has an eighth of it. */
const MAX_LENGTH = 8 * 1_048_576;

/** Longest YAML text: its parser needs some hundred bytes for each byte of text. */
const MAX_YAML_LENGTH = 1_048_576;

/**
 * What a deployment replaces by a number, a list or an object, outside of a string: `${Name}`, `#{Name}`, a call of
 * Terraform with texts in it. Strings are matched, too, so that nothing inside them is; also one that is not closed, of
 * which each quote that is escaped would else be tried as a begin.
 */
const BARE_SUBSTITUTION = new RegExp(
  String.raw`("(?:[^"\\]|\\[^])*"?)|([:[,]\s*)(${SUBSTITUTION_SOURCE})(?=\s*[,}\]])`,
  "g",
);

/**
 * Reads a document in JSON, or else in YAML. `${Name}` where JSON wants a value is read as that text.
 * A text that cannot be read gives the reason.
 */
export function readText(text: string): ReadText {
  const content = text.replace(/^\uFEFF/, "");
  const isLong = content.length > MAX_LENGTH;
  if (!isLong && isJson(content)) return readJson(content);
  if (isLong || content.length > MAX_YAML_LENGTH) {
    const what = isLong ? "text" : "YAML text";
    const tooLong = `the ${what} has ${content.length} characters; AWS takes 1048576 bytes`;
    return unreadable({ tooLong });
  }
  return content.trim() === ""
    ? unreadable({ syntaxError: "the text is empty" })
    : readYaml(content);
}

/**
 * Walks through a text, JSON or YAML, and gives the offset of its first error. A text that is longer than any
 * definition, or has thousands of levels, is not walked through to its end.
 */
export function walkText(text: string, onPlace: OnPlace, onText?: OnText): number | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    if (isJson(text)) return walkJson(quoteSubstitutions(text, sameLength), onPlace, onText);
    const document = parseYaml(text);
    walkYaml(document, onPlace, onText);
    return document.errors[0]?.pos[0];
  } catch {
    return undefined;
  }
}

function quoteSubstitutions(text: string, quote: (substitution: string) => string): string {
  return text.replace(
    BARE_SUBSTITUTION,
    (whole, string: string | undefined, before: string, substitution: string) =>
      string === undefined ? `${before}${quote(substitution)}` : whole,
  );
}

/** A JSON string as long as the substitution, so that every offset stays: the quotes take the place of its ends. */
function sameLength(substitution: string): string {
  return `"${substitution.slice(1, -1).replace(/["\\\s]/g, "_")}"`;
}

function isJson(text: string): boolean {
  return /^\s*[{["]/.test(text);
}

function readJson(text: string): ReadText {
  try {
    return parsed(text);
  } catch (error) {
    try {
      return parsed(quoteSubstitutions(text, JSON.stringify));
    } catch {
      return unreadable({ syntaxError: `the text is not JSON: ${reason(error)}` });
    }
  }
}

function parsed(json: string): ReadText {
  const value = JSON.parse(json) as unknown;
  return { readable: true, value, duplicates: duplicatesIn(json, value) };
}

/** JSON.parse keeps the last of two equal keys and says nothing. */
function duplicatesIn(json: string, value: unknown): Steps[] {
  // A colon after a quote is a key, or text that looks like one: no more of them than keys means no duplicate.
  const colons = json.match(/"\s*:/g)?.length ?? 0;
  if (colons <= countKeys(value)) return [];
  return duplicates((onPlace) => walkJson(json, onPlace));
}

function countKeys(root: unknown): number {
  let count = 0;
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) continue;
    const inside = Object.values(value);
    if (!Array.isArray(value)) count += inside.length;
    for (const each of inside) if (typeof each === "object") pending.push(each);
  }
  return count;
}

function duplicates(walk: (onPlace: OnPlace) => void): Steps[] {
  const found: Steps[] = [];
  walk((steps, _offset, isRepeated) => {
    if (isRepeated) found.push(steps());
  });
  return found;
}

function readYaml(text: string): ReadText {
  try {
    const document = parseYaml(text);
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return {
      readable: true,
      value: document.toJS({ maxAliasCount: 100 }) as unknown,
      duplicates: duplicates((onPlace) => walkYaml(document, onPlace)),
    };
  } catch (error) {
    return unreadable({ syntaxError: `the text is not YAML: ${reason(error)}` });
  }
}

function unreadable(why: Pick<ReadText, "syntaxError" | "tooLong">): ReadText {
  return { readable: false, value: undefined, duplicates: [], ...why };
}

/** The first line of what a parser says, cut to a readable length. */
function reason(error: unknown): string {
  const text = messageOf(error);
  return (text.split("\n")[0] ?? "").slice(0, 200);
}
