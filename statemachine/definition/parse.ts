import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  type Tags,
} from "yaml";
import { duplicateKeys } from "./duplicate-keys";

/** What a text says. */
export interface ReadText {
  /** Whether there is a value; `value` may be `undefined` only when not. */
  readonly readable: boolean;
  readonly value: unknown;
  /** Steps from the root to each key that an object has a second time. */
  readonly duplicates: readonly (readonly (string | number)[])[];
  /** Why the text cannot be read: it is not JSON or YAML, or it is longer than any definition. */
  readonly syntaxError?: string;
  readonly tooLong?: string;
}

/** Longest text that is read, in UTF-16 units; the definition that AWS takes has an eighth of it. */
const MAX_LENGTH = 8 * 1_048_576;

/** Longest YAML text: its parser needs some hundred bytes for each byte of text. */
const MAX_YAML_LENGTH = 1_048_576;

/** A `${Name}` outside of a string, which a deployment replaces by a number or an object. */
const BARE_SUBSTITUTION = /([:[,]\s*)(\$\{[^{}"\n]*\})(?=\s*[,}\]])/g;

const FUNCTIONS = "Ref Sub GetAtt Join ImportValue Select Split FindInMap If Base64".split(" ");

/** The short forms of CloudFormation's functions, as the substitution that they are. */
const TAGS: Tags = FUNCTIONS.flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => `\${${name}:${text.replace(/[{}]/g, "")}}` },
  { tag: `!${name}`, collection: "seq" as const, resolve: () => new Scalar(`\${${name}}`) },
]);

/**
 * Reads a document in JSON, or else in YAML. `${Name}` where JSON wants a value is read as that text.
 * A text that cannot be read gives a problem that says where.
 */
export function readText(text: string): ReadText {
  const content = text.replace(/^\uFEFF/, "");
  if (content.length > MAX_LENGTH) {
    return unreadable({
      tooLong: `the text has ${content.length} characters; AWS takes 1048576 bytes`,
    });
  }
  const start = /[^\s]/.exec(content)?.[0];
  if (start === undefined) return unreadable({ syntaxError: "the text is empty" });
  if (start === "{" || start === "[" || start === '"') return readJson(content);
  if (content.length > MAX_YAML_LENGTH) {
    return unreadable({
      tooLong: `the YAML text has ${content.length} characters; AWS takes 1048576 bytes`,
    });
  }
  return readYaml(content);
}

function readJson(text: string): ReadText {
  try {
    return parsed(text);
  } catch (error) {
    try {
      return parsed(text.replace(BARE_SUBSTITUTION, '$1"$2"'));
    } catch {
      return unreadable({ syntaxError: `the text is not JSON: ${reason(error)}` });
    }
  }
}

function parsed(json: string): ReadText {
  const value = JSON.parse(json) as unknown;
  return { readable: true, value, duplicates: duplicateKeys(json, value) };
}

function readYaml(text: string): ReadText {
  try {
    const document = parseDocument(text, {
      uniqueKeys: false,
      // `<<: *base` is YAML 1.1, which CloudFormation and SAM read.
      merge: true,
      // A second document in the text is an error, which "silent" would hide.
      logLevel: "error",
      customTags: TAGS,
    });
    const error = document.errors[0];
    if (error !== undefined)
      return unreadable({ syntaxError: `the text is not YAML: ${reason(error)}` });
    return {
      readable: true,
      value: document.toJS({ maxAliasCount: 100 }) as unknown,
      duplicates: yamlDuplicates(document),
    };
  } catch (error) {
    return unreadable({ syntaxError: `the text is not YAML: ${reason(error)}` });
  }
}

function yamlDuplicates(document: Document): (string | number)[][] {
  const duplicates: (string | number)[][] = [];
  const pending: { node: unknown; steps: (string | number)[] }[] = [
    { node: document.contents, steps: [] },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, steps } = next;
    if (isSeq<Node>(node))
      node.items.forEach((item, index) => pending.push({ node: item, steps: [...steps, index] }));
    if (!isMap(node)) continue;
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : key);
      if (seen.has(name)) duplicates.push([...steps, name]);
      seen.add(name);
      pending.push({ node: value, steps: [...steps, name] });
    }
  }
  return duplicates;
}

function unreadable(why: Pick<ReadText, "syntaxError" | "tooLong">): ReadText {
  return { readable: false, value: undefined, duplicates: [], ...why };
}

/** The first line of what a parser says, cut to a readable length. */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] ?? "").slice(0, 200);
}
